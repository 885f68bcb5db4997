"""The last look before a newsletter leaves: what is to mend, to whom it goes, a test, and the button."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from crm.accounts.models import User
from crm.accounts.workers import call_workers
from newsletters.audience_forms import AudienceForm
from newsletters.domain.audience import count_by_topic
from newsletters.domain.circle_words import offered_circles
from newsletters.domain.errors import PostRoomError
from newsletters.domain.planning import plan_mailing
from newsletters.domain.preflight import Finding, Place, has_errors, inspect_issue
from newsletters.domain.progress import letters_wait
from newsletters.domain.quiet import is_quiet
from newsletters.domain.sending import start_mailing
from newsletters.domain.trials import ask_board_trials, ask_trial, members_written_to
from newsletters.models import Mailing, NewsletterPage, Topic, Trial
from newsletters.models.plans import OPEN_PLANS
from newsletters.plan_forms import PlanForm, suggested_hour
from newsletters.tasks import check_links_task, send_trial, start_delivering
from newsletters.views.admin.approvals import approval_part
from newsletters.views.admin.audience_part import audience_part
from newsletters.views.admin.correcting import OUTCOME_WORDS, Outcome, correct_page
from newsletters.views.admin.links import LinkNews, link_news
from newsletters.views.admin.trial import board_news, trial_news


class SendView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET looks and counts; POST sends a test, or the newsletter itself.

    Sending asks for what was seen: the topics, and the warnings read. A second press of the button finds the
    mailing under way and says so.
    """

    permission_policy = ModelPermissionPolicy(Mailing)
    permission_required = "send"
    template_name = "newsletters/admin/send.html"
    page_title = gettext_lazy("Check and send")
    header_icon = "mail"

    @cached_property
    def page(self) -> NewsletterPage:
        return get_object_or_404(NewsletterPage, pk=self.kwargs["pk"])

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def links(self) -> LinkNews:
        return link_news(self.page, timezone.now())

    @cached_property
    def findings(self) -> list[Finding]:
        """Errors first; of the links, what their asking found so far."""
        found = [*inspect_issue(self.page, timezone.now()), *self.links.findings]
        return sorted(found, key=lambda finding: finding.level)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.links.awaited:
            call_workers(check_links_task, self.page.pk)
        return super().get(request, *args, **kwargs)

    @cached_property
    def reach(self) -> dict[int, int]:
        return count_by_topic(self.page, Topic.objects.all(), timezone.localdate())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "right" in request.POST:
            return self._set_right(request.POST)
        if "board" in request.POST:
            return self._try_board()
        return self._try() if "try" in request.POST else self._send()

    def _try_board(self) -> HttpResponseBase:
        """To each member of the board; what cannot be handed over leaves no row that would wait for ever."""
        trials = ask_board_trials(self.page, self.person, timezone.now())
        lost = [trial.pk for trial in trials if not call_workers(send_trial, trial.pk)]
        Trial.objects.filter(pk__in=lost).delete()
        if not trials:
            messages.info(self.request, _("Nobody of the board can be written to, or their letters are on their way."))
        elif lost:
            messages.error(self.request, _("No test letter left: the queue does not answer. Try again in a minute."))
        else:
            said = ngettext(
                "%(n)d test letter is on its way to the board.",
                "%(n)d test letters are on their way to the board.",
                len(trials),
            )
            messages.success(self.request, said % {"n": len(trials)})
        return redirect(self.request.get_full_path())

    def _set_right(self, asked: QueryDict) -> HttpResponseBase:
        """One field or one block of the newsletter, as `proofreading` writes it."""
        where = {name: str(asked[name]) for name in ("field", "block_id") if asked.get(name)}
        outcome = correct_page(self.page, where, self.person)
        say = messages.success if outcome is Outcome.PUBLISHED else messages.info
        say(self.request, OUTCOME_WORDS[outcome])
        return redirect(self.request.get_full_path())

    def _try(self) -> HttpResponseBase:
        trial = ask_trial(self.page, self.person, timezone.now())
        if trial is None:
            messages.info(self.request, _("A test letter is already on its way to you."))
        elif call_workers(send_trial, trial.pk):
            messages.success(self.request, _("The test letter is on its way. Read it on your telephone too."))
        else:
            trial.delete()
            messages.error(self.request, _("No test letter left: the queue does not answer. Try again in a minute."))
        return redirect(self.request.get_full_path())

    def _send(self) -> HttpResponseBase:
        form = self._audience_form(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(audience_form=form))
        if has_errors(self.links.findings):
            messages.error(self.request, _("Nothing was sent: a link of the letter is to be mended first."))
            return self.render_to_response(self.get_context_data(audience_form=form))
        if self.findings and not has_errors(self.findings) and "read" not in self.request.POST:
            messages.warning(self.request, _("Nothing was sent: read the warnings, then tick the box that says so."))
            return self.render_to_response(self.get_context_data(audience_form=form))
        return self._plan(form) if "plan" in self.request.POST else self._start(form)

    def _plan(self, form: AudienceForm) -> HttpResponseBase:
        plan_form = PlanForm(self.request.POST)
        if not plan_form.is_valid():
            return self.render_to_response(self.get_context_data(audience_form=form, plan_form=plan_form))
        topics, leaves_at = form.cleaned_data["topics"], plan_form.cleaned_data["leaves_at"]
        try:
            plan = plan_mailing(self.page, topics, form.segment, leaves_at, self.person, timezone.now())
        except PostRoomError as refusal:
            plan_form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(audience_form=form, plan_form=plan_form))
        messages.success(self.request, _("It is planned: the letters leave by themselves, unless you cancel."))
        return redirect("plans:inspect", plan.pk)

    def _start(self, form: AudienceForm) -> HttpResponseBase:
        topics, segment = list(form.cleaned_data["topics"]), form.segment
        try:
            now = timezone.now()
            mailing = start_mailing(self.page, topics, self.person, now, segment=segment, keeps_quiet=not is_quiet(now))
        except PostRoomError as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.request.get_full_path())
        if start_delivering(mailing.pk):
            messages.success(self.request, _("The letters are leaving."))
        else:
            messages.warning(self.request, letters_wait())
        return redirect("mailings:inspect", mailing.pk)

    def get_page_subtitle(self) -> str:
        return self.page.title

    def _ask_url(self, asked: QueryDict | None) -> str:
        """It carries who is chosen, so that the screen comes back as it was."""
        url = reverse("newsletter_ask", args=[self.page.pk])
        return f"{url}?{asked.urlencode()}" if asked else url

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [*self.breadcrumbs_items, {"url": edit, "label": self.page.title}, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET if "topics" in self.request.GET else None
        audience_form = kwargs.pop("audience_form", None) or self._audience_form(asked)
        return super().get_context_data(
            page=self.page,
            findings=[(finding, self._mending_url(finding)) for finding in self.findings],
            is_refused=has_errors(self.findings),
            links=self.links,
            may_edit=self.page.permissions_for_user(self.person).can_edit(),
            audience_form=audience_form,
            **audience_part(audience_form, self.page, self.person),
            **approval_part(self.page, self.person, self._ask_url(asked)),
            mailings=self.page.mailings.all(),
            plan=self.page.plans.filter(state__in=OPEN_PLANS).first(),
            plan_form=kwargs.pop("plan_form", None) or PlanForm(initial=suggested_hour(timezone.now())),
            is_night=is_quiet(timezone.now()),
            trial=trial_news(self.page, self.person),
            board=board_news(self.page),
            board_members=len(members_written_to(timezone.now())),
            **kwargs,
        )

    def _audience_form(self, data: QueryDict | None = None) -> AudienceForm:
        circles = offered_circles(self.person, timezone.now())
        return AudienceForm(data, page=self.page, reach=self.reach, circles=circles)

    def _mending_url(self, finding: Finding) -> str:
        if finding.place == Place.COUNCIL:
            return reverse("wagtailsettings:edit", args=["partners", "council"])
        place = f"#block-{finding.block_id}-section" if finding.block_id else ""
        if finding.field:
            place = f"#id_{finding.field}"
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk]) + place
