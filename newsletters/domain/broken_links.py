"""Finds the links of a newsletter that its readers could not open; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from crm.partners.domain.addresses import normalise_address
from newsletters.domain.findings import Finding, error
from newsletters.domain.part_links import Link, first_of_each

if TYPE_CHECKING:
    from newsletters.models import NewsletterPage

PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
PAGE_ID = re.compile(r'\bid="(\d+)"')


def hidden_pages(page: NewsletterPage) -> Iterator[Finding]:
    """Links to pages of the site that not everyone can open: deleted, not published, or behind a password."""
    wanted = {pk: str(block.id or "") for block in page.body for pk in _pages_of(block)}
    pages = apps.get_model("wagtailcore", "Page").objects
    open_to_all = set(pages.live().public().filter(pk__in=wanted).values_list("pk", flat=True))
    for pk, block_id in wanted.items():
        if pk not in open_to_all:
            yield error(
                _("A link leads to a page of the site that is not published, or no longer exists."),
                _("Publish that page, or choose another one."),
                block_id=block_id,
            )


def _pages_of(block: Any) -> list[int]:
    """The pages that one block of a letter leads to."""
    chosen = block.value["page"] if block.block_type in {"button", "call"} else None
    numbers = (PAGE_ID.search(link) for html in _prose_of(block) for link in PAGE_LINK.findall(html))
    return [*([chosen.pk] if chosen else []), *(int(number.group(1)) for number in numbers if number)]


def _prose_of(block: Any) -> list[str]:
    """What an editor wrote with links in it, as it is kept."""
    value = block.value
    match block.block_type:
        case "text":
            prose = [value]
        case "call" | "partner" | "grant":
            prose = [value["text"]]
        case "columns":
            prose = [value["left"]["text"], value["right"]["text"]]
        case _:
            prose = []
    return [rich.source for rich in prose if rich]


def broken_links(links: Iterable[Link]) -> Iterator[Finding]:
    """Addresses badly written, or that lead to the editor's own computer."""
    for link in first_of_each(links):
        where = {"block_id": link.block_id}
        if not link.href:
            yield error(
                _("A button of the letter leads nowhere."),
                _("Its page has been deleted since: choose another, or remove the button."),
                **where,
            )
        elif not _is_well_formed(link.href):
            yield error(
                _("This link cannot be opened: %(link)s") % {"link": link.href},
                _("Check how it is written; a web address begins with https://."),
                **where,
            )
        elif is_here_only(link.href):
            yield error(
                _("This link only opens on your own computer: %(link)s") % {"link": link.href},
                _("Replace it with the address that everyone can reach."),
                **where,
            )


def _is_well_formed(href: str) -> bool:
    scheme, _colon, rest = href.partition(":")
    try:
        if scheme == "mailto":
            normalise_address(rest.partition("?")[0])
        elif scheme != "tel" and not href.startswith(("/", settings.BASE_URL)):
            URLValidator(schemes=["http", "https"])(href)
    except ValidationError:
        return False
    return True


def is_here_only(href: str) -> bool:
    host = urlsplit(href).hostname or ""
    if href.startswith(settings.BASE_URL):
        return False
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".localhost"))
