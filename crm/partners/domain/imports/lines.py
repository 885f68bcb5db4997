"""Reads one line of a list: which person, which organization, and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from crm.partners.domain.imports.columns import Field, fold
from crm.partners.domain.imports.tables import Line
from crm.partners.domain.likeness import Entry, address_key, email_key, name_words, phone_key
from crm.partners.domain.partial_dates import PartialDate, UnreadableDate, read_partial_date
from crm.partners.enums import ContactKind, OrganizationKind

FEWEST_FIGURES = 7
# What people, and spreadsheets that failed to reckon, write in a cell that has nothing to say.
SAYS_NOTHING = frozenset(
    ["-", "--", "–", "—", "?", "n/a", "s/o", "n.d.", "nd", "aucun", "aucune", "néant", "null", "none"]
)
FAILED = frozenset(["#n/a", "#ref!", "#value!", "#valeur!", "#name?", "#nom?", "#div/0!", "#null!", "#num!"])
# « M. Jean Roy » is called Jean.
COURTESIES = frozenset(
    ["m.", "m", "mr", "mr.", "mme", "mme.", "mlle", "me", "dr", "dr.", "dre", "monsieur", "madame", "mademoiselle"]
)
LENGTHS = {
    Field.GIVEN: 80,
    Field.FAMILY: 80,
    Field.ORGANIZATION: 200,
    Field.ROLE: 150,
    Field.PHONE: 250,
    Field.MOBILE: 250,
    Field.STREET: 200,
    Field.CITY: 100,
    Field.POSTAL_CODE: 10,
}


@dataclass(frozen=True)
class Candidate:
    """What a line says, each part such that it can be written."""

    number: int
    given: str
    family: str
    organization: str
    role: str
    contacts: tuple[tuple[str, str], ...]  # the means, the value
    address: tuple[str, str, str]
    kind: str
    since: PartialDate | None
    until: PartialDate | None
    notes: str

    @property
    def is_person(self) -> bool:
        return bool(self.family)

    @property
    def person_name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def details(self) -> Entry:
        """As it is compared with records; the details are those of the person where the line names one."""
        name = self.person_name if self.is_person else self.organization
        of_kind = {kind: [value for means, value in self.contacts if means == kind] for kind, _value in self.contacts}
        numbers = [*of_kind.get(ContactKind.VOICE, []), *of_kind.get(ContactKind.CELL, [])]
        place = address_key(*self.address)
        return Entry(
            -self.number,
            (name_words(name),),
            frozenset(email_key(value) for value in of_kind.get(ContactKind.EMAIL, [])),
            frozenset(filter(None, map(phone_key, numbers))),
            frozenset([place] if place else []),
            is_person=self.is_person,
        )

    @property
    def organization_entry(self) -> Entry:
        return Entry(-self.number, (name_words(self.organization),))


def read_line(line: Line, mapping: Mapping[str, int]) -> Candidate:
    """Raises ``ValidationError`` with one sentence for what cannot be written."""

    def cell(field: Field) -> str:
        said = " ".join(line.cell(mapping.get(field, -1)).split()) if field != Field.NOTES else notes
        return "" if said.casefold() in SAYS_NOTHING | FAILED else said

    notes = line.cell(mapping.get(Field.NOTES, -1))
    given, family = names_in(cell(Field.GIVEN), cell(Field.FAMILY), cell(Field.NAME))
    said = {field: cell(field) for field in LENGTHS} | {Field.GIVEN: given, Field.FAMILY: family}
    if not family and not said[Field.ORGANIZATION]:
        raise ValidationError(_("This line names nobody: neither a person nor an organization."))
    for field, most in LENGTHS.items():
        if len(said[field]) > most:
            raise ValidationError(
                _("“{field}” is too long: {most} characters at most.").format(field=field.label, most=most)
            )
    since, until = _day(cell(Field.SINCE)), _day(cell(Field.UNTIL))
    if since and until and until.latest < since.earliest:
        raise ValidationError(_("It ends before it starts: check both dates."))
    return Candidate(
        line.number,
        given,
        family,
        said[Field.ORGANIZATION],
        said[Field.ROLE],
        tuple(dict.fromkeys([*_emails(cell(Field.EMAIL)), *_numbers(said), *_website(cell(Field.WEBSITE))])),
        (said[Field.STREET], said[Field.CITY], said[Field.POSTAL_CODE]),
        _kind(cell(Field.KIND)),
        since,
        until,
        notes,
    )


def names_in(given: str, family: str, whole: str) -> tuple[str, str]:
    """« Roy, Jean », « Jean Roy » and « M. Jean Roy » are the same; a single word is a last name."""
    given, family, whole = map(_without_courtesy, (given, family, whole))
    if family or not whole:
        return (given, family) if family else ("", given)
    if "," in whole:
        family, _comma, given = (part.strip() for part in whole.partition(","))
        return _without_courtesy(given), family
    first, _space, rest = whole.partition(" ")
    return (first, rest) if rest else ("", first)


def _without_courtesy(name: str) -> str:
    first, _space, rest = name.partition(" ")
    return rest if rest and first.casefold() in COURTESIES else name


def _emails(cell: str) -> list[tuple[str, str]]:
    parts = (part.strip("<>").removeprefix("mailto:") for part in re.split(r"[;,/|\s]+", cell))
    found = [part for part in parts if part]
    for address in found:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValidationError(_("“{value}” is not an e-mail address.").format(value=cell[:80])) from error
    return [(ContactKind.EMAIL.value, address) for address in found]


def _numbers(said: Mapping[Field, str]) -> list[tuple[str, str]]:
    found = []
    for field, means in ((Field.PHONE, ContactKind.VOICE), (Field.MOBILE, ContactKind.CELL)):
        if said[field]:
            if len(re.sub(r"\D", "", said[field])) < FEWEST_FIGURES:
                raise ValidationError(_("“{value}” is not a telephone number.").format(value=said[field][:80]))
            found.append((means.value, said[field]))
    return found


def _website(cell: str) -> list[tuple[str, str]]:
    if not cell:
        return []
    address = cell if "://" in cell else f"https://{cell}"
    try:
        URLValidator(["http", "https"])(address)
    except ValidationError as error:
        raise ValidationError(_("“{value}” is not a web address.").format(value=cell[:80])) from error
    return [(ContactKind.URL.value, address)]


def _kind(cell: str) -> str:
    """Its word in either language, or its beginning."""
    words = fold(cell)
    if not words:
        return ""
    for kind in OrganizationKind:
        if words in (kind.value, fold(str(kind.label))):
            return kind.value
    raise ValidationError(
        _("“{value}” is not a kind of organization. Choose among: {kinds}.").format(
            value=cell[:80], kinds=", ".join(str(kind.label).lower() for kind in OrganizationKind)
        )
    )


def _day(cell: str) -> PartialDate | None:
    if not cell:
        return None
    try:
        return read_partial_date(cell)
    except UnreadableDate as error:
        raise ValidationError(
            _("The date “{date}” cannot be read: write it as 2024, 2024-05 or 2024-05-14.").format(date=cell[:40])
        ) from error
