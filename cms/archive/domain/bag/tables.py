"""Writes the items and their files as tables that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from cms.archive.domain.bag.records import master_path
from cms.archive.domain.bag.told_kinds import OF_PAGE
from cms.archive.domain.describing import describe, statements
from cms.archive.domain.naming import named_credits
from cms.archive.domain.terms import TERMS
from cms.archive.models import Item, Master
from crm.partners.domain.cells import neutralise_cell

# Two days that the public is not told, and those between which a thing is dated. Words for the team stand apart.
OF_THE_TEAM = ("embargo_until", "changed_at")
BESIDE = ("date_earliest", "date_latest")
SOME = 200


def items_table() -> Iterator[bytes]:
    """A line for each item, a column for each thing said of it, headed by its term; values are parted by « | »."""
    return table(["number", "live", *headings(), *BESIDE], _item_lines())


def headings() -> list[str]:
    """The terms; a second thing under the same one has its name too: « dcterms:description (transcription) »."""
    first = {term: name for name, term in reversed(TERMS.items())}
    return [term if first[term] == name else f"{term} ({name})" for name, term in TERMS.items()]


def files_table() -> Iterator[bytes]:
    """A line for each master: where it is in the bag, whose it is, what it is, its digest."""
    names = ["path", "number", "name", "media_type", "size", "sha256", "alt_text", "caption"]
    masters = Master.objects.select_related("item").order_by("item__number", "position", "pk")
    lines = (
        [master_path(one), one.item.number, *(getattr(one, name) for name in names[2:])]
        for one in masters.iterator(chunk_size=SOME)
    )
    return table(names, lines)


def pages_table(pages: Iterable[Any]) -> Iterator[bytes]:
    """A line for each page of the memory, in their order: a story, a walk, an entry of the notebook."""
    names = ["address", "kind", "title", "live", "first_published_at", "told_by", "dated_on", "summary"]
    return table(names, map(_page_line, pages))


def address_of(page: Any) -> str:
    """« /memoire/carnet/une-boite/ »."""
    return f"/{page.url_path.split('/', 2)[2]}"


def _page_line(page: Any) -> list[Any]:
    address = address_of(page)
    summary = getattr(page, "summary", "") or getattr(page, "introduction", "")
    said = [page.first_published_at or "", getattr(page, "told_by", ""), getattr(page, "dated_on", ""), summary]
    return [address, OF_PAGE[type(page)].name, page.title, int(page.live), *said]


def items_in_order(items: Any) -> Iterator[tuple[Item, list[Any]]]:
    """Each item with the credits that name someone, some hundred at a time."""
    last = 0
    found = items.select_related("collection__parent__parent").prefetch_related("subjects", "places")
    while some := list(found.filter(number__gt=last).order_by("number")[:SOME]):
        named: dict[int, list[Any]] = {}
        for credit in named_credits(some):
            named.setdefault(credit.item_id, []).append(credit)
        for item in some:
            yield item, named.get(item.pk, [])
        last = some[-1].number


def _item_lines() -> Iterator[list[Any]]:
    for item, named in items_in_order(Item.objects.all()):
        fields = statements(item, describe(item, named, item.places.all(), item.subjects.all()))
        said: dict[str, Any] = {
            field.name: " | ".join(told for one in field.values for told in one.told) for field in fields
        }
        said |= {name: getattr(item, name) or "" for name in OF_THE_TEAM}
        said["donor"] = item.donor if item.donor_is_public else ""
        told = (said.get(name, "") for name in TERMS)
        yield [item.number, int(item.live), *told, *(getattr(item, name) for name in BESIDE)]


def table(names: list[str], lines: Iterable[list[Any]]) -> Iterator[bytes]:
    """One that a spreadsheet opens: a line of names, then the others; no cell is a formula."""
    yield b"\xef\xbb\xbf"  # so that spreadsheets read the accents
    yield _line(names)
    for line in lines:
        yield _line(line)


def _line(cells: list[Any]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([neutralise_cell(cell) for cell in cells])
    return written.getvalue().encode()
