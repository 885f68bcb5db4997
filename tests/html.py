"""Validates HTML: the parse errors of the standard, and what may not stand inside what.

The parser is tinyhtml5, which WeasyPrint brings; it follows https://html.spec.whatwg.org/#parsing and keeps a list of
what it had to forgive. The content model is the part of it that templates get wrong: blocks inside words, lists with
strangers in them, an identifier given twice, an image without `alt`, an element that nobody knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tinyhtml5.parser import HTMLParser

PHRASING_NAMES = """
a abbr b bdi bdo br cite code data del dfn em i img ins kbd label mark q s samp script small span strong sub sup svg
time u var wbr picture source button audio video
"""
# Elements that hold words only.
WORDS_ONLY_NAMES = "p h1 h2 h3 h4 h5 h6 span strong em b i cite small sup sub dt summary pre"
OTHER_NAMES = """
html head title base meta style link body main header footer nav section article aside div ul ol li dl dd table caption
colgroup col thead tbody tfoot tr td th figure figcaption blockquote hr form fieldset legend input select option button
textarea details picture source noscript path address dialog audio video track output
"""
PHRASING = frozenset(PHRASING_NAMES.split())
WORDS_ONLY = frozenset(WORDS_ONLY_NAMES.split())
KNOWN = PHRASING | WORDS_ONLY | frozenset(OTHER_NAMES.split())
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "tr": {"td", "th"},
    "dl": {"dt", "dd", "div"},
}


def html_errors(html: str) -> list[str]:
    """What is wrong with a whole document, a line each; nothing when it is valid."""
    parser = HTMLParser(namespace_html_elements=False)
    root = parser.parse(html)
    found = [f"parse: {code} {facts or ''}".strip() for _place, code, facts in parser.errors]
    found += list(_misplaced(root))
    ids = Counter(one.get("id") for one in root.iter() if isinstance(one.tag, str) and one.get("id"))
    return found + [f"id given {times} times: {name}" for name, times in ids.items() if times > 1]


def _misplaced(element: Any) -> Iterator[str]:
    name = _name(element)
    if name not in KNOWN and not _is_svg(element):
        yield f"unknown element: {name}"
    if name == "img" and element.get("alt") is None:
        yield f"image without alt: {element.get('src')}"
    for child in element:
        if not isinstance(child.tag, str):
            continue
        inner = _name(child)
        if name in WORDS_ONLY and inner not in PHRASING and not _is_svg(child):
            yield f"{inner} inside {name}"
        if name in CHILDREN and inner not in CHILDREN[name]:
            yield f"{inner} directly inside {name}"
        if not _is_svg(child):
            yield from _misplaced(child)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_svg(element: Any) -> bool:
    return "svg" in str(element.tag)
