"""An Atom feed that one pasted sign cannot close to everybody (RFC 4287)."""

from __future__ import annotations

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from cms.pages.domain.signs import writable


class Atom(Atom1Feed):
    """Django's own raises for the whole feed where one of its words holds a sign that is none in XML."""

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed = _writable(self.feed)
        self.items = [_writable(item) for item in self.items]
        super().write(outfile, encoding)


def _writable(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: writable(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
