"""A new newsletter: assembled from what is new, from the last one, from a template, or empty; keeping a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from crm.accounts.models import User
from crm.events.domain.dates import plain_date
from newsletters.begin_forms import BeginForm, KeepTemplateForm
from newsletters.domain.assembling import Digest, assembled_blocks, preheader_of, read_what_is_new
from newsletters.domain.drafts import NameTaken, archive_page, begin_from, begin_with, keep_as_template, last_newsletter
from newsletters.models import IssueTemplate, NewsletterIndexPage, NewsletterPage

TEMPLATE = "template-"


@dataclass(frozen=True)
class Start:
    """One way to begin; with ``refusal`` it cannot be chosen, and says why."""

    value: str
    label: str
    words: str
    refusal: str = ""


class BeginView(WagtailAdminTemplateMixin, FormView[BeginForm]):
    """Asks for a title and what to begin from, makes the draft and opens it."""

    form_class = BeginForm
    template_name = "newsletters/admin/begin.html"
    page_title = gettext_lazy("Write a newsletter")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.archive.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def archive(self) -> NewsletterIndexPage:
        archive = archive_page()
        if archive is None:
            raise Http404
        return archive

    @cached_property
    def last(self) -> NewsletterPage | None:
        return last_newsletter()

    @cached_property
    def digest(self) -> Digest:
        return read_what_is_new(timezone.now())

    @cached_property
    def starts(self) -> list[Start]:
        starts = [_assembled(self.digest)]
        if self.last:
            words = _("The blocks of “%(title)s”; those of the agenda and the news already say what comes next.")
            starts.append(Start(BeginForm.LAST, _("Start from the last one"), words % {"title": self.last.title}))
        words = _("A template of the council.")
        kept = IssueTemplate.objects.values_list("pk", "name")
        starts += [Start(f"{TEMPLATE}{pk}", name, words) for pk, name in kept]
        return [*starts, Start(BeginForm.EMPTY, _("An empty page"), _("You add the blocks yourself."))]

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [(start.value, start.label) for start in self.starts if not start.refusal]
        return {**super().get_form_kwargs(), "starts": choices}

    def get_initial(self) -> dict[str, Any]:
        first = next(start for start in self.starts if not start.refusal)
        return {"title": self.digest.title, "start": first.value}

    def form_valid(self, form: BeginForm) -> HttpResponse:
        draft = self._begin(form.cleaned_data["title"], form.cleaned_data["start"])
        return redirect("wagtailadmin_pages:edit", draft.pk)

    def _begin(self, title: str, start: str) -> NewsletterPage:
        by = cast(User, self.request.user)
        if start == BeginForm.LAST and self.last:
            return begin_from(self.last, title, by)
        if start == BeginForm.ASSEMBLED:
            return begin_with(self.archive, title, assembled_blocks(self.digest), by, preheader_of(self.digest))
        if start.startswith(TEMPLATE):
            kept = get_object_or_404(IssueTemplate, pk=start.removeprefix(TEMPLATE))
            return begin_with(self.archive, title, kept.body, by)
        return begin_with(self.archive, title, [], by)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        letters = {"url": reverse("newsletters:index"), "label": _("Newsletters")}
        return [*self.breadcrumbs_items, letters, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = context["form"]["start"].value()
        return {**context, "starts": [(start, start.value == chosen) for start in self.starts]}


def _assembled(digest: Digest) -> Start:
    """Says what the draft would hold, or that there is nothing to tell."""
    label = _("The next five weeks")
    if digest.is_nothing:
        since = digest.since and _("Nothing new since %(day)s: no draft would be made of it.")
        words = since % {"day": plain_date(digest.since)} if since and digest.since else _("There is nothing to tell.")
        return Start(BeginForm.ASSEMBLED, label, "", words)
    holds = ", ".join(digest.counts)
    words = _("Drafted for you, to be edited: %(what)s.") % {"what": holds}
    if digest.since:
        words = _("Drafted for you from what is new since %(day)s, to be edited: %(what)s.") % {
            "day": plain_date(digest.since),
            "what": holds,
        }
    return Start(BeginForm.ASSEMBLED, label, words)


class KeepTemplateView(WagtailAdminTemplateMixin, FormView[KeepTemplateForm]):
    """Asks for a name, and keeps the blocks of a newsletter as a template of the council."""

    form_class = KeepTemplateForm
    template_name = "newsletters/admin/keep_template.html"
    page_title = gettext_lazy("Keep as a template")
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        may_add = request.user.has_perm("newsletters.add_issuetemplate")
        if not may_add or not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> NewsletterPage:
        return get_object_or_404(NewsletterPage, pk=self.kwargs["pk"])

    def form_valid(self, form: KeepTemplateForm) -> HttpResponse:
        try:
            kept = keep_as_template(self.page, form.cleaned_data["name"], timezone.now())
        except NameTaken as refusal:
            form.add_error("name", str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(name)s” is kept: it is offered whenever someone begins a newsletter.") % {"name": kept.name},
        )
        return redirect("issue_templates:edit", kept.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        own = {"url": "", "label": str(self.page_title)}
        return [*self.breadcrumbs_items, {"url": edit, "label": self.page.title}, own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=self.page, **kwargs)
