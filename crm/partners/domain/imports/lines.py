"""Reads one line of a list: which person, which organization, and what is said of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from crm.partners.domain.imports.columns import Field, fold
from crm.partners.domain.imports.tables import Line
from crm.partners.domain.likeness import Entry, address_key, email_key, name_words, phone_key
from crm.partners.domain.partial_dates import PartialDate, UnreadableDate, read_partial_date
from crm.partners.enums import ContactKind, NameKind, OrganizationKind

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
PARTS_OF_ADDRESS = (Field.STREET, Field.CITY, Field.POSTAL_CODE)
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
    Field.OTHER_NAMES: 200,
    Field.SECTORS: 80,
    Field.SOCIAL: 250,
}
# A cell may say several of these: separated by a semicolon, a bar or a line break, never by a comma, which addresses,
# names and extensions hold.
SEVERAL = frozenset([*PARTS_OF_ADDRESS, Field.PHONE, Field.MOBILE, Field.OTHER_NAMES, Field.SECTORS, Field.SOCIAL])
SEPARATORS = re.compile(r"[;|\r\n]+")
SEPARATOR = "; "  # as our own files write it
PRECISION = re.compile(r"(.*\S)\s*\(([^()]{1,80})\)")


@dataclass(frozen=True)
class Candidate:
    """What a line says, each part such that it can be written."""

    number: int
    given: str
    family: str
    organization: str
    role: str
    contacts: tuple[tuple[str, str, str], ...]  # the means, the value, the precision
    addresses: tuple[tuple[str, str, str], ...]  # the street, the city, the postal code
    kind: str
    since: PartialDate | None
    until: PartialDate | None
    notes: str
    other_names: tuple[tuple[str, str], ...] = ()  # the name, why
    sectors: tuple[str, ...] = ()

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
        of_kind: dict[str, list[str]] = defaultdict(list)
        for means, value, _precision in self.contacts:
            of_kind[means].append(value)
        numbers = [*of_kind[ContactKind.VOICE], *of_kind[ContactKind.CELL]]
        return Entry(
            -self.number,
            (name_words(name),),
            frozenset(map(email_key, of_kind[ContactKind.EMAIL])),
            frozenset(filter(None, map(phone_key, numbers))),
            frozenset(filter(None, (address_key(*address) for address in self.addresses))),
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
    several = {field: parts_of(line.cell(mapping.get(field, -1))) for field in SEVERAL}
    for field, most in LENGTHS.items():
        if max(map(len, several.get(field, [said[field]])), default=0) > most:
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
        tuple(
            dict.fromkeys(
                [
                    *_emails(line.cell(mapping.get(Field.EMAIL, -1))),
                    *_numbers(several),
                    *_websites(line.cell(mapping.get(Field.WEBSITE, -1))),
                    *((ContactKind.SOCIAL.value, *_precision(part)) for part in several[Field.SOCIAL] if part),
                ]
            )
        ),
        _addresses(several),
        _kind(cell(Field.KIND)),
        since,
        until,
        notes,
        tuple(dict.fromkeys(map(_other_name, filter(None, several[Field.OTHER_NAMES])))),
        tuple(dict.fromkeys(filter(None, several[Field.SECTORS]))),
    )


def parts_of(cell: str) -> list[str]:
    """What a cell says, part by part, those that say nothing left empty; one rule for every cell of every list."""
    parts = (" ".join(part.split()) for part in SEPARATORS.split(cell)) if cell else ()
    return ["" if part.casefold() in SAYS_NOTHING | FAILED else part for part in parts]


def with_precision(value: str, precision: str) -> str:
    """« 418 555-0101 (accueil) », as `parts_of` reads it again."""
    return f"{value} ({precision})" if precision else value


def _precision(part: str) -> tuple[str, str]:
    found = PRECISION.fullmatch(part)
    return (found[1], found[2]) if found else (part, "")


def _other_name(part: str) -> tuple[str, str]:
    """« CQ (sigle) » is an acronym; what is between other parentheses belongs to the name."""
    name, why = _precision(part)
    kind = next((kind for kind in NameKind if fold(why) in (kind.value, fold(str(kind.label)))), None)
    return (name, kind.value) if kind else (part, NameKind.ALIAS.value)


def _addresses(several: Mapping[Field, list[str]]) -> tuple[tuple[str, str, str], ...]:
    """The first street goes with the first city and the first postal code, and so on."""
    found = zip_longest(*(several[field] for field in PARTS_OF_ADDRESS), fillvalue="")
    return tuple(dict.fromkeys((street, city, code) for street, city, code in found if street or city or code))


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


Detail = tuple[str, str, str]


def _emails(cell: str) -> Iterator[Detail]:
    """No address holds a comma, a slash or a space: these separate them too."""
    for part in filter(None, parts_of(cell)):
        said, precision = _precision(part)
        for written in re.split(r"[,/\s]+", said):
            address = written.strip("<>").removeprefix("mailto:")
            if not address:
                continue
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(_("“{value}” is not an e-mail address.").format(value=cell[:80])) from error
            yield ContactKind.EMAIL.value, address, precision


def _numbers(several: Mapping[Field, list[str]]) -> Iterator[Detail]:
    for field, means in ((Field.PHONE, ContactKind.VOICE), (Field.MOBILE, ContactKind.CELL)):
        for part in filter(None, several[field]):
            number, precision = _precision(part)
            if len(re.sub(r"\D", "", number)) < FEWEST_FIGURES:
                number, precision = part, ""  # « (418) 555-0101 », « 555-0101 (418) »
            if len(re.sub(r"\D", "", number)) < FEWEST_FIGURES:
                raise ValidationError(_("“{value}” is not a telephone number.").format(value=part[:80]))
            yield means.value, number, precision


def _websites(cell: str) -> Iterator[Detail]:
    for part in filter(None, parts_of(cell)):
        said, precision = _precision(part)
        address = said if "://" in said else f"https://{said}"
        try:
            URLValidator(["http", "https"])(address)
        except ValidationError as error:
            raise ValidationError(_("“{value}” is not a web address.").format(value=part[:80])) from error
        yield ContactKind.URL.value, address, precision


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
