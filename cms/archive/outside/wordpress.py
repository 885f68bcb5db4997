"""Reads the export of a WordPress blog (WXR), with the pictures that come beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import IO, Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET
from xml.parsers import expat

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.archive.domain.sniffing import TYPES, extension_of
from cms.archive.errors import MemoryRefused
from cms.archive.outside.blog_html import read_body
from cms.archive.outside.files import Files, refusing_damage
from cms.archive.outside.pieces import Comment, Part, Picture, Piece, Shown, first_words, words_of

WORTH_READING = ("post", "page")
# What WordPress keeps for itself, and nobody ever read.
ITS_OWN = (
    "attachment",
    "revision",
    "nav_menu_item",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
)
UNWRITTEN = ("auto-draft", "inherit")
NOT_PUBLIC = {
    "private": gettext_lazy("It was private on the blog."),
    "draft": gettext_lazy("It was a draft on the blog."),
    "pending": gettext_lazy("It was a draft on the blog."),
    "future": gettext_lazy("It was not published on the blog yet."),
}
LONGEST = 2_000_000  # signs of one post
PIECE = 64 * 1024
KEPT = frozenset(ending for kept in TYPES.values() for ending in kept.extensions)
RESIZED = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w+$)")


@dataclass
class _Blog:
    """What is said of the blog as a whole, and of its pictures, wherever it stands in the file."""

    address: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    attached: dict[str, Picture] = field(default_factory=dict)  # by number
    by_address: dict[str, Picture] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)  # by where they stood below `uploads`

    def picture(self, picture: Picture) -> Picture:
        """With its file where the export has it, the largest that there is, and what the blog said of it."""
        place = unquote(urlsplit(picture.address).path)
        below = _below_uploads(picture.address, place)
        larger = RESIZED.sub("", below)
        member = self.members.get(larger) or self.members.get(below) or ""
        known = self.by_address.get(RESIZED.sub("", place)) or self.by_address.get(place)
        return replace(
            picture,
            name=PurePosixPath(member or place).name or "image",
            member=member,
            caption=picture.caption or (known.caption if known else ""),
            alt_text=picture.alt_text or (known.alt_text if known else ""),
        )

    def kept(self, address: str) -> Picture | None:
        """A file of the blog that a post links to, where the export has it and the memory keeps its kind."""
        place = unquote(urlsplit(address).path)
        member = self.members.get(_below_uploads(address, place), "")
        if extension_of(member) not in KEPT or not self._is_of_blog(address):
            return None
        known = self.by_address.get(place)
        return Picture(PurePosixPath(member).name, member, address, known.caption if known else "")

    def _is_of_blog(self, address: str) -> bool:
        host, own = (urlsplit(one).hostname or "" for one in (address, self.address))
        return host.removeprefix("www.") == own.removeprefix("www.") or host.endswith(".files.wordpress.com")


def read_wordpress(files: Files, names: list[str]) -> Iterator[Piece]:
    """Each post and page, those that do not come with the reason; ``names`` are the XML files of the export.

    Raises `MemoryRefused` for what is no such export, and for XML that declares entities.
    """
    blog = _Blog(members=_members(files))
    for name in names:
        with refusing_damage(name), files.open(name) as content:
            refuse_declarations(content)
        for element, said in _elements(files, name):
            _note(blog, element, said)
    for name in names:
        for element, said in _elements(files, name):
            if _local(element) == "item" and (piece := _piece(element, said, blog)) is not None:
                yield piece


def looks_like_wordpress(start: bytes) -> bool:
    return b"<rss" in start or b"wordpress.org/export" in start


def refuse_declarations(content: IO[bytes]) -> None:
    """Refuse a document type: entities that swell or that read other files begin there, before the first element."""

    class Enough(Exception):
        pass

    def refuse(*args: Any) -> None:
        raise MemoryRefused(_("This XML file declares entities, which no export of a blog does: it is refused."))

    def stop(name: str, attributes: dict[str, str]) -> None:
        if name != "rss":
            raise MemoryRefused(_("This is no export of a WordPress blog."))
        raise Enough

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        while chunk := content.read(PIECE):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Enough:
        return
    except expat.ExpatError as error:
        raise MemoryRefused(_("This is no export of a WordPress blog.")) from error


def _elements(files: Files, name: str) -> Iterator[tuple[ET.Element, dict[str, str]]]:
    try:
        with refusing_damage(name), files.open(name) as content:
            for _event, element in ET.iterparse(content, events=("end",)):  # noqa: S314 (no entity: see above)
                if _local(element) in ("item", "author", "base_blog_url"):
                    yield element, _texts(element)
                if _local(element) == "item":
                    element.clear()
    except ET.ParseError as error:
        raise MemoryRefused(_("This XML file is cut short or damaged: export the blog again.")) from error


def _members(files: Files) -> dict[str, str]:
    return {name.rpartition("uploads/")[2]: name for name in files.names()}


def _below_uploads(address: str, place: str) -> str:
    if "/uploads/" in place:
        return place.rpartition("/uploads/")[2]
    host = urlsplit(address).hostname or ""
    return place.lstrip("/") if host.endswith(".files.wordpress.com") else "\0"


def _note(blog: _Blog, element: ET.Element, said: dict[str, str]) -> None:
    if _local(element) == "base_blog_url":
        blog.address = (element.text or "").strip()
    elif _local(element) == "author":
        login = said.get("author_login", "")
        blog.authors[login] = said.get("author_display_name", "").strip() or login
    elif said.get("post_type") == "attachment" and said.get("attachment_url"):
        address = said["attachment_url"].strip()
        excerpt = next((one.text or "" for one in element if "excerpt" in one.tag), "")
        alt_text = _meta(element, "_wp_attachment_image_alt")
        picture = Picture("", address=address, caption=words_of(excerpt)[:300], alt_text=alt_text[:400])
        blog.attached[said.get("post_id", "")] = picture
        blog.by_address[unquote(urlsplit(address).path)] = picture


def _piece(element: ET.Element, said: dict[str, str], blog: _Blog) -> Piece | None:
    kind, status = said.get("post_type", "post"), said.get("status", "")
    if kind in ITS_OWN or kind.startswith("wp_") or status in UNWRITTEN:
        return None
    html = said.get("encoded", "")
    why = _refusal(kind, status, html)
    text = "" if why else words_of(html)
    title = words_of(said.get("title", "")).replace("\n", " ") or first_words(text)
    key = f"wordpress:{urlsplit(blog.address).hostname or ''}:{said.get('post_id') or said.get('guid', '')}"[:250]
    if why or not title:
        return Piece(key, title[:250] or _("Without a title"), refused=why or _("Nothing is written in it."))
    body = read_body(html, said.get("link") or blog.address, blog.attached.get, blog.kept)
    parts = [_with_files(part, blog) for part in body.parts]
    first = blog.attached.get(_meta(element, "_thumbnail_id"))
    if first is not None and first.address not in [picture.address for picture in body.pictures]:
        parts.insert(0, Shown((blog.picture(first),)))
    excerpt = next((one.text or "" for one in element if "excerpt" in one.tag), "")
    summary = " ".join((words_of(excerpt) or text).split()) or title
    shown = [picture for part in parts if isinstance(part, Shown) for picture in part.pictures]
    locked = said.get("post_password", "").strip()
    return Piece(
        key=key,
        title=title[:250],
        text=text,
        published_at=_moment(said),
        source=said.get("link", "")[:250],
        authors=(blog.authors.get(said["creator"], said["creator"]),) if said.get("creator") else (),
        subjects=tuple(_subjects(element)),
        pictures=tuple({one.address: one for one in shown if one.address not in body.linked}.values()),
        linked=tuple(body.linked.values()),
        comments=tuple(_comments(element)),
        old_path=_old_path(said.get("link", "")),
        old_query=_old_query(blog.address or said.get("link", ""), kind, said.get("post_id", "")),
        slug=said.get("post_name", "")[:200],
        summary=first_words(summary, 270),
        body=tuple(parts),
        remarks=(
            *([str(NOT_PUBLIC[status])] if status in NOT_PUBLIC else []),
            *([_("It was locked by a password on the blog.")] if locked else []),
            *body.remarks,
        ),
    )


def _refusal(kind: str, status: str, html: str) -> str:
    if kind not in WORTH_READING:
        return _("It is no post and no page, but something of an extension of the blog (“{kind}”).").format(kind=kind)
    if status == "trash":
        return _("It was thrown away on the blog.")
    return _("It is too long to be read.") if len(html) > LONGEST else ""


def _with_files(part: Part, blog: _Blog) -> Part:
    return Shown(tuple(blog.picture(one) for one in part.pictures)) if isinstance(part, Shown) else part


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _texts(element: ET.Element) -> dict[str, str]:
    """Each child by its name; of the two `encoded`, the content and not the excerpt."""
    said: dict[str, str] = {}
    for child in element:
        if _local(child) == "encoded" and "excerpt" in child.tag:
            continue
        said.setdefault(_local(child), child.text or "")
    return said


def _meta(element: ET.Element, name: str) -> str:
    """One of the values that WordPress keeps beside a post."""
    for child in element:
        if _local(child) == "postmeta":
            said = _texts(child)
            if said.get("meta_key") == name:
                return said.get("meta_value", "").strip()
    return ""


def _subjects(element: ET.Element) -> list[str]:
    found = [one for one in element if _local(one) == "category" and one.get("domain") in ("category", "post_tag")]
    names = [(one.text or "").strip()[:100] for one in found if one.get("nicename") != "uncategorized"]
    return list(dict.fromkeys(name for name in names if name))


def _comments(element: ET.Element) -> Iterator[Comment]:
    for child in element:
        if _local(child) != "comment":
            continue
        said = _texts(child)
        if said.get("comment_approved") == "1" and said.get("comment_type", "") in ("", "comment"):
            words = words_of(said.get("comment_content", ""))
            yield Comment(said.get("comment_author", ""), words, said.get("comment_date", "")[:10])


def _moment(said: dict[str, str]) -> datetime | None:
    for name in ("post_date_gmt", "post_date"):
        try:
            return datetime.strptime(said.get(name, ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _old_path(link: str) -> str:
    """Where it stood; of an address that is only a question (`/?p=12`), see `_old_query`."""
    parts = urlsplit(link)
    return parts.path + (f"?{parts.query}" if parts.query else "") if parts.path.strip("/") else ""


def _old_query(blog: str, kind: str, number: str) -> str:
    """The address that WordPress gives to everything by its number, below that of the blog."""
    if not (number.isascii() and number.isdigit()):
        return ""
    return f"{urlsplit(blog).path.rstrip('/')}/?{'page_id' if kind == 'page' else 'p'}={int(number)}"
