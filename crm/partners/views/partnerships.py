"""The list of the partnerships, the board by columns, one partnership's page, and the form."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from crm.partners.board_forms import MoveForm, followers
from crm.partners.domain.need_words import day_words
from crm.partners.domain.partnerships import columns_of, move_partnership, other_stages
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import PartnershipStage, Side
from crm.partners.models import Partnership
from crm.partners.views.history import LeadsToHistory
from crm.partners.views.visible import NoFile, VisibleRecords, person_of

NOTHING_SAVED = gettext_lazy("Nothing is saved yet: see what is marked below.")


class PartnershipFilterSet(WagtailFilterSet):
    stage = django_filters.MultipleChoiceFilter(label=gettext_lazy("Stage"), choices=PartnershipStage.choices)
    followed_by = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Followed by"), queryset=lambda request: followers()
    )

    class Meta:
        model = Partnership
        fields: list[str] = []


class PartnershipListView(NoFile, VisibleRecords, generic.IndexView):
    """By partner; the board is one click away."""

    page_title = gettext_lazy("Partnerships")
    add_item_label = gettext_lazy("Add a partnership")
    table_classname = "listing listing--records"
    related = ("organization", "followed_by")
    default_ordering = "organization__name"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("title"),
            Column("organization", label=gettext_lazy("Partner"), sort_key="organization__name"),
            StatusTagColumn(
                "stage",
                label=gettext_lazy("Stage"),
                accessor="get_stage_display",
                primary=lambda one: one.stage == PartnershipStage.ACTIVE,
            ),
            Column("followed_by", label=gettext_lazy("Followed by")),
            Column(
                "starts_on",
                label=gettext_lazy("Starts"),
                accessor=lambda one: day_words(one.starts_on) if one.starts_on else "",
                sort_key="starts_on",
            ),
        ]

    def get_edit_url(self, instance: Partnership) -> None:
        """A title leads to the page of the partnership, which leads to the form."""

    def search_queryset(self, queryset: Any) -> QuerySet[Partnership]:
        if not self.is_searching:
            return queryset
        return queryset.matching(self.search_query, levels_of(self.request.user))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        board = HeaderButton(_("Board by columns"), url=reverse("partnership:board"), icon_name="table", priority=5)
        return [*super().header_buttons, board]


class PartnershipFormMixin(VisibleRecords):
    """What adding and correcting have in common."""

    error_message = NOTHING_SAVED
    object: Partnership

    def get_success_url(self) -> str:
        return reverse("partnership:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class PartnershipAddView(PartnershipFormMixin, generic.CreateView):
    page_title = gettext_lazy("Add a partnership")

    def get_page_subtitle(self) -> str:
        return ""

    def get_initial(self) -> dict[str, Any]:
        """From a partner's page, the partner is already chosen; and whoever writes follows."""
        partner = self.request.GET.get("organization", "")
        initial = {**super().get_initial(), "followed_by": self.request.user.pk}
        return {**initial, "organization": partner} if partner.isdecimal() else initial

    def get_success_message(self, instance: Partnership) -> str:
        return _("“{title}” is saved.").format(title=instance.title)


class PartnershipEditView(PartnershipFormMixin, generic.EditView):
    def save_instance(self) -> Partnership:
        """The stage is moved by its verb, so that the history of stages says it too."""
        wanted = PartnershipStage(self.form.cleaned_data["stage"])
        self.form.instance.stage = self.form.initial["stage"]
        saved: Partnership = super().save_instance()
        move_partnership(saved, wanted, by=person_of(self.request), now=timezone.now())
        return saved

    def get_success_message(self) -> str:
        return _("“{title}” is saved.").format(title=self.object.title)


class PartnershipDeleteView(VisibleRecords, generic.DeleteView):
    pass


