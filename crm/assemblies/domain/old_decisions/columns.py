"""Finds which column of a list of decisions says what, by the names that councils give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.imports.columns import fold, guess_places


class Field(TextChoices):
    """What a line may say; a number, a day and words are needed."""

    NUMBER = "number", _("Number")
    DAY = "day", _("Adopted on")
    KIND = "kind", _("Kind of decision")
    TITLE = "title", _("In one line")
    TEXT = "text", _("What is decided")
    RESULT = "result", _("Result of the vote")
    CLOSED = "closed", _("Closed session (yes or no)")
    SENT_TO = "sent_to", _("Sent to")
    SENT_ON = "sent_on", _("Sent on")
    OUTCOME = "outcome", _("What became of it")
    ANSWER = "answer", _("Their answer, in words")
    ANSWERED_ON = "answered_on", _("Answered on")


USUAL_NAMES: dict[Field, tuple[str, ...]] = {
    Field.NUMBER: (
        "numero",
        "no",
        "no.",
        "n°",
        "nº",
        "numero de resolution",
        "no de resolution",
        "resolution no",
        "number",
    ),
    Field.DAY: ("date", "adoptee le", "date d'adoption", "date de l'assemblee", "seance", "date de la seance", "day"),
    Field.KIND: ("genre", "type", "nature", "sorte", "kind"),
    Field.TITLE: ("titre", "objet", "sujet", "intitule", "title", "subject"),
    Field.TEXT: ("texte", "resolution", "libelle", "decision", "contenu", "description", "text"),
    Field.RESULT: ("resultat", "vote", "resultat du vote", "adoption", "result"),
    Field.CLOSED: ("huis clos", "a huis clos", "closed session"),
    Field.SENT_TO: ("envoyee a", "envoye a", "destinataire", "destinataires", "transmise a", "sent to"),
    Field.SENT_ON: ("envoyee le", "date d'envoi", "envoi", "transmise le", "sent on"),
    Field.OUTCOME: ("suite", "suites", "suite donnee", "issue", "statut", "outcome"),
    Field.ANSWER: ("reponse", "leur reponse", "reponse recue", "answer"),
    Field.ANSWERED_ON: ("repondue le", "date de reponse", "date de la reponse", "reponse le", "answered on"),
}
EXAMPLE = "numéro, date, genre, titre, texte, résultat, envoyée à, réponse"


def guess_columns(columns: Sequence[str]) -> dict[str, int]:
    """The places of the fields whose columns have one of their usual names, in either language."""
    return guess_places(columns, {field: (fold(str(field.label)), *names) for field, names in USUAL_NAMES.items()})


def require_columns(mapping: Mapping[str, int]) -> None:
    """Raises ``ValidationError`` where no column holds the numbers, the days, or any words."""
    if not {Field.NUMBER, Field.DAY} <= set(mapping) or not {Field.TITLE, Field.TEXT} & set(mapping):
        raise ValidationError(
            gettext("Choose the columns of the number, of the day, and of the title or the text."),
            code="missing_column",
        )
