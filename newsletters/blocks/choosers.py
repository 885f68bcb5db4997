"""The fields of a block that choose one record among those that anyone may read."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail import blocks


class _PublicRecordBlock(blocks.ChooserBlock):
    """The chooser is loaded when a form is drawn: its screens need the whole admin, a letter does not."""

    chooser: str

    @cached_property
    def widget(self) -> Any:
        from newsletters.viewsets import choosers

        return getattr(choosers, self.chooser).widget_class()


class EventChooserBlock(_PublicRecordBlock):
    target_model = "events.Event"
    chooser = "event_chooser"


class AssemblyChooserBlock(_PublicRecordBlock):
    target_model = "assemblies.Assembly"
    chooser = "assembly_chooser"


class DecisionChooserBlock(_PublicRecordBlock):
    target_model = "assemblies.Decision"
    chooser = "decision_chooser"


class PartnerChooserBlock(_PublicRecordBlock):
    target_model = "partners.Organization"
    chooser = "partner_chooser"


class GrantChooserBlock(_PublicRecordBlock):
    target_model = "partners.Funding"
    chooser = "grant_chooser"
