"""Correcting a newsletter that has left: what stays, what an erratum shows, and the form that publishes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import Page

from crm.accounts.models import User
from newsletters.domain.errata import ErratumRefused, describe_to_search_engines, places_of, publish_erratum
from newsletters.errata_forms import ErratumForm, SearchWordsForm
from newsletters.models import IssueErratum, NewsletterPage


class ErratumView(WagtailAdminTemplateMixin, FormView):
    """GET says what stays and shows the errata; POST publishes one, for those who may publish pages."""

    form_class = ErratumForm
    template_name = "newsletters/admin/erratum.html"
    page_title = gettext_lazy("Correct a newsletter that has left")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rights = self.page.permissions_for_user(request.user)
        if not rights.can_edit() or (request.method == "POST" and not rights.can_publish()):
            raise PermissionDenied
        if not self.page.frozen_content:
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> NewsletterPage:
        return get_object_or_404(NewsletterPage, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "places": places_of(self.page)}

    def form_valid(self, form: ErratumForm) -> HttpResponse:
        try:
            publish_erratum(
                self.page, form.part, form.cleaned_data["words"], cast(User, self.request.user), timezone.now()
            )
        except ErratumRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The erratum is on the page. The letter that left has not changed."))
        return redirect(self.request.path)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_page_subtitle(self) -> str:
        return self.page.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=self.page,
            errata=self.page.errata.select_related("published_by"),
            mailing=self.page.mailings.order_by("created_at").first(),
            search_form=SearchWordsForm(initial={"description": self.page.search_description}),
            address=urljoin(settings.BASE_URL, self.page.url),
            may_publish=self.page.permissions_for_user(self.request.user).can_publish(),
            **kwargs,
        )


class SearchWordsView(ErratumView):
    """POST writes what search engines show; the rights are those of an erratum."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("newsletter_erratum", self.page.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, by = SearchWordsForm(request.POST), cast(User, request.user)
        if form.is_valid():
            describe_to_search_engines(self.page, form.cleaned_data["description"], by)
            log(self.page, "wagtail.edit", user=by)
            messages.success(request, _("It is saved. Search engines show it when they next come by."))
        else:
            messages.error(request, " ".join(map(str, form.errors["description"])))
        return redirect("newsletter_erratum", self.page.pk)


def correct_by_erratum(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editor of a newsletter that has left leads to its errata: nothing that was sent is changed in silence."""
    if isinstance(page, NewsletterPage) and page.frozen_content:
        return redirect("newsletter_erratum", page.pk)
    return None


def keep_what_was_corrected(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An edition with errata is not deleted, nor with what stands above it."""
    if _has_errata([page]):
        messages.error(request, _refusal())
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def keep_those_corrected(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """The same for pages that are deleted together."""
    if action_type == "delete" and Page in action.models and _has_errata(objects):
        messages.error(request, _refusal())
        return redirect(action.next_url)
    return None


def _has_errata(pages: Sequence[Page]) -> bool:
    inside = (NewsletterPage.objects.descendant_of(page, inclusive=True) for page in pages)
    return any(IssueErratum.objects.filter(page__in=editions).exists() for editions in inside)


def _refusal() -> str:
    return _(
        "Nothing was deleted: an edition that was corrected stays, with its errata. "
        "Unpublish it if nobody is to read it."
    )
