"""The contributions that wait, one of them whole, and what is decided of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, Count, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.archive.audit import CONSULT, note_contribution
from cms.archive.derivatives.previews import draw_preview
from cms.archive.domain.contributing import items_of
from cms.archive.domain.masters import holders
from cms.archive.domain.moderating import accept_contribution, ask_giver, read_again, refuse_contribution
from cms.archive.enums import ContributionState, Kind
from cms.archive.errors import Unreadable
from cms.archive.models import ContributedFile, Contribution
from cms.archive.moderation_forms import EACH, AcceptanceForm, QuestionForm, RefusalForm
from cms.archive.querysets import CONTRIBUTION_KEPT, QUESTION_KEPT
from cms.archive.views.admin.screens import ActScreen, PageList

LIST = "archive_contributions:index"


def files_words(contribution: Any) -> str:
    count = contribution.file_count
    return ngettext("{count} file", "{count} files", count).format(count=count) if count else _("a story")


class ContributionListView(PageList):
    """What is to be read first, the oldest at the top; then what waits for an answer, then the rest."""

    page_name = "archive_contributions:page"
    permission_policy = ModelPermissionPolicy(Contribution)
    page_title = gettext_lazy("Contributions")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("title"),
            Column("files", label=pgettext_lazy("contribution", "Files"), accessor=files_words),
            Column("get_state_display", label=gettext_lazy("State")),
            DateColumn("received_at", label=gettext_lazy("Received"), sort_key="received_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Contribution]:
        turn = Case(
            When(state=ContributionState.RECEIVED, then=Value(0)),
            When(state=ContributionState.QUESTION, then=Value(1)),
            default=Value(2),
        )
        counted = Contribution.objects.annotate(turn=turn, file_count=Count("files"))
        return counted.order_by("turn", "received_at", "pk")


class ContributionScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A screen about one contribution, which holds personal data."""

    model = Contribution
    permission_policy = ModelPermissionPolicy(Contribution)
    permission_required = "view"
    header_icon = "mail"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def contribution(self) -> Contribution:
        return get_object_or_404(Contribution.objects.select_related("text", "agreement"), pk=self.kwargs["pk"])

    def note(self, action: str) -> None:
        """Leave a trace with the contribution's number, never with a name."""
        note_contribution(self.contribution, self.request.user, action)

    def back_url(self) -> str:
        return reverse("archive_contributions:page", args=[self.contribution.pk])

    def get_page_subtitle(self) -> str:
        return self.contribution.title

    def way_here(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse(LIST), "label": _("Contributions")},
            {"url": self.back_url(), "label": self.contribution.title},
        ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.way_here()[:1], {"url": "", "label": self.get_page_title()}]


class ContributionPageView(ContributionScreen, TemplateView):
    """Everything that was sent and said; each look is noted."""

    template_name = "archive/admin/contribution.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.note(CONSULT)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.contribution.title

    def get_page_subtitle(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contribution = self.contribution
        may_decide = self.permission_policy.user_has_permission(self.request.user, "change")
        files = list(contribution.files.all())
        twins = [master for file in files if contribution.is_open for master in holders(file.sha256)]
        return {
            **super().get_context_data(**kwargs),
            "contribution": contribution,
            "files": files,
            "messages_told": list(contribution.messages.all()),
            "items": items_of(contribution),
            "twins": list({master.item_id: master.item for master in twins}.values()),
            "days": CONTRIBUTION_KEPT.days,
            "may_decide": may_decide and contribution.is_open,
            "may_read_again": may_decide and contribution.may_be_read_again,
        }


class ContributionPreviewView(ContributionScreen, View):
    """A re-encoded picture of one file: what was sent is never served as it is."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = get_object_or_404(ContributedFile, contribution=self.contribution, pk=self.kwargs["file"])
        if not file.file:
            raise Http404
        try:
            with file.file.open("rb") as content:
                drawn = draw_preview(content, file.media_type)
        except (Unreadable, FileNotFoundError) as error:
            raise Http404 from error
        return HttpResponse(drawn, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


class DecisionScreen(ContributionScreen, ActScreen):
    """Something is decided of a contribution."""

    model = Contribution  # type: ignore[assignment]
    permission_policy = ModelPermissionPolicy(Contribution)
    permission_required = "change"
    header_icon = "mail"
    action = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.way_here(), {"url": "", "label": self.get_page_title()}]

    def act(self, form: forms.Form) -> None:
        user: Any = self.request.user
        self.decide(form, user)
        self.note(self.action)

    def decide(self, form: forms.Form, user: Any) -> None:
        raise NotImplementedError


class AskGiverView(DecisionScreen):
    page_title = gettext_lazy("Ask a question")
    form_class = QuestionForm
    action = "archive.ask_giver"

    def consequences(self) -> list[str]:
        return [
            _("Your question leaves by e-mail; the answer comes back to this screen."),
            _("Without an answer within {days} days, what was sent is destroyed.").format(days=QUESTION_KEPT.days),
        ]

    def decide(self, form: forms.Form, user: Any) -> None:
        ask_giver(self.contribution.pk, form.cleaned_data["words"], user, timezone.now())

    def done(self) -> str:
        return _("Your question is on its way.")


class RefuseContributionView(DecisionScreen):
    page_title = gettext_lazy("Refuse")
    form_class = RefusalForm
    is_serious = True
    action = "archive.refuse_contribution"

    def consequences(self) -> list[str]:
        return [
            _("The reason leaves by e-mail."),
            _("What was sent is destroyed in {days} days; until then you can read it again.").format(
                days=CONTRIBUTION_KEPT.days
            ),
        ]

    def decide(self, form: forms.Form, user: Any) -> None:
        refuse_contribution(self.contribution.pk, form.cleaned_data["reason"], user, timezone.now())

    def done(self) -> str:
        return _("It is refused, and the reason is on its way.")


class ReadAgainView(DecisionScreen):
    page_title = gettext_lazy("Read it again")
    action = "archive.read_again"

    def consequences(self) -> list[str]:
        told = [_("It goes back among those to read, and is not destroyed.")]
        if self.contribution.state == ContributionState.WITHDRAWN:
            told.append(_("This person took it back: put it back only if they asked you to."))
        return told

    def decide(self, form: forms.Form, user: Any) -> None:
        read_again(self.contribution.pk, user, timezone.now())

    def done(self) -> str:
        return _("It is among those to read.")


class AcceptContributionView(DecisionScreen):
    page_title = gettext_lazy("Accept")
    form_class = AcceptanceForm
    action = "archive.accept_contribution"

    def get_initial(self) -> dict[str, Any]:
        first = self.contribution.files.first()
        if first is None:
            return {"kind": Kind.STORY}
        return {"kind": Kind.PHOTO if first.is_picture else Kind.DOCUMENT}

    def get_form(self, form_class: Any = None) -> forms.Form:
        form: forms.Form = super().get_form(form_class)
        if self.contribution.files.count() < 2:
            del form.fields["items"]
        return form

    def consequences(self) -> list[str]:
        return [
            _("A draft is made in the memory, with the words and the agreement of this person; nothing is published."),
            _("A letter says so to this person; another one will follow once it is on the site."),
        ]

    def decide(self, form: forms.Form, user: Any) -> None:
        said = form.cleaned_data
        item_each = said.get("items") == EACH
        accept_contribution(self.contribution.pk, Kind(said["kind"]), user, timezone.now(), item_each=item_each)

    def done(self) -> str:
        return _("It is accepted. Describe what was made of it, then publish it.")
