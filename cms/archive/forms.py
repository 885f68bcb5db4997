"""Reads what a volunteer typed of an item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from cms.archive.domain.dating import date_item
from cms.archive.domain.numbering import next_number
from cms.archive.models import Item
from cms.archive.said_date_field import SaidDateField
from crm.assemblies.models import Decision


class ItemForm(WagtailAdminModelForm):
    """An item gets its number when it is first saved."""

    instance: Item
    date_said = SaidDateField(
        label=pgettext_lazy("of an item", "Date"),
        max_length=120,
        required=False,
        help_text=_("As you would say it: about 1921, the winter of 1971, the end of the 1960s, no date."),
    )

    def save(self, commit: bool = True) -> Any:
        date_item(self.instance, self.cleaned_data.get("date_said", ""))
        if self.instance.number is None:
            self.instance.number = next_number()
            self.instance.created_by = self.for_user
        return super().save(commit=commit)


class PlaceForm(WagtailAdminModelForm):
    """Only what anyone may read of the register can be told at a place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decisions"].queryset = Decision.objects.public().in_order()


class TakeDownForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Shown to those who come by its address; name nobody.")
    )
    asked_by = forms.CharField(
        label=_("Who asked for it"), max_length=200, required=False, help_text=_("For the team only.")
    )
