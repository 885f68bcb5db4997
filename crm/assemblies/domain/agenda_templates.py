"""The usual items of a board meeting and of an annual assembly, as councils write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.assemblies.enums import ItemKind
from crm.events.enums import EventKind


class AgendaTemplate(models.TextChoices):
    """What an agenda may begin from."""

    BOARD = "board", gettext_lazy("The usual items of a board meeting")
    ANNUAL = "annual", gettext_lazy("The usual items of an annual assembly")


def usual_template(kind: str) -> AgendaTemplate:
    """The one to propose first."""
    return AgendaTemplate.ANNUAL if kind == EventKind.ANNUAL_ASSEMBLY else AgendaTemplate.BOARD


def template_items(template: AgendaTemplate) -> Iterator[dict[str, Any]]:
    """The fields of each item, in order; minutes are a proposal."""
    lines = _annual() if template == AgendaTemplate.ANNUAL else _board()
    for kind, title, minutes in lines:
        yield {"kind": kind, "title": title, "minutes_planned": minutes}


def _board() -> list[tuple[ItemKind, str, int]]:
    return [
        (ItemKind.OPENING, _("Opening of the assembly and check of the quorum"), 5),
        (ItemKind.AGENDA, _("Reading and adoption of the agenda"), 5),
        (ItemKind.MINUTES, _("Adoption of the minutes of the previous assembly"), 5),
        (ItemKind.QUESTIONS, _("First question period of the public"), 15),
        (ItemKind.COUNCILLOR, _("Period of the municipal councillor"), 15),
        (ItemKind.INFORMATION, _("Follow-up of decisions"), 10),
        (ItemKind.INFORMATION, _("Treasury"), 5),
        (ItemKind.INFORMATION, _("Correspondence"), 5),
        (ItemKind.QUESTIONS, _("Second question period of the public"), 10),
        (ItemKind.CLOSING, _("Closing of the assembly"), 5),
    ]


def _annual() -> list[tuple[ItemKind, str, int]]:
    return [
        (ItemKind.OPENING, _("Opening of the assembly and check of the quorum"), 5),
        (ItemKind.AGENDA, _("Reading and adoption of the agenda"), 5),
        (ItemKind.MINUTES, _("Adoption of the minutes of the previous annual assembly"), 5),
        (ItemKind.INFORMATION, _("Annual report of the council"), 20),
        (ItemKind.DECISION, _("Adoption of the financial statements"), 15),
        (ItemKind.QUESTIONS, _("Question period of the public"), 20),
        (ItemKind.COUNCILLOR, _("Words of the municipal councillor"), 10),
        (ItemKind.ELECTION, _("Election of the members of the board"), 35),
        (ItemKind.CLOSING, _("Closing of the assembly"), 5),
    ]
