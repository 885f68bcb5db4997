"""The consent ledger, to look up and never to change."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from newsletters.domain.addresses import lookup_hash
from newsletters.models import ConsentEvent
from newsletters.viewsets.read_only import ReadOnlyIndexView, ReadOnlyViewSet


class LedgerIndexView(ReadOnlyIndexView):
    """An address is looked up by its fingerprint: the ledger itself holds none."""

    def search_queryset(self, queryset: QuerySet[ConsentEvent]) -> QuerySet[ConsentEvent]:
        if not self.search_query:
            return queryset
        return queryset.filter(address_hash=lookup_hash(self.search_query))


class LedgerViewSet(ReadOnlyViewSet):
    model = ConsentEvent
    index_view_class = LedgerIndexView
    icon = "history"
    name = "consent-ledger"
    menu_label = _("Consent ledger")
    list_display = [
        DateColumn("occurred_at", label=_("When"), sort_key="occurred_at"),
        Column("get_kind_display", label=_("What happened")),
        Column("topic_slug", label=_("Topic")),
        Column("get_method_display", label=_("How")),
        Column("actor", label=_("Who did it")),
        Column("get_basis_display", label=_("Basis")),
        Column("evidence", label=_("Evidence")),
        Column("wording_version", label=_("Version of the words")),
        Column("fingerprint", label=_("Fingerprint")),
    ]
    list_filter = ["kind", "method", "basis", "topic_slug"]
    search_fields = ["address_hash"]
    ordering = ["-occurred_at", "-pk"]
    list_per_page = 50
