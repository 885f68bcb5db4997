"""The list of the assemblies, the next one first."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic

from crm.assemblies.enums import AssemblyState
from crm.assemblies.models import Assembly
from crm.assemblies.querysets import AssemblyQuerySet
from crm.events.domain.dates import event_when
from crm.partners.domain.folding import fold


def when_words(assembly: Assembly) -> str:
    return event_when(assembly.event, today=timezone.localdate())


class AssemblyFilterSet(WagtailFilterSet):
    class Meta:
        model = Assembly
        fields = ["state", "event__kind"]


class AssemblyListView(generic.IndexView):
    """What is coming, the soonest first; then what was held, the latest first."""

    page_title = gettext_lazy("Assemblies")
    add_item_label = gettext_lazy("Plan an assembly")
    table_classname = "listing listing--records"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("event__title", label=gettext_lazy("Title")),
            Column("when", label=gettext_lazy("When"), accessor=when_words, sort_key="event__starts_at"),
            Column("kind", label=gettext_lazy("Kind"), accessor="event.kind_label"),
            Column("items", label=gettext_lazy("Items"), accessor="items_count"),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor="get_state_display",
                primary=lambda one: one.state in (AssemblyState.CALLED, AssemblyState.OPEN),
            ),
        ]

    def _get_title_column(self, field_name: str, **kwargs: Any) -> Column:
        column = super()._get_title_column("__str__")
        column.label, column.accessor, column.sort_key = kwargs["label"], "event.title", field_name
        return column

    def get_edit_url(self, instance: Assembly) -> None:
        """A title leads to the page of the assembly, from which everything is done."""

    def get_base_queryset(self) -> QuerySet[Assembly]:
        return Assembly.objects.select_related("event__own_kind").annotate(items_count=Count("items"))

    def order_queryset(self, queryset: AssemblyQuerySet) -> QuerySet[Assembly]:
        if self.request.GET.get("ordering"):
            ordered: QuerySet[Assembly] = super().order_queryset(queryset)
            return ordered
        return queryset.soonest_first(timezone.now())

    def search_queryset(self, queryset: QuerySet[Assembly]) -> QuerySet[Assembly]:
        for word in fold(self.search_query or "").split():
            queryset = queryset.filter(event__search_text__contains=word)
        return queryset

    def get_add_url(self) -> str | None:
        return reverse("assembly:add") if self.user_has_permission("add") else None
