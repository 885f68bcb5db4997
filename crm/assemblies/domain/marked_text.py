"""Compares and reads the marked text of the minutes: what a person changed, whom the public does not read about."""

from __future__ import annotations

import re
from html import unescape

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
NAMED = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ only by what an editor adds for itself."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(unescape(BLOCK_KEY.sub("", text)).replace("<br/>", "<br>").split())


def hide_names(text: str, instead: str) -> str:
    """``text`` with ``instead`` in the place of each [[name]]."""
    return NAMED.sub(lambda _found: instead, text)


def show_names(text: str) -> str:
    """``text`` with each [[name]] as a plain name."""
    return NAMED.sub(r"\1", text)


def brackets_match(text: str) -> bool:
    """Whether each [[ has its ]]: a name half marked would be read by everyone."""
    rest = NAMED.sub("", text)
    return "[[" not in rest and "]]" not in rest
