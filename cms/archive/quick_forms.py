"""Reads the fast form: what one sees on a photograph, in a minute.

Two may be at the same item. The form carries what it was filled from; what one leaves as it was is not written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.descriptions.values import Values
from cms.archive.models import FormerName, Master, Place
from cms.archive.said_date_field import SaidDateField
from crm.partners.domain.folding import fold

WAS = "was-"


def alt_name(master: Master) -> str:
    """The name of the line that says what this picture shows."""
    return f"alt_text-{master.pk}"


class QuickForm(forms.Form):
    """Nothing but the title is needed; a place that is not known is added to the places.

    ``now`` is what the item says at present, by the name of each line; ``pictures`` are those that have a line, the
    first of which stands for the item. Where somebody else changed what this form changes too, it is refused with
    their words, and sent again it takes their place.
    """

    title = forms.CharField(label=gettext_lazy("Title"), max_length=250)
    date_said = SaidDateField(
        label=pgettext_lazy("of an item", "Date"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("As you would say it: about 1921, the winter of 1971, the end of the 1960s, no date."),
    )
    places = forms.CharField(
        label=pgettext_lazy("archives", "Places"),
        required=False,
        help_text=gettext_lazy("Several: put a semicolon between them."),
        widget=forms.TextInput(attrs={"list": "known-places", "autocomplete": "off"}),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    copyright = forms.ChoiceField(
        label=gettext_lazy("Copyright"), choices=[("", "—"), *Copyright.choices], required=False
    )
    transcription = forms.CharField(
        label=gettext_lazy("Transcription"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, now: Mapping[str, str], pictures: Sequence[Master], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.pictures = pictures
        self.met: set[str] = set()
        for master in pictures:
            self.fields[alt_name(master)] = self._alt_line(master)
        self.order_fields(["title", "date_said", "places", "description", *map(alt_name, pictures)])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in self._changed():
            theirs = self.now[name]
            if _tidy(theirs) != _tidy(self.was[name]):
                self.met.add(name)
                self.add_error(name, ValidationError(_met(name, theirs)))
        return said

    @cached_property
    def was(self) -> dict[str, str]:
        """What the form was filled from, by the name of each line."""
        return {name: self.data.get(WAS + name, now) if self.is_bound else now for name, now in self.now.items()}

    def traces(self) -> list[tuple[str, str]]:
        """The hidden lines: sent again, what one has now read of somebody else is what the form was filled from."""
        return [(WAS + name, self.now[name] if name in self.met else was) for name, was in self.was.items()]

    @transaction.atomic
    def values(self) -> Values:
        """What was changed of the item's words, as a journal keeps it; makes the places that are not known yet."""
        alts = {alt_name(master) for master in self.pictures}
        said: dict[str, Any] = {name: self.cleaned_data[name] for name in self._changed() if name not in alts}
        if "places" in said:
            names = [name.strip()[:200] for name in re.split(r"[;\n]", said["places"]) if name.strip()]
            said["places"] = sorted({_place(name).pk for name in names})
        return said

    def alt_texts(self) -> list[Master]:
        """The pictures whose words were changed, with their new words; none is saved."""
        changed = [master for master in self.pictures if alt_name(master) in self._changed()]
        for master in changed:
            master.alt_text = self.cleaned_data[alt_name(master)]
        return changed

    def _changed(self) -> list[str]:
        """What was typed and is neither what the form was filled from nor what the item says already."""
        mine = {name: _tidy(said) for name, said in self.cleaned_data.items()}
        return [name for name in mine if mine[name] not in (_tidy(self.was[name]), _tidy(self.now[name]))]

    def _alt_line(self, master: Master) -> forms.CharField:
        if master is self.pictures[0]:
            label, told = _("Alternative text"), _("For those who do not see the picture.")
        else:
            label, told = _("Alternative text of %(file)s") % {"file": master.name}, ""
        return forms.CharField(label=label, max_length=400, required=False, help_text=told)


def _tidy(said: str) -> str:
    """Browsers write line breaks in their own way, and a form takes the spaces around away."""
    return "\n".join(said.splitlines()).strip()


def _met(name: str, theirs: str) -> str:
    shown = Copyright(theirs).label if name == "copyright" and theirs in Copyright.values else theirs
    sentence = _("Meanwhile somebody else wrote here: %(theirs)s. Keep what is right, then save again.")
    return sentence % {"theirs": shown.strip().rstrip(".") or _("(empty)")}


def _place(name: str) -> Place:
    known = Place.objects.filter(folded_name=fold(name)).first()
    if known is not None:
        return known
    former = next((one for one in FormerName.objects.select_related("place") if fold(one.name) == fold(name)), None)
    return former.place if former else Place.objects.create(name=name)
