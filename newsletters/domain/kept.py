"""Keeps what a newsletter said as JSON, and reads it back: what was sent is read on the site for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from newsletters.domain.content import IssueContent, Part

PARTS: dict[str, type[Part]] = {part.kind: part for part in get_args(Part)}


def as_json(issue: IssueContent) -> dict[str, Any]:
    """What a JSON column keeps of a newsletter."""
    parts = [{"kind": part.kind, **asdict(part)} for part in issue.parts]
    return {**asdict(issue), "parts": parts}


def from_json(kept: Mapping[str, Any]) -> IssueContent:
    """The newsletter that `as_json` kept, by whatever version: what it did not know has its default value.

    Raises ``KeyError`` for a kind of part nobody knows.
    """
    parts = tuple(_read(PARTS[part["kind"]], part) for part in kept["parts"])
    issue: IssueContent = _read(IssueContent, {**kept, "parts": ()})
    return IssueContent(**{**vars(issue), "parts": parts})


def _read(wanted: Any, kept: Any) -> Any:
    """The value of type ``wanted`` (a dataclass, a tuple of one type, or what JSON knows) that was kept."""
    origin = get_origin(wanted)
    if origin in (Union, UnionType):
        return None if kept is None else _read(next(one for one in get_args(wanted) if one is not type(None)), kept)
    if origin is tuple:
        return tuple(_read(get_args(wanted)[0], one) for one in kept)
    if is_dataclass(wanted) and isinstance(wanted, type):
        hints = _hints(wanted)
        known = [field.name for field in fields(wanted) if field.name in kept]
        return wanted(**{name: _read(hints[name], kept[name]) for name in known})
    return kept


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
