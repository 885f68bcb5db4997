"""Finds which column of a list of people and organizations says what, by the names that lists usually give them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Field(TextChoices):
    """What a line may say; it must name a person or an organization, and nothing else is needed."""

    NAME = "name", _("Full name of the person")
    GIVEN = "given", _("First name")
    FAMILY = "family", _("Last name")
    ORGANIZATION = "organization", _("Organization")
    ROLE = "role", _("Role in the organization")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    MOBILE = "mobile", _("Mobile telephone")
    STREET = "street", _("Street address")
    CITY = "city", _("City")
    POSTAL_CODE = "postal_code", _("Postal code")
    WEBSITE = "website", _("Web site")
    KIND = "kind", _("Kind of organization")
    SINCE = "since", _("Since")
    UNTIL = "until", _("Until")
    OTHER_NAMES = "other_names", _("Other names")
    SECTORS = "sectors", _("Sectors")
    SOCIAL = "social", _("Social network")
    NOTES = "notes", _("Notes")


USUAL_NAMES: dict[Field, tuple[str, ...]] = {
    Field.NAME: (
        "nom complet",
        "nom et prenom",
        "prenom et nom",
        "personne ressource",
        "personne contact",
        "personne",
        "contact",
        "responsable",
        "full name",
        "name",
        "fn",
    ),
    Field.GIVEN: ("prenom", "prenoms", "first name", "given name", "given"),
    Field.FAMILY: ("nom de famille", "last name", "family name", "surname", "nom"),
    Field.ORGANIZATION: (
        "organisation",
        "organization",
        "organisme",
        "nom de l'organisme",
        "nom de l'organisation",
        "association",
        "groupe",
        "partenaire",
        "entreprise",
        "company",
        "org",
    ),
    Field.ROLE: ("role", "fonction", "titre", "poste", "title", "position", "job title"),
    Field.EMAIL: ("courriel", "email", "e mail", "adresse courriel", "adresse de courriel", "mail"),
    Field.PHONE: ("telephone", "tel", "tel.", "no de telephone", "numero de telephone", "phone", "telephone bureau"),
    Field.MOBILE: ("cellulaire", "mobile", "cell", "cell.", "telephone cellulaire"),
    Field.STREET: ("adresse", "adresse postale", "rue", "street", "address", "street address"),
    Field.CITY: ("ville", "municipalite", "city"),
    Field.POSTAL_CODE: ("code postal", "postal code", "zip", "cp"),
    Field.WEBSITE: ("site web", "site", "site internet", "website", "web", "url"),
    Field.KIND: ("genre", "type", "type d'organisme", "categorie", "kind", "category"),
    Field.SINCE: ("depuis", "debut", "date de debut", "since", "start", "start date"),
    Field.UNTIL: ("jusqu'au", "fin", "date de fin", "until", "end", "end date"),
    Field.OTHER_NAMES: ("autres noms", "autre nom", "sigle", "alias", "aussi appele", "other names", "aliases"),
    Field.SECTORS: ("secteurs", "secteur", "secteur d'activite", "secteurs d'activite", "sectors", "sector"),
    Field.SOCIAL: ("reseau social", "reseaux sociaux", "facebook", "instagram", "social"),
    Field.NOTES: ("notes", "note", "remarques", "remarque", "commentaires", "commentaire", "comments"),
}


@lru_cache(maxsize=4096)
def fold(words: str) -> str:
    """Without case, accents, underscores or hyphens, so that names written by different hands meet."""
    letters = unicodedata.normalize("NFKD", words.replace("’", "'")).casefold().replace("_", " ").replace("-", " ")
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def guess_places(columns: Sequence[str], usual_names: Mapping[Any, Sequence[str]]) -> dict[str, int]:
    """The place of each field whose column has one of its usual names, in either language."""
    places = {fold(name): place for place, name in reversed(list(enumerate(columns)))}
    found = {
        str(field): next((places[name] for name in names if name in places), None)
        for field, names in usual_names.items()
    }
    return {field: place for field, place in found.items() if place is not None}


def guess_columns(columns: Sequence[str]) -> dict[str, int]:
    """The places in a list of partners; a column « Nom » alone holds whole names."""
    names = {field: (fold(str(field.label)), *usual) for field, usual in USUAL_NAMES.items()}
    places = guess_places(columns, names)
    if Field.FAMILY in places and Field.GIVEN not in places and Field.NAME not in places:
        places[Field.NAME.value] = places.pop(Field.FAMILY)
    return places


def unused_columns(columns: Sequence[str], mapping: Mapping[str, int]) -> list[str]:
    """The named columns of which nothing will be read."""
    read = set(mapping.values())
    return [name for place, name in enumerate(columns) if name and place not in read]


def require_names(mapping: Mapping[str, int]) -> None:
    """Raises ``ValidationError`` where no column names anyone."""
    if not {Field.NAME, Field.FAMILY, Field.ORGANIZATION} & set(mapping):
        raise ValidationError(
            gettext("Choose the column that names the people, or the one that names the organizations."),
            code="missing_column",
        )
