"""What the screens of the memory share: who may open them, the way back, an act that says what it will do."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.archive.errors import MemoryRefused
from cms.archive.models import Item


class MemoryScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A screen of the memory; with an item's key in its address, of one item."""

    model = Item
    permission_policy = ModelPermissionPolicy(Item)
    permission_required = "change"
    header_icon = "history"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def item(self) -> Item:
        return get_object_or_404(Item, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.way_here(), {"url": "", "label": self.get_page_title()}]

    def way_here(self) -> list[dict[str, Any]]:
        """The list, then the item, that lead to this screen."""
        return [
            {"url": reverse("archive_items:list"), "label": pgettext("archives", "Items")},
            {"url": item_url(self.item), "label": str(self.item)},
        ]


class ActScreen(MemoryScreen, FormView):
    """GET tells what will happen, POST does it, and what is refused changes nothing."""

    form_class: type[forms.BaseForm] = forms.Form
    template_name = "archive/admin/act.html"
    is_serious = False

    def consequences(self) -> list[str]:
        """What will happen, a sentence each."""
        raise NotImplementedError

    def warning(self) -> str:
        """What to think of before it is done, above all the rest; nothing where all is as usual."""
        return ""

    def act(self, form: forms.Form) -> None:
        raise NotImplementedError

    def done(self) -> str:
        """What happened and what may be done next, in a sentence or two."""
        raise NotImplementedError

    def back_url(self) -> str:
        """Where one returns to, whether it was done or not."""
        return item_url(self.item)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form)
        except MemoryRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done())
        return redirect(self.back_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        facts = {"warning": self.warning(), "consequences": self.consequences(), "back_url": self.back_url()}
        return {**context, **facts, "is_serious": self.is_serious, "media": context["form"].media}


def item_url(item: Item) -> str:
    """Its page in the administration."""
    return reverse("archive_items:edit", args=[item.pk])


class PageList(IndexView):
    """A list whose lines lead to screens of our own, for those who may view; nothing is added or deleted from it."""

    any_permission_required = ["view"]
    page_name: ClassVar[str]

    def get_edit_url(self, instance: Any) -> str | None:
        return reverse(self.page_name, args=[instance.pk])

    def get_add_url(self) -> None:
        return None

    def get_delete_url(self, instance: Any) -> None:
        return None

    def get_copy_url(self, instance: Any) -> None:
        return None
