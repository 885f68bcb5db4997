"""Choosers of what a letter may draw on: they offer, and name, only what anyone may read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as chooser_views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from cms.archive.models import Item
from crm.assemblies.models import Assembly, Decision
from crm.events.domain.dates import plain_date
from crm.events.models import Event
from crm.partners.models import Funding, Organization
from newsletters.domain.sources import offered_records, public_records


class PublicChooser(BaseChooser):
    """Names a record only while anyone may read it; of another, the field is empty and asks for a choice."""

    def get_instance(self, value: Any) -> Any:
        if value in (None, ""):
            return None
        return public_records(self.model_class).filter(pk=getattr(value, "pk", value)).first()


class MatchingForm(BaseFilterForm):
    q = forms.CharField(label=_("Search"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False)

    def filter(self, objects: Any) -> QuerySet[Any]:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return offered_records(objects.model, self.search_query, timezone.now())


class OffersPublicRecords:
    """Lists what is public, what matters now first."""

    filter_form_class = MatchingForm
    model_class: type[Model]

    def get_object_list(self) -> QuerySet[Any]:
        return public_records(self.model_class)

    @property
    def columns(self) -> list[Column]:
        day = Column("day", label=_("Date"), accessor=day_of)
        dated = self.model_class in (Event, Assembly, Decision)
        return [*super().columns, *([day] if dated else [])]  # type: ignore[misc]


def day_of(record: Any) -> str:
    """Beside what is chosen: when it takes place, or was adopted."""
    event = record if isinstance(record, Event) else getattr(record, "event", None)
    moment = event.starts_at if event else record.adopted_on
    return plain_date(moment) if moment else ""


class ChooseView(OffersPublicRecords, chooser_views.ChooseView):
    pass


class ChooseResultsView(OffersPublicRecords, chooser_views.ChooseResultsView):
    pass


class ChosenView(chooser_views.ChosenView):
    def get_object(self, pk: Any) -> Any:
        return public_records(self.model_class).get(pk=pk)


class ChosenMultipleView(chooser_views.ChosenMultipleView):
    def get_objects(self, pks: list[Any]) -> QuerySet[Any]:
        return public_records(self.model_class).filter(pk__in=pks)


class PublicChooserViewSet(ChooserViewSet):
    base_widget_class = PublicChooser
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    register_widget = False  # other forms choose among more than what is public
    edit_item_text = _("See it")


class EventChooserViewSet(PublicChooserViewSet):
    model = Event
    icon = "calendar-alt"
    choose_one_text = _("Choose an event")
    choose_another_text = _("Choose another event")


class AssemblyChooserViewSet(PublicChooserViewSet):
    model = Assembly
    icon = "group"
    choose_one_text = _("Choose an assembly")
    choose_another_text = _("Choose another assembly")


class DecisionChooserViewSet(PublicChooserViewSet):
    model = Decision
    icon = "clipboard-list"
    choose_one_text = _("Choose a decision")
    choose_another_text = _("Choose another decision")


class PartnerChooserViewSet(PublicChooserViewSet):
    model = Organization
    icon = "home"
    choose_one_text = _("Choose an organization")
    choose_another_text = _("Choose another organization")


class GrantChooserViewSet(PublicChooserViewSet):
    model = Funding
    icon = "tag"
    choose_one_text = _("Choose a grant")
    choose_another_text = _("Choose another grant")


class ItemChooserViewSet(PublicChooserViewSet):
    model = Item
    icon = "image"
    choose_one_text = _("Choose an item of the memory")
    choose_another_text = _("Choose another item")


item_chooser = ItemChooserViewSet("letter_items")
event_chooser = EventChooserViewSet("letter_events")
assembly_chooser = AssemblyChooserViewSet("letter_assemblies")
decision_chooser = DecisionChooserViewSet("letter_decisions")
partner_chooser = PartnerChooserViewSet("letter_partners")
grant_chooser = GrantChooserViewSet("letter_grants")
CHOOSERS = (event_chooser, assembly_chooser, decision_chooser, partner_chooser, grant_chooser, item_chooser)
