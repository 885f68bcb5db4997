"""The fields of a block that choose one record among those that anyone may read."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail import blocks

from crm.partners.domain.merging import numbers_now
from crm.partners.enums import RecordKind


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
    """The number of an organization that was merged into another leads to the one that was kept."""

    target_model = "partners.Organization"
    chooser = "partner_chooser"

    def to_python(self, value: Any) -> Any:
        return None if value is None else self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Any) -> list[Any]:
        asked = list(values)
        found: list[Any] = super().bulk_to_python(asked)
        if lost := [pk for pk, one in zip(asked, found, strict=True) if one is None and pk is not None]:
            kept = numbers_now(RecordKind.ORGANIZATION, lost)
            found = super().bulk_to_python([kept.get(pk, pk) for pk in asked])
        return found


class ItemChooserBlock(_PublicRecordBlock):
    target_model = "archive.Item"
    chooser = "item_chooser"


class GrantChooserBlock(_PublicRecordBlock):
    target_model = "partners.Funding"
    chooser = "grant_chooser"
