"""Makes drafts of one post: an entry of the notebook with the items of its pictures, or an item with its files."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.archive.domain.dating import date_item
from cms.archive.domain.masters import AlreadyHeld, describe, receive
from cms.archive.domain.numbering import number_item
from cms.archive.domain.sniffing import KIND_OF_FAMILY, TYPES
from cms.archive.enums import CreditRole, Kind
from cms.archive.errors import MemoryRefused
from cms.archive.models import Credit, Item, Master, MemoryBlogPage, MemoryPage, MemoryPostPage, Term
from cms.archive.outside.files import Files, refusing_damage
from cms.archive.outside.pieces import Film, Grid, Heading, Part, Picture, Piece, Prose, Quote, Shown, first_words
from crm.accounts.models import User
from crm.partners.domain.folding import fold

# « Photo : … » names whoever took it; « photo de … » may name who is on it.
PHOTO_BY = re.compile(
    r"(?i:\b(?:photo(?:graphie)?|cliché|crédits?(?:\s+photo(?:graphique)?)?)\s*(?::|par\b|©)\s*(?:©\s*)?)([A-ZÀ-ÖØ-Þ][^.;()]{1,150})"
)
MOST_SIDE_BY_SIDE = 24


@dataclass
class Bringing:
    """What is the same for every post of one reading; ``paths`` are the addresses that will lead to entries."""

    number: int
    files: Files
    by: User | None
    now: datetime
    paths: Collection[str] = ()


@dataclass
class Made:
    """What was made of a post, and what there is to say of it. A file that the memory had is shown, not made."""

    page: MemoryPostPage | None = None
    item: Item | None = None
    pictures: list[Item] = field(default_factory=list)
    documents: list[Item] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def make_drafts(piece: Piece, bringing: Bringing) -> Made:
    """In the transaction of whoever calls: all of a post, or nothing."""
    return _make_item(piece, bringing) if piece.body is None else _make_entry(piece, bringing)


def notebook() -> MemoryBlogPage:
    """The notebook of the memory; where there is none, one is made as a draft, with the section that holds it."""
    found = MemoryBlogPage.objects.first()
    if found is not None:
        return found
    section = MemoryPage.objects.first()
    if section is None:
        front = Site.objects.get(is_default_site=True).root_page
        section = front.add_child(instance=MemoryPage(title=_("Memory"), slug="memoire", live=False))
        section.save_revision()
    made = section.add_child(instance=MemoryBlogPage(title=_("Notebook of the memory"), slug="carnet", live=False))
    made.save_revision()
    return made


# --- an entry of the notebook ------------------------------------------------------------------------


def _make_entry(piece: Piece, bringing: Bringing) -> Made:
    made = Made(remarks=list(piece.remarks))
    files = [(one, made.pictures) for one in piece.pictures] + [(one, made.documents) for one in piece.linked]
    found: dict[str, Item] = {}
    for number, (one, made_of_it) in enumerate(files):
        item, is_new = _file_item(piece, one, number, bringing, made)
        found |= {one.address: item} if item else {}
        made_of_it += [item] if item and is_new else []
    above = notebook()
    page = MemoryPostPage(
        title=piece.title,
        slug=_free_slug(piece, above),
        dated_on=localdate(piece.published_at or bringing.now),
        summary=piece.summary,
        told_by=", ".join(piece.authors)[:150],
        body=json.dumps(_blocks(piece, found, bringing.paths)),
        team_notes=_notes(piece, made.remarks, found),
        owner=bringing.by,
        live=False,
        has_unpublished_changes=True,
    )
    above.add_child(instance=page)
    page.save_revision(user=bringing.by)
    made.page = page
    return made


def _free_slug(piece: Piece, above: MemoryBlogPage) -> str:
    words = slugify(unquote(piece.slug))[:200] or slugify(piece.title)[:200] or "billet"
    taken = set(above.get_children().filter(slug__startswith=words).values_list("slug", flat=True))
    return next(
        one for one in (words, *(f"{words}-{number}" for number in range(2, len(taken) + 3))) if one not in taken
    )


def _blocks(piece: Piece, items: dict[str, Item], paths: Collection[str]) -> list[dict[str, Any]]:
    levels = sorted({part.level for part in piece.body or () if isinstance(part, Heading)})
    found: list[dict[str, Any]] = []
    for part in piece.body or ():
        is_first = not any(block["type"] == "heading" for block in found)
        for kind, value in _block(part, piece, items, is_large=is_first or levels[:1] == [getattr(part, "level", 0)]):
            if kind == "text":
                value = _led_home(_led_to_items(value, items), piece, paths)
            found.append({"type": kind, "value": value})
    return found


def _block(part: Part, piece: Piece, items: dict[str, Item], *, is_large: bool) -> list[tuple[str, Any]]:
    match part:
        case Heading(text):
            return [("heading", {"text": text, "level": "h2" if is_large else "h3"})]
        case Prose(html):
            return [("text", html)]
        case Quote(text, who):
            return [("quote", {"text": text, "who": who, "role": ""})]
        case Film(address, title):
            value = {"url": address, "title": title or piece.title[:150], "duration": "", "still": None, "summary": ""}
            return [("video", value)]
        case Grid(rows, caption):
            table = {
                "data": [list(row) for row in rows],
                "table_caption": caption or piece.title,
                "table_header_choice": "row",
                "first_row_is_table_header": True,
                "first_col_is_header": False,
            }
            return [("table", table)]
        case Shown(pictures):
            return _shown(pictures, items)


def _shown(pictures: Sequence[Picture], items: dict[str, Item]) -> list[tuple[str, Any]]:
    """One alone with its words; several side by side, where each keeps its words in the memory."""
    found = [(items[one.address], one) for one in pictures if one.address in items]
    if len(found) == 1:
        return [("item", {"item": found[0][0].pk, "caption": found[0][1].caption})]
    keys = list(dict.fromkeys(item.pk for item, _picture in found))
    sheets = [keys[start : start + MOST_SIDE_BY_SIDE] for start in range(0, len(keys), MOST_SIDE_BY_SIDE)]
    return [
        ("items_shown", {"items_shown": sheet}) if len(sheet) > 1 else ("item", {"item": sheet[0], "caption": ""})
        for sheet in sheets
    ]


def _led_home(html: str, piece: Piece, paths: Collection[str]) -> str:
    """A link to another post that comes too leads to it here, through its old address."""
    host = urlsplit(piece.source).netloc

    def led(found: re.Match[str]) -> str:
        return f'href="{found[1]}"' if Redirect.normalise_path(found[1]) in paths else found[0]

    return re.sub(rf'href="https?://{re.escape(host)}(/[^"]*)"', led, html) if host else html


def _led_to_items(html: str, items: dict[str, Item]) -> str:
    """A link to a file that came leads to its item, by its number: whoever describes it may give it another title."""

    def led(found: re.Match[str]) -> str:
        item = items.get(unescape(found[1]))
        return f'href="{reverse("archive_number", args=[item.number])}"' if item else found[0]

    return re.sub(r'href="([^"]*)"', led, html)


def _file_item(piece: Piece, picture: Picture, number: int, bringing: Bringing, made: Made) -> tuple[Item | None, bool]:
    """A draft of its own for each file, and whether it is new: who made it and when are to be said before it shows."""
    title = first_words(picture.caption or picture.alt_text) or re.sub(r"[_-]+", " ", picture.name.rpartition(".")[0])
    item = Item(
        kind=Kind.PHOTO,
        title=title.strip()[:250] or piece.title,
        source=piece.source,
        team_notes=_("In the post “{title}” of the blog.").format(title=piece.title),
        created_by=bringing.by,
        live=False,
        has_unpublished_changes=True,
    )
    if by := PHOTO_BY.search(picture.caption):
        item.credits = [Credit(role=CreditRole.CREATOR, name=by[1].strip(" ,—–-"))]
    try:
        with transaction.atomic():
            number_item(item)
            master = _receive(item, piece, picture, number, bringing, made)
            item.kind = KIND_OF_FAMILY[TYPES[master.media_type].family]
            item.save()
            item.save_revision(user=bringing.by)
    except AlreadyHeld as held:
        return held.masters[0].item, False
    except MemoryRefused as refusal:
        made.remarks.append(str(refusal))
        return None, False
    return item, True


# --- an item -----------------------------------------------------------------------------------------


def _make_item(piece: Piece, bringing: Bringing) -> Made:
    """The day it was posted is that of a story told; of a photograph it says nothing."""
    made = Made(remarks=list(piece.remarks))
    item = Item(
        kind=Kind.PHOTO if any(one.member for one in piece.pictures) else Kind.STORY,
        title=piece.title,
        description=piece.text,
        source=piece.source,
        created_by=bringing.by,
        live=False,
        has_unpublished_changes=True,
    )
    if item.kind == Kind.STORY and piece.published_at is not None:
        date_item(item, localdate(piece.published_at).isoformat())
    item.credits = [Credit(role=CreditRole.CREATOR, name=name[:200]) for name in piece.authors]
    item.subjects = [_term(label) for label in piece.subjects]
    number_item(item)
    for number, picture in enumerate(piece.pictures):
        try:
            _receive(item, piece, picture, number, bringing, made)
        except MemoryRefused as refusal:
            made.remarks.append(str(refusal))
    item.team_notes = _notes(piece, made.remarks)
    item.save()
    item.save_revision(user=bringing.by)
    made.item = item
    return made


def _term(label: str) -> Term:
    found = Term.objects.filter(folded_label=fold(label)[:100]).first()
    return found or Term.objects.create(label=label)


# --- both --------------------------------------------------------------------------------------------


def _receive(item: Item, piece: Piece, picture: Picture, number: int, bringing: Bringing, made: Made) -> Master:
    """Keep its file under a name that a second try takes again, so that a killed worker leaves none behind."""
    if not picture.member:
        raise MemoryRefused(not_there(picture))
    key = uuid5(NAMESPACE_URL, f"homecoming:{bringing.number}:{piece.key}:{number}")
    with refusing_damage(picture.member), bringing.files.open(picture.member) as content:
        received = _kept(item, picture, content, key, bringing)
    describe(received.master, alt_text=picture.alt_text, caption=picture.caption)
    if received.remark:
        made.remarks.append(received.remark)
    return received.master


def _kept(item: Item, picture: Picture, content: Any, key: UUID, bringing: Bringing) -> Any:
    sent = File(content, name=picture.name)
    sent.size = bringing.files.size(picture.member)
    return receive(item, picture.name, sent, bringing.by, bringing.now, key=key)


def not_there(picture: Picture) -> str:
    return _("The picture {address} is not in the export.").format(address=picture.address[:200])


def _notes(piece: Piece, remarks: Sequence[str], items: dict[str, Item] | None = None) -> str:
    """What the team should know: where it was, what came beside it or did not, what people wrote below."""
    is_entry, notes = piece.body is not None, []
    if is_entry and piece.source:
        notes.append(_("On the blog: {address}").format(address=piece.source))
    if is_entry and piece.subjects:
        notes.append(_("Its headings on the blog: {names}").format(names=", ".join(piece.subjects)))
    linked = [f"- {items[one.address].number} ({one.name})" for one in piece.linked if items and one.address in items]
    if linked:
        notes += [_("Files that it links to, each an item:"), *linked]
    if remarks:
        notes += [_("What did not come:"), *(f"- {one}" for one in remarks)]
    if piece.comments:
        said = [f"- {one.author}, {one.written} : {one.words}" for one in piece.comments]
        notes += [_("Comments, as leads:"), *said]
    return "\n".join(notes)
