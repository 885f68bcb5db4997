"""Takes out of what somebody pasted the signs that no feed, no harvester and no database can hold."""

from __future__ import annotations

import re

# https://www.w3.org/TR/xml/#charsets: controls (Word puts one at a soft end of line), halves of a sign, no signs.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def writable(words: str) -> str:
    """The same words, without the signs that cannot be written in XML."""
    return NOT_IN_XML.sub("", words)
