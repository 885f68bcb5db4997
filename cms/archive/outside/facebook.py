"""Reads the export of a Facebook page (JSON, with its photographs)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from cms.archive.errors import MemoryRefused
from cms.archive.outside.files import Files, read_words
from cms.archive.outside.pieces import Comment, Picture, Piece, first_words

FARTHEST = 4_102_444_800  # the year 2100, in seconds


def read_facebook(files: Files, names: list[str]) -> Iterator[Piece]:
    """Each post of the page, each photograph of an album that no post shows; ``names`` are its files of posts.

    Raises `MemoryRefused` for what is no JSON.
    """
    members = set(files.names())
    seen: set[str] = set()
    shown: set[str] = set()
    for name in sorted(names, key=lambda one: ("/album" in one, one)):
        for post in _posts(files, name):
            piece = _piece(post, name, members)
            if piece is None or piece.key in seen or ("/album" in name and _addresses(piece) <= shown):
                continue
            seen.add(piece.key)
            shown |= _addresses(piece)
            yield piece


def _addresses(piece: Piece) -> set[str]:
    return {picture.address for picture in piece.pictures}


def mended(words: str) -> str:
    """Words as they were written: the export writes each byte of UTF-8 as a letter of its own."""
    try:
        return words.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return words


def _posts(files: Files, name: str) -> list[dict[str, Any]]:
    """Each post of a file; each photograph of an album as a post of its own."""
    try:
        said = json.loads(read_words(files, name))
    except (ValueError, RecursionError) as error:
        raise MemoryRefused(
            _("“%(name)s” is no JSON: ask Facebook for the export again.") % {"name": name.rpartition("/")[2]}
        ) from error
    if isinstance(said, dict) and "/album" in name:
        photos = _dicts(said.get("photos"))
        return [_alone(one) for one in photos]
    lists = list(said.values()) if isinstance(said, dict) else [said]
    return [post for one in lists for post in _dicts(one)]


def _alone(photo: dict[str, Any]) -> dict[str, Any]:
    """A photograph of an album as if it had been posted."""
    return {"timestamp": photo.get("creation_timestamp"), "attachments": [{"data": [{"media": photo}]}]}


def _moment(stamp: Any) -> datetime | None:
    """Seconds of a day that a page of people may have had."""
    return datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, int) and 0 < stamp < FARTHEST else None


def _piece(post: dict[str, Any], file: str, members: set[str]) -> Piece | None:
    media = [one for one in _media(post) if one.get("uri")]
    said = [one.get("post") for one in _dicts(post.get("data"))]
    text = "\n\n".join(mended(words) for words in said if isinstance(words, str)).strip()
    captions = [mended(str(one.get("description") or "")).strip() for one in media]
    text = text or next((caption for caption in captions if caption), "")
    title = first_words(text) or mended(str(post.get("title") or "")).strip()
    stamp = post.get("timestamp")
    when = _moment(stamp)
    if not (text or media) or when is None:
        return None
    named = sha256(json.dumps([stamp, text, [one["uri"] for one in media]]).encode()).hexdigest()
    return Piece(
        key=f"facebook:{named[:40]}",
        title=(title or _("Without a title"))[:250],
        text=text,
        published_at=when,
        source=_("Facebook page, {day}").format(day=when.date().isoformat()),
        pictures=tuple(_picture(one, file, members, text) for one in media),
        comments=tuple(comment for one in [post, *media] for comment in _comments(one)),
    )


def _media(post: dict[str, Any]) -> list[dict[str, Any]]:
    found = [part.get("media") for one in _dicts(post.get("attachments")) for part in _dicts(one.get("data"))]
    return _dicts(found)


def _picture(media: dict[str, Any], file: str, members: set[str], text: str) -> Picture:
    """Addresses begin at the root of the export, which may stand in a folder of the ZIP."""
    address = str(media["uri"])
    roots = ["", *(f"{root}/" for root in map(str, PurePosixPath(file).parents) if root != ".")]
    member = next((root + address for root in roots if root + address in members), "")
    caption = mended(str(media.get("description") or "")).strip()
    return Picture(
        PurePosixPath(address).name or "image",
        member=member,
        address=address,
        caption=caption[:300] if caption != text else "",
    )


def _comments(said: dict[str, Any]) -> Iterator[Comment]:
    for one in _dicts(said.get("comments")):
        when = _moment(one.get("timestamp"))
        day = when.date().isoformat() if when else ""
        words = mended(str(one.get("comment") or "")).strip()
        if words:
            yield Comment(mended(str(one.get("author") or "")), words, day)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
