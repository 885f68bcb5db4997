"""The files that one may take home of who sits where: a table, two pictures, a graph and linked data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.partners.domain.cells import write_csv
from crm.partners.domain.drawing import Drawing
from crm.partners.domain.graphs import graphml_document
from crm.partners.domain.interlock_words import Place, Row
from crm.partners.domain.popolo import popolo_document
from crm.partners.models import Membership

FONTS = ("vendor/libre-franklin/libre-franklin-400.ttf", "vendor/libre-franklin/libre-franklin-600.ttf")
SHEET = "css/network-file.css"
NIGHT = "css/network-file-dark.css"
# Two pixels for each of the picture's: sharp on paper.
ZOOM = 2


class FileFormat(models.TextChoices):
    """The kinds of file, under their extension."""

    CSV = "csv", gettext_lazy("Table (CSV)")
    SVG = "svg", gettext_lazy("Picture (SVG), light or dark like the screen")
    PNG = "png", gettext_lazy("Picture (PNG), on a light background")
    GRAPHML = "graphml", gettext_lazy("Graph (GraphML)")
    POPOLO = "json", gettext_lazy("Linked data (Popolo)")


MEDIA_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.SVG: "image/svg+xml",
    FileFormat.PNG: "image/png",
    FileFormat.GRAPHML: "application/graphml+xml",
    FileFormat.POPOLO: "application/ld+json",
}


def rows_as_csv(rows: Iterable[Row]) -> bytes:
    """The table of the screen, whole."""
    header = (
        _("Person"),
        *(_("Organization"), _("Role"), _("Since"), _("Until"), _("Source")),
        *(_("Other organization"), _("Role"), _("Since"), _("Until"), _("Source")),
        _("Certainty"),
    )
    lines = (
        (
            row.person,
            *_place(row.here),
            *_place(row.there),
            row.certainty,
        )
        for row in rows
    )
    return write_csv([header, *lines]).encode()


def _place(one: Place) -> tuple[str, ...]:
    return one.organization, one.role, one.since, one.until, one.source


def drawing_as_svg(drawing: Drawing, *, by_night: bool = True) -> str:
    """A picture that stands alone, with its own colours, for the day and for the night; without links."""
    markup = render_to_string("partners/network/picture.html", {"drawing": drawing, "stands_alone": True})
    sheet = _static_text(SHEET)
    if by_night:
        sheet += f"@media (prefers-color-scheme: dark) {{\n{_static_text(NIGHT)}}}\n"
    head, tail = markup.strip().split(">", 1)
    return f"{head}><style>\n{sheet}</style>{tail}\n"


def drawing_as_png(drawing: Drawing) -> bytes:
    """The same on paper, in the site's own typeface wherever it runs."""
    resvg = import_module("resvg_py")  # native code that only this file needs
    picture: bytes = resvg.svg_to_bytes(
        svg_string=drawing_as_svg(drawing, by_night=False),
        background="#fbf8f3",
        skip_system_fonts=True,
        font_files=[str(finders.find(name)) for name in FONTS],
        sans_serif_family="Libre Franklin",
        font_family="Libre Franklin",
        zoom=ZOOM,
    )
    return picture


def memberships_as_graphml(memberships: Iterable[Membership]) -> bytes:
    return graphml_document(memberships)


def memberships_as_popolo(memberships: Iterable[Membership], address: str) -> bytes:
    return json.dumps(popolo_document(memberships, address), ensure_ascii=False, indent=2).encode()


def _static_text(name: str) -> str:
    return Path(str(finders.find(name))).read_text(encoding="utf-8")