class PartnershipPage(VisibleRecords, LeadsToHistory, generic.InspectView):
    """What was agreed, what each side gives, and every stage since the first contact."""

    template_name = "partners/admin/partnership.html"
    page_title = gettext_lazy("Partnership")
    related = ("organization", "followed_by", "agreement")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        board = HeaderButton(_("Board by columns"), url=reverse("partnership:board"), icon_name="table", priority=5)
        if not self.user_has_permission("change"):
            return [board]
        edit = HeaderButton(_("Edit"), url=self.get_edit_url(), icon_name="edit", priority=1)
        return [edit, board]

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partnership: Partnership = self.object
        exchanges = list(partnership.exchanges.all())
        return {
            **super().get_context_data(**kwargs),
            "partnership": partnership,
            "given": given_by_each(exchanges),
            "stage_changes": partnership.stage_changes.select_related("changed_by"),
            "may_move": self.user_has_permission("change"),
            "stages": other_stages(partnership.stage),
        }


class BoardView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A column for each stage. Moving is a plain form on each card; dragging sends that same form."""

    model = Partnership
    permission_required = "view"
    template_name = "partners/admin/partnership_board.html"
    page_title = gettext_lazy("Board of the partnerships")
    header_icon = "table"
    index_url_name = ""
    add_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Partnerships")},
            {"url": "", "label": _("Board by columns")},
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        listed = HeaderButton(_("List"), url=reverse(self.index_url_name), icon_name="list-ul", priority=5)
        if not self.user_has_permission("add"):
            return [listed]
        add = HeaderButton(_("Add a partnership"), url=reverse(self.add_url_name), icon_name="plus", priority=1)
        return [add, listed]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = Partnership.objects.visible(levels_of(self.request.user))
        seen = seen.select_related("organization", "followed_by").prefetch_related("exchanges")
        columns = [
            {"stage": column.stage, "cards": [card(one) for one in column.partnerships]} for column in columns_of(seen)
        ]
        return {
            **super().get_context_data(**kwargs),
            "columns": columns,
            "may_move": self.user_has_permission("change"),
        }


def card(partnership: Partnership) -> dict[str, Any]:
    return {
        "partnership": partnership,
        "given": given_by_each(partnership.exchanges.all()),
        "stages": other_stages(partnership.stage),
    }


def given_by_each(exchanges: Any) -> list[dict[str, Any]]:
    """What each side gives, the sides that give something only."""
    sides = [{"side": side, "exchanges": [one for one in exchanges if one.side == side]} for side in Side]
    return [given for given in sides if given["exchanges"]]


class MoveView(PermissionCheckedMixin, View):
    """POST moves, and tells; a second POST finds it moved already, and writes nothing."""

    model = Partnership
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        seen = Partnership.objects.visible(levels_of(request.user))
        partnership = get_object_or_404(seen.select_related("organization"), pk=pk)
        where = get_valid_next_url_from_request(request) or f"{reverse('partnership:board')}#partnership-{pk}"
        undone = request.POST.get("undo")
        form = MoveForm({"stage": undone} if undone else request.POST)
        if not form.is_valid():
            why = " ".join(str(error) for error in form.errors["stage"])
            messages.error(request, _("{why} “{title}” has not moved.").format(why=why, title=partnership.title))
            return redirect(where)
        before, stage = PartnershipStage(partnership.stage), form.cleaned_data["stage"]
        if move_partnership(partnership, stage, by=person_of(request), now=timezone.now()):
            tell_move(request, partnership, before)
        else:
            messages.info(
                request,
                _("“{title}” was already at “{stage}”: nothing changed.").format(
                    title=partnership.title, stage=stage.label
                ),
            )
        return redirect(where)


def tell_move(request: HttpRequest, partnership: Partnership, before: PartnershipStage) -> None:
    """The move, with the way back: a button of the form that the card carries (HTML's `form` attribute)."""
    said = _("“{title}” moved from “{before}” to “{after}”.").format(
        title=partnership.title, before=before.label, after=PartnershipStage(partnership.stage).label
    )
    undo = format_html(
        '<button type="submit" form="move-{}" name="undo" value="{}" class="button button-small button-secondary">'
        "{}</button>",
        partnership.pk,
        before.value,
        _("Undo"),
    )
    messages.success(request, format_html("{} {}", said, undo))
