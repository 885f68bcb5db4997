"""Finds which column of a list says what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.imports.columns import fold, guess_places

EXAMPLE = "courriel, sujet, motif, date, preuve"


class Field(TextChoices):
    """What a line may say; only the address is always needed, but without its proof no line is imported."""

    EMAIL = "email", _("E-mail")
    TOPICS = "topics", _("Topics")
    BASIS = "basis", _("Basis of the consent")
    BASIS_DATE = "basis_date", _("Date of the basis")
    EVIDENCE = "evidence", _("Evidence")
    SOURCE = "source", _("Where the address is published")
    RELEVANCE = "relevance", _("Why our letters concern this person's work")


USUAL_NAMES: dict[Field, tuple[str, ...]] = {
    Field.EMAIL: ("email", "e mail", "courriel", "adresse courriel", "adresse de courriel", "adresse", "mail"),
    Field.TOPICS: ("topics", "topic", "sujet", "sujets", "theme", "themes", "liste", "listes"),
    Field.BASIS: ("basis", "motif", "base", "consentement", "type de consentement", "motif du consentement"),
    Field.BASIS_DATE: ("basis date", "date", "date du motif", "date du consentement", "date de consentement"),
    Field.EVIDENCE: ("evidence", "preuve", "preuves"),
    Field.SOURCE: ("source", "page"),
    Field.RELEVANCE: ("relevance", "pertinence"),
}


def guess_columns(columns: Sequence[str]) -> dict[str, int]:
    """The place of each field whose column has one of its usual names, in either language."""
    return guess_places(columns, USUAL_NAMES)


def choose_columns(columns: Sequence[str], named: Mapping[str, str]) -> dict[str, int]:
    """The usual columns, then those that someone named; raises ``ValidationError`` for a name not in the file."""
    mapping = guess_columns(columns)
    places = {fold(name): place for place, name in enumerate(columns)}
    for field, name in named.items():
        if field not in Field.values:
            raise ValidationError(
                _("“%(field)s” is not something a line says. Choose among: %(fields)s."),
                params={"field": field, "fields": ", ".join(Field.values)},
            )
        if fold(name) not in places:
            raise _missing(name, columns)
        mapping[field] = places[fold(name)]
    return require_email(mapping, columns)


def require_email(mapping: dict[str, int], columns: Sequence[str]) -> dict[str, int]:
    """The same mapping, if it knows where the addresses are."""
    if Field.EMAIL not in mapping:
        raise _missing(str(Field.EMAIL.label), columns)
    return mapping


def _missing(name: str, columns: Sequence[str]) -> ValidationError:
    return ValidationError(
        _("The column “%(name)s” is missing. This file has: %(columns)s."),
        code="missing_column",
        params={"name": name, "columns": ", ".join(columns)},
    )
