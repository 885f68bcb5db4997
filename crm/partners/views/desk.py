"""What the screens of contacts, tasks and cadences have in common: their furniture, and a form that is never lost."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin


class DeskPage(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page below a list: its way back, and its title said once."""

    model: Any = None
    request: HttpRequest
    kwargs: dict[str, Any]
    list_name = ""
    list_label: str | Promise = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [{"url": reverse(self.list_name), "label": self.list_label}] if self.list_name else []
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    @property
    def back_url(self) -> str:
        """Where one came from, inside the site; otherwise the list."""
        return get_valid_next_url_from_request(self.request) or reverse(self.list_name)


class DeskForm(DeskPage, FormView):
    """A form of a few fields, and one button that says what it does."""

    template_name = "partners/desk/form.html"
    button: str | Promise = ""
    is_serious = False

    def act(self, form: Any) -> str:
        """Do it, and say what was done."""
        raise NotImplementedError

    def success_buttons(self) -> list[Any]:
        return []

    def form_valid(self, form: Any) -> HttpResponse:
        said = self.act(form)
        messages.success(self.request, said, buttons=self.success_buttons())
        return redirect(self.back_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "media": context["form"].media,
            "back_url": self.back_url,
            "next": get_valid_next_url_from_request(self.request),
        }


class DeskAct(PermissionCheckedMixin, View):
    """One press of a button: POST does it and leads back. GET does nothing and has no page."""

    http_method_names = ["post"]
    request: HttpRequest
    list_name = ""

    def act(self) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.act()
        return redirect(get_valid_next_url_from_request(request) or reverse(self.list_name))
