"""Reads what a volunteer writes about an assembly."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from crm.assemblies.domain.presiding import usual_presiding
from crm.assemblies.domain.seats_to_fill import ELECTING
from crm.assemblies.enums import BylawBasis, BylawKind
from crm.events.enums import ASSEMBLY_KINDS
from crm.events.widgets import PlaceInput
from crm.partners.forms import LevelledForm


class PlanForm(forms.Form):
    """A new assembly: five fields, the rest is on its page."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, kind.label) for kind in ASSEMBLY_KINDS])
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: the kind of the assembly.")
    )
    starts_at = forms.DateTimeField(label=_("Starts"), widget=AdminDateTimeInput())
    venue = forms.CharField(
        label=_("Place"),
        max_length=200,
        help_text=_("As people call it; a known place brings its address."),
        widget=PlaceInput,
    )


class AssemblyForm(LevelledForm):
    """Who chairs and who takes the minutes, among the people whom one may see; before it opens, the usual ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.opened_at is None:
            usual = usual_presiding(self.instance)
            for name, person in (("chair", usual.chair), ("secretary", usual.secretary)):
                if person is not None and getattr(self.instance, f"{name}_id") is None:
                    self.initial[name] = self.fields[name].queryset.filter(pk=person.pk).first()


class BylawForm(LevelledForm):
    """A rule in figures; only a quorum is counted otherwise than as a number."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        basis, kind = cleaned.get("basis"), cleaned.get("kind")
        if basis and kind and kind != BylawKind.QUORUM and basis != BylawBasis.COUNT:
            self.add_error("basis", _("Only a quorum may be a share of the seats: here, choose “A number”."))
        if basis == BylawBasis.ELECTORS and cleaned.get("assembly_kind") not in ELECTING:
            self.add_error("basis", _("Electors are counted at an annual or a special assembly: choose which one."))
        if basis in (BylawBasis.COUNT, BylawBasis.ELECTORS) and not cleaned.get("amount"):
            self.add_error("amount", _("Write the number that the rule sets."))
        return cleaned
