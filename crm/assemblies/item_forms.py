"""Reads what a volunteer writes of one item of an agenda."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser

from crm.assemblies.domain.agendas import add_item, change_item
from crm.assemblies.models import AgendaItem, Assembly
from crm.partners.domain.visibility import levels_of
from crm.partners.forms import LevelledForm, narrow_fields
from crm.partners.models import Organization
from crm.partners.viewsets.choosers import organization_chooser, person_chooser


class ItemForm(LevelledForm):
    """Five fields first; partners and documents are added one at a time, and unticked to be taken off."""

    FIRST = ("title", "kind", "minutes_planned", "presenter", "introduction")
    WRITTEN = (*FIRST, "presenter_words", "proposal", "is_closed_session")

    partner = forms.ModelChoiceField(
        label=_("Add a partner concerned"),
        queryset=Organization.objects.all(),
        required=False,
        widget=organization_chooser.widget_class(),
        help_text=_("The members of the board who also sit there are then said on the agenda."),
    )
    paper = forms.ModelChoiceField(
        label=_("Add a document"),
        queryset=get_document_model().objects.all(),
        required=False,
        widget=AdminDocumentChooser(),
        help_text=_("The public reads those of the library, and never the files of the board."),
    )

    class Meta:
        model = AgendaItem
        fields = (
            "title",
            "kind",
            "minutes_planned",
            "presenter",
            "introduction",
            "presenter_words",
            "proposal",
            "is_closed_session",
            "organizations",
            "documents",
        )
        widgets = {
            "presenter": person_chooser.widget_class(),
            "organizations": forms.CheckboxSelectMultiple,
            "documents": forms.CheckboxSelectMultiple,
            "introduction": forms.Textarea({"rows": 4}),
            "proposal": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow_fields(self.fields, levels_of(self.for_user))
        for name in ("organizations", "documents"):
            there = getattr(self.instance, name).all() if self.instance.pk else self.fields[name].queryset.none()
            self.fields[name].queryset, self.fields[name].help_text = there, ""
            if not there:
                del self.fields[name]

    @property
    def first_fields(self) -> list[Any]:
        return [self[name] for name in self.FIRST]

    @property
    def other_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name not in self.FIRST]

    @transaction.atomic
    def write(self, assembly: Assembly) -> AgendaItem:
        """Add the item, or change what was written of it."""
        fields = {name: self.cleaned_data[name] for name in self.WRITTEN}
        item = change_item(self.instance, **fields) if self.instance.pk else add_item(assembly, **fields)
        for name, extra in (("organizations", "partner"), ("documents", "paper")):
            added = [self.cleaned_data[extra]] if self.cleaned_data.get(extra) else []
            getattr(item, name).set([*self.cleaned_data.get(name, ()), *added])
        item.save(update_fields=["version"])
        return item
