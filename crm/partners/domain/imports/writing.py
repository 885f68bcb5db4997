"""Writes what is known of people and organizations in the columns that lists are read from: our files come back whole.

Under the labels of `Field`, several values of one cell separated as `lines.parts_of` reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm.partners.domain.imports.columns import Field
from crm.partners.domain.imports.lines import SEPARATOR, with_precision
from crm.partners.enums import ContactKind, NameKind

MEANS = {
    Field.EMAIL: ContactKind.EMAIL,
    Field.PHONE: ContactKind.VOICE,
    Field.MOBILE: ContactKind.CELL,
    Field.WEBSITE: ContactKind.URL,
    Field.SOCIAL: ContactKind.SOCIAL,
}
REACH = (*MEANS, Field.STREET, Field.CITY, Field.POSTAL_CODE)


def reach_cells(contacts: Iterable[Any], addresses: Iterable[Any]) -> dict[str, str]:
    """The contact details and the addresses, by the names of the fields; each address holds its place in each cell."""
    details, places = list(contacts), list(addresses)
    cells = {
        field.value: _together(with_precision(one.value, one.label) for one in details if one.kind == means)
        for field, means in MEANS.items()
    }
    return {
        **cells,
        Field.STREET.value: _together(place.street_address for place in places),
        Field.CITY.value: _together(place.city for place in places),
        Field.POSTAL_CODE.value: _together(place.postal_code for place in places),
    }


def other_names_cell(names: Iterable[Any]) -> str:
    """« CQ (sigle) »; what is merely another name says no more."""
    why = {NameKind.ALIAS.value: ""}
    return _together(
        with_precision(one.name, why.get(one.kind, str(NameKind(one.kind).label).lower())) for one in names
    )


def sectors_cell(names: Iterable[str]) -> str:
    return _together(names)


def headings_of(fields: Iterable[Field]) -> dict[str, Any]:
    return {field.value: field.label for field in fields}


def _together(parts: Iterable[str]) -> str:
    """Empty where none says anything; otherwise an empty part keeps the place of the next."""
    said = [" ".join(part.split()) for part in parts]
    return SEPARATOR.join(said) if any(said) else ""
