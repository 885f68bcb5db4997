"""The consent ledger, to look up and never to change."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button, HeaderButton

from newsletters.domain.addresses import lookup_hash
from newsletters.domain.evidence_words import evidence_words
from newsletters.domain.ledger import PERSON, USER
from newsletters.domain.papers import describe_paper
from newsletters.models import ConsentEvent, Topic
from newsletters.views.admin.columns import MomentColumn
from newsletters.views.admin.papers import PaperView
from newsletters.views.admin.proofs import ConsentProofView
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


def proved_by(event: Any) -> str:
    return "; ".join(filter(None, [evidence_words(event.evidence), describe_paper(event.paper)]))


class LedgerIndexView(ReadOnlyIndexView):
    """An address is looked up by its fingerprint: the ledger itself holds none."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        return [
            *super().header_buttons,
            HeaderButton(_("Prove a consent"), reverse("consent-ledger:proof"), icon_name="doc-full"),
        ]

    def get_base_queryset(self) -> QuerySet[ConsentEvent]:
        named = Topic.objects.filter(slug=OuterRef("topic_slug")).values("name")
        return ConsentEvent.objects.select_related("paper").annotate(topic_name=Subquery(named))

    def search_queryset(self, queryset: QuerySet[ConsentEvent]) -> QuerySet[ConsentEvent]:
        if not self.search_query:
            return queryset
        return queryset.filter(address_hash=lookup_hash(self.search_query))


class LedgerViewSet(ReadOnlyViewSet):
    """With the papers that its lines name."""

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
        Column("evidence", label=_("Evidence"), accessor=proved_by),
        Column("wording_version", label=_("Version of the words")),
        Column("fingerprint", label=_("Fingerprint")),
    ]
    list_filter = ["kind", "method", "basis", "topic_slug"]
    search_fields = ["address_hash"]
    ordering = ["-occurred_at", "-pk"]
    list_per_page = 50

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("preuve/", self.construct_view(ConsentProofView), name="proof"),
            path("papiers/<int:pk>/", self.construct_view(PaperView), name="paper"),
        ]
