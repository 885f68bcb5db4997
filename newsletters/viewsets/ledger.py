"""The consent ledger, to look up and never to change."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from newsletters.domain.addresses import lookup_hash
from newsletters.domain.ledger import PERSON, USER
from newsletters.models import ConsentEvent, Topic
from newsletters.views.admin.columns import MomentColumn
from newsletters.viewsets.read_only import ReadOnlyIndexView, ReadOnlyViewSet


def who_did_it(event: ConsentEvent) -> str:
    """« la personne », « compte 5 »: the ledger keeps numbers, and the accounts their names."""
    kind, _colon, number = event.actor.partition(":")
    if kind == USER:
        return gettext("account %(number)s") % {"number": number}
    return gettext("the person") if event.actor == PERSON else gettext("the command line")


def topic_named(event: Any) -> str:
    """The topic of a line of the list; by its old address once it is gone."""
    return str(event.topic_name or event.topic_slug or gettext("every topic"))


class LedgerIndexView(ReadOnlyIndexView):
    """An address is looked up by its fingerprint: the ledger itself holds none."""

    def get_base_queryset(self) -> QuerySet[ConsentEvent]:
        named = Topic.objects.filter(slug=OuterRef("topic_slug")).values("name")
        return ConsentEvent.objects.annotate(topic_name=Subquery(named))

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
        MomentColumn("occurred_at", label=_("When"), sort_key="occurred_at"),
        Column("get_kind_display", label=_("What happened")),
        Column("topic_slug", label=_("Topic"), accessor=topic_named),
        Column("get_method_display", label=_("How")),
        Column("actor", label=_("Who did it"), accessor=who_did_it),
        Column("get_basis_display", label=_("Basis")),
        Column("evidence", label=_("Evidence")),
        Column("wording_version", label=_("Version of the words")),
        Column("fingerprint", label=_("Fingerprint")),
    ]
    list_filter = ["kind", "method", "basis", "topic_slug"]
    search_fields = ["address_hash"]
    ordering = ["-occurred_at", "-pk"]
    list_per_page = 50
