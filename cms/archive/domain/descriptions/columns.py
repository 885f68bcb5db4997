"""Finds which column of a list of descriptions says what, by the names that people give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.imports.columns import fold, guess_places


class Field(TextChoices):
    """What a line may say; it must tell of which file or of which item it speaks."""

    FILE = "file", _("Name of the file")
    NUMBER = "number", _("Number of the item")
    TITLE = "title", _("Title")
    DATE = "date_said", pgettext_lazy("of an item", "Date")
    DESCRIPTION = "description", _("Description")
    ALT = "alt_text", _("Alternative text")
    KIND = "kind", _("What it is")
    CREATORS = "creators", _("Made by")
    SHOWN = "shown", _("People and organizations shown")
    PLACES = "places", pgettext_lazy("archives", "Places")
    SUBJECTS = "subjects", _("Subjects")
    COLLECTION = "collection", pgettext_lazy("archives", "Collection")
    REFERENCE = "reference", _("Reference number")
    COPYRIGHT = "copyright", _("Copyright")
    HOLDER = "rights_holder", _("Who holds the rights")
    EMBARGO = "embargo_until", _("Do not publish before")
    DONOR = "donor", _("Given by")
    PROVENANCE = "provenance", _("Where it comes from")
    SOURCE = "source", _("Source")
    ORIGINAL = "original", _("Physical original")
    KEPT_AT = "original_kept_at", _("Where the original is")
    TRANSCRIPTION = "transcription", _("Transcription")
    NOTES = "team_notes", _("Notes for the team")


USUAL_NAMES: dict[Field, tuple[str, ...]] = {
    Field.FILE: ("fichier", "nom du fichier", "nom de fichier", "image", "photo", "file", "filename"),
    Field.NUMBER: ("numero", "no", "no.", "numero de la piece", "piece", "number"),
    Field.TITLE: ("titre", "title", "dc:title", "legende", "caption"),
    Field.DATE: ("date", "annee", "quand", "epoque", "dc:date", "dcterms:created", "year"),
    Field.DESCRIPTION: ("description", "dc:description", "resume", "contenu"),
    Field.ALT: ("texte de remplacement", "texte alternatif", "alt", "alt text"),
    Field.KIND: ("nature", "genre", "type", "dc:type", "kind"),
    Field.CREATORS: ("auteur", "auteure", "photographe", "createur", "creator", "dc:creator", "fait par"),
    Field.SHOWN: ("personnes", "qui", "personnes montrees", "on y voit", "people"),
    Field.PLACES: ("lieu", "lieux", "endroit", "ou", "place", "places", "dcterms:spatial", "adresse"),
    Field.SUBJECTS: ("sujet", "sujets", "mots cles", "mots-cles", "themes", "dc:subject", "subjects"),
    Field.COLLECTION: ("collection", "fonds", "serie", "dossier"),
    Field.REFERENCE: ("cote", "reference", "identifiant", "dc:identifier"),
    Field.COPYRIGHT: ("droits", "droit d'auteur", "copyright", "licence", "dc:rights", "rights"),
    Field.HOLDER: ("titulaire", "titulaire des droits", "ayant droit"),
    Field.EMBARGO: ("embargo", "publier apres", "publiable le", "dcterms:available", "embargo until"),
    Field.DONOR: ("donateur", "donatrice", "don de", "donne par", "donor"),
    Field.PROVENANCE: ("provenance", "d'ou ca vient", "dcterms:provenance"),
    Field.SOURCE: ("source", "paru dans", "dc:source"),
    Field.ORIGINAL: ("original", "original physique", "support", "format"),
    Field.KEPT_AT: ("ou est l'original", "emplacement", "rangement", "boite"),
    Field.TRANSCRIPTION: ("transcription", "texte"),
    Field.NOTES: ("notes", "note", "remarques"),
}
EXAMPLE = "fichier, titre, date, lieu, description, droits"
SAYS_WHICH = {Field.FILE, Field.NUMBER}


def guess_columns(columns: Sequence[str]) -> dict[str, int]:
    """The places of the fields whose columns have one of their usual names, in either language."""
    return guess_places(columns, {field: (fold(str(field.label)), *names) for field, names in USUAL_NAMES.items()})


def require_columns(mapping: Mapping[str, int]) -> None:
    """Raises ``ValidationError`` where no column tells of which item a line speaks, or none says anything of it."""
    if not SAYS_WHICH & set(mapping):
        raise ValidationError(
            gettext("Choose the column of the names of the files, or the one of the numbers of the items."),
            code="missing_column",
        )
    if not set(mapping) - SAYS_WHICH:
        raise ValidationError(gettext("Choose at least one column that describes the items."), code="missing_column")
