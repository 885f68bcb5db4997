"""The screens where an agenda is written: one item's form, and the buttons that order the items without dragging."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from django.views.generic.base import View
from wagtail.admin import messages

from crm.assemblies.domain.agenda_templates import AgendaTemplate
from crm.assemblies.domain.agendas import begin_agenda, bring_items, move_item, take_off_item
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.item_forms import ItemForm
from crm.assemblies.models import AgendaItem
from crm.assemblies.views.screens import AssemblyScreen


class ItemScreen(AssemblyScreen):
    """Something about the agenda of one assembly; an item in closed session exists only for who may know it."""

    permission_required = "change"

    @cached_property
    def item(self) -> AgendaItem | None:
        if "item" not in self.kwargs:
            return None
        item = get_object_or_404(AgendaItem.objects.filter(assembly=self.assembly), pk=self.kwargs["item"])
        if item.is_closed_session and not self.sees_closed_session:
            raise PermissionDenied
        return item

    def agenda_url(self, item: AgendaItem | None = None) -> str:
        return f"{self.page_url}#{f'item-{item.pk}' if item else 'agenda'}"


class ItemFormView(ItemScreen, FormView):
    form_class = ItemForm
    template_name = "assemblies/admin/item.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "for_user": self.request.user, **({"instance": self.item} if self.item else {})}

    def form_valid(self, form: ItemForm) -> HttpResponse:
        try:
            item = form.write(self.assembly)
        except AssemblyRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.agenda_url())
        messages.success(self.request, _("“{title}” is on the agenda.").format(title=item.title))
        return redirect(self.agenda_url(item))

    def get_page_title(self) -> str:
        return _("Correct an item") if self.item else _("Add an item")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "assembly": self.assembly, "back_url": self.agenda_url(), "media": context["form"].media}


class AgendaActView(ItemScreen, View):
    """A button of the agenda: does one thing, says it, and comes back to the same place."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return redirect(self.act())
        except AssemblyRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.agenda_url())

    def act(self) -> str:
        raise NotImplementedError


class MoveItemView(AgendaActView):
    steps = 0

    def act(self) -> str:
        assert self.item is not None  # noqa: S101
        move_item(self.item, self.steps)
        return self.agenda_url(self.item)


class TakeOffView(AgendaActView):
    def act(self) -> str:
        assert self.item is not None  # noqa: S101
        deleted = take_off_item(self.item)
        words = (
            gettext_lazy("“{title}” is no longer on the agenda.")
            if deleted
            else gettext_lazy("“{title}” is taken off; its number stays, for the notice has left.")
        )
        messages.success(self.request, words.format(title=self.item.title))
        return self.agenda_url()


class BeginView(AgendaActView):
    def act(self) -> str:
        template = AgendaTemplate(self.kwargs["template"])
        if not begin_agenda(self.assembly, template):
            messages.info(self.request, _("The agenda is already begun: nothing was added."))
        return self.agenda_url()


class BringView(AgendaActView):
    def act(self) -> str:
        count = len(bring_items(self.assembly))
        words = ngettext(
            "%(count)s item carried over is on this agenda.", "%(count)s items carried over are on this agenda.", count
        )
        messages.success(self.request, words % {"count": count})
        return self.agenda_url()
