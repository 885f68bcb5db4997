"""Carries the old addresses that lead to the memory: those of a blog brought home, of pages that were renamed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from cms.archive.domain.bag.kinds import METADATA
from cms.archive.domain.bag.tables import address_of, table
from cms.archive.domain.bag.told import Leaving
from cms.archive.site_pages import Page, Redirect, old_addresses_here

Record = dict[str, Any]
OLD_ADDRESSES = f"{METADATA}/old-addresses.jsonld"
COLUMNS = ("old_path", "leads_to", "route", "is_permanent", "automatically_created", "created_at")
NUMBERED = re.compile(r"(\d{1,9})(?:/.*)?")


def old_addresses(leaving: Leaving) -> list[Record]:
    """Those that lead to a page that leaves, or to an address of the memory, by the address that lasts; in order."""
    found: list[Record] = []
    for one in old_addresses_here():
        page = leaving.names.get(one.redirect_page_id or 0)
        leads_to = address_of(one.redirect_page) if page else _in_memory(one)
        if leads_to:
            record = {
                "@id": f"old-address/{len(found) + 1}",
                "@type": ["OldAddress"],
                "old_path": one.old_path,
                "leads_to": leads_to,
                "page": {"@id": page} if page else None,
                "route": one.redirect_page_route_path,
                "is_permanent": one.is_permanent,
                "automatically_created": one.automatically_created,
                "created_at": one.created_at.isoformat() if one.created_at else None,
            }
            found.append(record)
    return found


def old_addresses_table(records: Iterable[Record]) -> Iterator[bytes]:
    """A line for each: where one came to, where one is led."""
    return table(list(COLUMNS), ([record[name] for name in COLUMNS] for record in records))


def restore_old_addresses(records: Iterable[Record], key_of: Callable[[type[Page], str], int | None]) -> None:
    """Write them again; one that the site redirects already is left alone. Raises `ValueError` where one leads out."""
    for record in records:
        old_path = Redirect.normalise_path(record["old_path"])
        if Redirect.objects.filter(old_path=old_path).exists():
            continue
        facts: Record = {"redirect_link": record["leads_to"]}
        if record["page"]:
            key = key_of(Page, record["page"]["@id"])
            facts = {"redirect_page_id": key, "redirect_page_route_path": record["route"]}
        elif not record["leads_to"].startswith(reverse("archive")):
            raise ValueError(record["leads_to"])
        told = {name: bool(record[name]) for name in ("is_permanent", "automatically_created")}
        made = Redirect.objects.create(old_path=old_path, **facts, **told)
        if record["created_at"]:
            Redirect.objects.filter(pk=made.pk).update(created_at=datetime.fromisoformat(record["created_at"]))


def _in_memory(one: Redirect) -> str:
    """The address to which a link leads; empty where it leads out of the memory."""
    link, memory = urlsplit(one.redirect_link), reverse("archive")
    if one.redirect_page_id or link.netloc not in ("", urlsplit(settings.BASE_URL).netloc):
        return ""
    if not link.path.startswith(memory):
        return ""
    item = NUMBERED.fullmatch(link.path.removeprefix(memory))
    if item:
        return reverse("archive_number", args=[int(item[1])])
    return f"{link.path}?{link.query}" if link.query else link.path
