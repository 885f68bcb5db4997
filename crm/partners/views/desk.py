"""What the screens of contacts, tasks and cadences have in common: their furniture, and a form that is never lost."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button


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


class DeskEdit(DeskForm):
    """Corrects ``record``; whoever may, deletes it from the menu of its page."""

    permission_required = "change"
    button = gettext_lazy("Save")
    record: Any
    delete_name = ""

    def get_page_title(self) -> str:
        return str(self.record)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if not self.user_has_permission("delete"):
            return []
        return [Button(_("Delete"), url=reverse(self.delete_name, args=[self.record.pk]), icon_name="bin")]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.record}


class DeskDelete(DeskForm):
    """Asks before ``record`` goes: ``warning`` and ``deleted`` say what will be, and was, done to « {record} »."""

    permission_required = "delete"
    form_class = Form
    button = gettext_lazy("Delete it")
    is_serious = True
    record: Any
    warning: Any = ""
    deleted: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "consequences": [self.warning.format(record=self.record)]}

    def act(self, form: Form) -> str:
        said = self.deleted.format(record=self.record)
        self.record.delete()
        return said


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
