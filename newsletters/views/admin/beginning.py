"""A new newsletter that begins where the last one stopped."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from crm.accounts.models import User
from newsletters.domain.drafts import begin_from, last_newsletter
from newsletters.forms import BeginForm
from newsletters.models import NewsletterPage


class BeginView(WagtailAdminTemplateMixin, FormView[BeginForm]):
    """Asks for a title, copies the blocks of the last newsletter into a draft, and opens it."""

    form_class = BeginForm
    template_name = "newsletters/admin/begin.html"
    page_title = _("Start from the last one")
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.last.get_parent().permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def last(self) -> NewsletterPage:
        last = last_newsletter()
        if last is None:
            raise Http404
        return last

    def form_valid(self, form: BeginForm) -> HttpResponse:
        draft = begin_from(self.last, form.cleaned_data["title"], cast(User, self.request.user))
        return redirect("wagtailadmin_pages:edit", draft.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        letters = {"url": reverse("newsletters:index"), "label": _("Newsletters")}
        return [*self.breadcrumbs_items, letters, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(last=self.last, **kwargs)
