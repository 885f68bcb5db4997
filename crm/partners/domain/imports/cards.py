"""Reads visiting cards (vCard 2.1, 3.0 and 4.0: RFC 2426 and RFC 6350) as a list with one line a card.

Content lines are those of iCalendar, whose library unfolds and unescapes them; older ones are rewritten as such first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from icalendar.parser import Contentlines

from crm.partners.domain.imports.columns import Field
from crm.partners.domain.imports.old_cards import modern_cards
from crm.partners.domain.imports.tables import Line, Table

COLUMNS = tuple(field.value for field in Field)
MAX_CARDS = 10_000
PLAIN = {"ORG": Field.ORGANIZATION, "TITLE": Field.ROLE, "ROLE": Field.ROLE, "URL": Field.WEBSITE, "NOTE": Field.NOTES}


def read_cards(text: str) -> Table:
    """One line a card, numbered in their order; raises ``ValidationError`` where there is no whole card."""
    lines = []
    for number, card in enumerate(_cards(text), start=1):
        if number > MAX_CARDS:
            raise ValidationError(_("This file has too many cards. Cut it into several."), code="too_long")
        lines.append(Line(number, tuple(card.get(Field(name), "") for name in COLUMNS)))
    if not lines:
        raise ValidationError(_("There is no whole visiting card in this file."), code="empty")
    return Table(tuple(str(Field(name).label) for name in COLUMNS), tuple(lines))


def _cards(text: str) -> Iterator[dict[Field, str]]:
    said: dict[str, list[tuple[str, str]]] | None = None
    for line in filter(None, Contentlines.from_ical(modern_cards(text))):  # the last one is no line, but empty text
        try:
            name, parameters, value = line.parts()
        except ValueError:  # a line that no reader understands says nothing; the card is still one
            continue
        name = name.rpartition(".")[2].upper()
        if (name, value.upper()) == ("BEGIN", "VCARD"):
            said = defaultdict(list)
        elif (name, value.upper()) == ("END", "VCARD") and said is not None:
            yield _read(said)
            said = None
        elif said is not None:
            kinds = parameters.get("TYPE", "")
            said[name].append((",".join([kinds] if isinstance(kinds, str) else kinds).lower(), value))


def _read(said: dict[str, list[tuple[str, str]]]) -> dict[Field, str]:
    """What a card says, by the fields of a list; the first of each, and every e-mail."""
    card = {field: _first(said, name).partition(";")[0] for name, field in reversed(PLAIN.items()) if name in said}
    family, given, *_rest = [*_parts(_first(said, "N")), "", ""]
    whole = _first(said, "FN")
    is_organization = _first(said, "KIND").lower() == "org" or (whole and whole == card.get(Field.ORGANIZATION))
    if is_organization:
        card[Field.ORGANIZATION] = card.get(Field.ORGANIZATION) or whole
    elif family:
        card.update({Field.FAMILY: family, Field.GIVEN: given})
    else:
        card[Field.NAME] = whole or given
    if "NOTE" in said:
        card[Field.NOTES] = _first(said, "NOTE")
    if "URL" in said:
        card[Field.WEBSITE] = _first(said, "URL")
    card[Field.EMAIL] = "; ".join(value.removeprefix("mailto:") for _kinds, value in said.get("EMAIL", []))
    for kinds, value in reversed(said.get("TEL", [])):
        if "fax" not in kinds:
            card[Field.MOBILE if "cell" in kinds else Field.PHONE] = _number(value)
    address = [*_parts(_first(said, "ADR")), *[""] * 6]
    card.update({Field.STREET: address[2], Field.CITY: address[3], Field.POSTAL_CODE: address[5]})
    return {field: value.strip() for field, value in card.items()}


def _first(said: dict[str, list[tuple[str, str]]], name: str) -> str:
    return said[name][0][1] if said.get(name) else ""


def _number(value: str) -> str:
    """« tel:+1-418-555-0101;ext=12 » as a person writes it (RFC 3966)."""
    number, *said = value.removeprefix("tel:").split(";")
    inside = next((one.partition("=")[2] for one in said if one.lower().startswith("ext=")), "")
    return f"{number}, poste {inside}" if inside else number


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(";")] if value else []
