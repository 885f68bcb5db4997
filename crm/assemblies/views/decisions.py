"""The register in the administration: its list, a decision's page, its form."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import HeaderButton

from crm.assemblies.domain.answers import STATES, state_label, state_of
from crm.assemblies.domain.followups import answer_rules, reminder_due_on
from crm.assemblies.enums import DecisionKind, DecisionState
from crm.assemblies.models import Bylaw, Decision, Sending
from crm.assemblies.querysets import NOT_SENT, DecisionQuerySet
from crm.assemblies.views.actions import actions_for, sending_actions_for
from crm.partners.domain.history import history_of
from crm.partners.domain.need_words import day_words
from crm.partners.enums import Visibility
from crm.partners.views.history import MOST, RecordHistoryView
from crm.partners.views.keeping import (
    PartnerAddView,
    PartnerDeleteView,
    PartnerEditView,
    PartnerListView,
    PartnerPageView,
)

EXPORT = "assemblies.export_decisions"


class DecisionFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=DecisionKind.choices)
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=DecisionState.choices)
    year = django_filters.NumberFilter(label=gettext_lazy("Year"), field_name="adopted_on__year")
    outcome = django_filters.ChoiceFilter(
        label=gettext_lazy("What became of it"),
        choices=[*STATES, (NOT_SENT, gettext_lazy("Not sent"))],
        method="with_outcome",
    )

    class Meta:
        model = Decision
        fields: list[str] = []

    def with_outcome(self, queryset: DecisionQuerySet, name: str, value: str) -> QuerySet[Decision]:
        return queryset.that_became(value)


def follow_up_words(decision: Decision) -> str:
    """« Ville : attendue depuis 40 jours » — one recipient after the other."""
    return " · ".join(f"{one.recipient}\u00a0: {state_label(state_of(one))}" for one in decision.sendings.all())


class SeenDecisions:
    """Before every view: what was decided in closed session exists for those who may see it alone."""

    request: Any
    model: Any

    def visible(self) -> Any:
        return self.model._default_manager.seen_by(self.request.user)


class DecisionListView(SeenDecisions, PartnerListView):
    page_title = gettext_lazy("Decisions")
    export_right = EXPORT
    export_filename = "decisions"
    list_export = ["number", "kind", "state", "adopted_on", "title", "text", "result", "action_concerned", "follow_up"]
    export_headings = {
        "number": gettext_lazy("Number"),
        "kind": gettext_lazy("Kind"),
        "state": gettext_lazy("State"),
        "adopted_on": gettext_lazy("Adopted on"),
        "title": gettext_lazy("In one line"),
        "text": gettext_lazy("What is decided"),
        "result": gettext_lazy("Result"),
        "action_concerned": gettext_lazy("Action of the plan"),
        "follow_up": gettext_lazy("What became of it"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column(gettext_lazy("Decision"), sort_key="adopted_on"),
            Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=state_words,
                primary=lambda one: one.state == DecisionState.ADOPTED,
            ),
            Column(
                "adopted_on",
                label=gettext_lazy("Adopted on"),
                accessor=lambda one: day_words(one.adopted_on) if one.adopted_on else "",
                sort_key="adopted_on",
            ),
            Column("follow_up", label=gettext_lazy("What became of it"), accessor=follow_up_words),
        ]

    def get_base_queryset(self) -> QuerySet[Decision]:
        return super().get_base_queryset().prefetch_related("sendings__organization")

    def order_queryset(self, queryset: Any) -> QuerySet[Decision]:
        """The register, the latest first."""
        if self.request.GET.get("ordering"):
            ordered: QuerySet[Decision] = super().order_queryset(queryset)
            return ordered
        return queryset.in_order()

    def search_queryset(self, queryset: Any) -> QuerySet[Decision]:
        return queryset.matching(self.search_query) if self.is_searching else queryset

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            "number": item.number,
            "kind": item.get_kind_display(),
            "state": str(state_words(item)),
            "adopted_on": item.adopted_on,
            "title": item.title,
            "text": item.text,
            "result": item.get_result_display(),
            "action_concerned": item.action_concerned,
            "follow_up": follow_up_words(item),
        }


def state_words(decision: Decision) -> str:
    """« Adoptée · huis clos »."""
    words = str(decision.get_state_display())
    return _("{state}, closed session").format(state=words) if decision.is_closed_session else words


class DecisionAddView(SeenDecisions, PartnerAddView):
    pass


class DecisionEditView(SeenDecisions, PartnerEditView):
    """Of what has a number, or is written at an item of an assembly, only what is not its words nor its vote."""

    kept_panel: Any = None

    @cached_property
    def is_kept(self) -> bool:
        kept: bool = self.visible().written_elsewhere().filter(pk=self.kwargs["pk"]).exists()
        return kept

    def get_panel(self) -> Any:
        return self.kept_panel if self.is_kept else super().get_panel()

    def get_form_class(self) -> Any:
        return self.kept_panel.get_form_class() if self.is_kept else super().get_form_class()


class DecisionDeleteView(SeenDecisions, PartnerDeleteView):
    pass


class DecisionHistoryView(SeenDecisions, RecordHistoryView):
    """Whoever may open the decision reads its whole history."""

    def get_base_object_queryset(self) -> QuerySet[Any]:
        seen: QuerySet[Any] = self.visible()
        return seen

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = history_of(self.object, frozenset(Visibility.values), most=MOST)
        return {**super().get_context_data(**kwargs), "changes": changes, "is_full": len(changes) == MOST}


class DecisionPageView(SeenDecisions, PartnerPageView):
    """Its words, how it was voted, and what became of it, with what may be done."""

    template_name = "assemblies/admin/decision.html"

    def page_queryset(self) -> QuerySet[Decision]:
        related = ("assembly__event", "item", "mover", "seconder")
        found: QuerySet[Decision] = self.visible().select_related(*related)
        return found

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = super().header_buttons
        if self.object.is_public:
            url = self.object.get_absolute_url()
            buttons = [*buttons, HeaderButton(_("See on the site"), url=url, icon_name="view", priority=20)]
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        may_write = self.user_has_permission("change")
        sendings = list(Sending.objects.filter(decision=self.object).with_words())
        rules = answer_rules() if sendings else []
        return {
            **super().get_context_data(**kwargs),
            "decision": self.object,
            "state": state_words(self.object),
            "votes": self.object.votes.select_related("person"),
            "errata": self.object.errata.all(),
            "documents": self.object.documents.order_by("title", "pk"),
            "sendings": [line_of(one, today, rules, may_write=may_write) for one in sendings],
            "actions": actions_for(self.object) if may_write else [],
            "may_write": may_write,
            "table_url": self._table_url(),
        }

    def _table_url(self) -> str:
        """Where its words and its vote are still written, for whoever may."""
        one = self.object
        if one.item is None or one.is_sealed or not self.request.user.has_perm("assemblies.change_assembly"):
            return ""
        return f"{reverse('sitting:screen', args=[one.item.assembly_id])}?point={one.item.pk}"


def line_of(sending: Sending, today: date, rules: list[Bylaw], *, may_write: bool) -> dict[str, Any]:
    """One sending as its page shows it."""
    due = reminder_due_on(sending, rules)
    return {
        "sending": sending,
        "state": state_label(state_of(sending)),
        "days": sending.days_waited(today),
        "remind_on": due,
        "is_late": due is not None and due <= today,
        "actions": sending_actions_for(sending, asks=due is not None) if may_write else [],
    }
