"""Reads what is written about an election: who runs it, who stands, who votes, what was in the box, who is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from crm.assemblies.domain.electors import Arrival
from crm.assemblies.domain.officers import Office, office_of
from crm.assemblies.domain.seats_to_fill import SeatLine
from crm.assemblies.domain.standings import Standing, category_words
from crm.assemblies.enums import ElectorKind, TieWay
from crm.assemblies.models import Election
from crm.partners.forms import LevelledForm
from crm.partners.models import Membership


class ConductForm(LevelledForm):
    """Who chairs the election and keeps its record: someone whom the council knows, or words."""

    class Meta:
        model = Election
        fields = ["chair", "chair_words", "secretary", "secretary_words", "order", "keep_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair_words"].label = _("or someone else, in words")
        self.fields["secretary_words"].label = _("or someone else, in words")


class SeatsForm(forms.Form):
    """A box and a number of months for each seat that people elect."""

    def __init__(self, lines: Sequence[SeatLine], chosen: dict[int, int | None], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            pk = line.post.pk
            self.fields[f"seat-{pk}"] = forms.BooleanField(label=line.post.title, required=False, initial=pk in chosen)
            self.fields[f"months-{pk}"] = forms.IntegerField(
                label=_("Term of %(seat)s, in months") % {"seat": line.post.title},
                required=False,
                min_value=1,
                max_value=120,
                initial=chosen.get(pk) or line.term_months or line.post.term_months,
            )

    def rows(self) -> list[tuple[SeatLine, Any, Any]]:
        return [(line, self[f"seat-{line.post.pk}"], self[f"months-{line.post.pk}"]) for line in self.lines]

    def terms(self) -> dict[int, int | None]:
        """Each chosen seat with its months; none where they are the seat's own."""
        written = self.cleaned_data
        chosen = {line.post.pk: line.post for line in self.lines if written[f"seat-{line.post.pk}"]}
        months = {pk: written[f"months-{pk}"] for pk in chosen}
        return {pk: None if months[pk] == post.term_months else months[pk] for pk, post in chosen.items()}


class CandidacyForm(forms.Form):
    """Who stands, and for which seats."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(
        label=_("Last name"),
        max_length=80,
        help_text=_("A person whom the council knows keeps their file; another gets one, for the board only."),
    )
    category = forms.ChoiceField(label=_("Stands for"), required=False)

    def __init__(self, categories: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(one, category_words(one)) for one in categories]  # type: ignore[attr-defined]


class SupportersForm(forms.Form):
    """The signatures of a sheet, a line each."""

    written = forms.CharField(
        label=_("Supporters"),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=_("One a line: name, address. As in “Ondine Vadeboncoeur, 14, rue des Tailleurs”."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why it is refused"), max_length=250)


class DoorForm(forms.Form):
    """One person at the door: four fields, and a box where a namesake is written down already."""

    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kind = forms.ChoiceField(
        label=_("Votes as"), choices=ElectorKind.choices, initial=ElectorKind.RESIDENT, widget=forms.RadioSelect
    )
    place = forms.CharField(
        label=_("Address, or name of the establishment"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    proof = forms.CharField(
        label=_("Proof seen"),
        max_length=150,
        help_text=_("In words, never its number: “driver’s licence”, “bill”, “lease”."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "proofs"}),
    )
    is_someone_else = forms.BooleanField(label=_("It is someone else of the same name"), required=False)

    def arrival(self) -> Arrival:
        written = self.cleaned_data
        return Arrival(
            written["name"],
            ElectorKind(written["kind"]),
            written["place"],
            written["proof"],
            is_someone_else=written["is_someone_else"],
        )


class CountForm(forms.Form):
    """What was in the box, then the votes of each candidate where there was a vote."""

    ballots = forms.IntegerField(label=_("Ballots in the box"), min_value=0, max_value=32767)
    spoiled = forms.IntegerField(label=_("Spoiled ballots, blank ones included"), min_value=0, max_value=32767)

    def __init__(self, standings: Sequence[Standing], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voted = [standing for standing in standings if standing.needs_vote]
        for standing in self.voted:
            for one in standing.candidates:
                self.fields[f"votes-{one.pk}"] = forms.IntegerField(
                    label=str(one), min_value=0, max_value=32767, initial=one.votes
                )

    def groups(self) -> list[tuple[Standing, list[Any]]]:
        return [(standing, [self[f"votes-{one.pk}"] for one in standing.candidates]) for standing in self.voted]

    def votes(self) -> dict[int, int | None]:
        return {one.pk: self.cleaned_data[f"votes-{one.pk}"] for standing in self.voted for one in standing.candidates}


class TieForm(forms.Form):
    """How equals were told apart."""

    way = forms.ChoiceField(label=_("How"), choices=TieWay.choices)
    winners = forms.TypedMultipleChoiceField(label=_("Who was chosen"), coerce=int, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(label=_("How it went"), max_length=500, help_text=_("The minutes say it in these words."))

    def __init__(self, standing: Standing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["winners"].choices = [(one.pk, str(one)) for one in standing.equals]  # type: ignore[attr-defined]


class OfficersForm(forms.Form):
    """Who holds which office, when it was decided, and in which words."""

    on = forms.DateField(label=_("Decided on"), widget=AdminDateInput())
    words = forms.CharField(
        label=_("Decision"),
        max_length=250,
        help_text=_("As in “resolution R-2026-014”."),
    )

    def __init__(self, members: Sequence[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.members = {member.pk: member for member in members}
        for office in Office:
            now = next((member.pk for member in members if office_of(member.role) == office), None)
            self.fields[office.value] = forms.TypedChoiceField(
                label=office.label,
                choices=[("", _("Nobody yet")), *((pk, str(one.person)) for pk, one in self.members.items())],
                coerce=int,
                empty_value=None,
                required=False,
                initial=now,
            )
        self.order_fields([*(office.value for office in Office), "on", "words"])

    def chosen(self) -> dict[Office, Membership]:
        written = {office: self.cleaned_data[office.value] for office in Office}
        return {office: self.members[pk] for office, pk in written.items() if pk is not None}
