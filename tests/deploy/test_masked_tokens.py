"""The proxy's log holds no token of a personal link: whoever reads it could open the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import get_resolver

CONF = Path(__file__).parents[2] / "deploy" / "nginx.conf"
# Says which link of which edition, and nothing of a person.
NOBODYS = {"l/"}


def prefixes(resolver: Any, before: str = "") -> Iterator[str]:
    """What stands before the token, in each address that has one."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from prefixes(one, route)
        elif "token" in (found := re.split(r"<(?:\w+:)?(\w+)>", route)):
            yield found[0].lstrip("^")


def test_every_address_with_a_token_is_masked_in_the_log():
    places = re.search(r"map \$uri \$place \{(.*?)\}", CONF.read_text(encoding="utf-8"), re.DOTALL)
    assert places is not None
    masked = [re.compile(said.replace("?<stem>", "?P<stem>")) for said in re.findall(r"~(\^\S+) ", places[1])]
    found = set(prefixes(get_resolver())) - NOBODYS

    assert "memoire/accord/" in found
    assert {prefix for prefix in found if not any(one.match(f"/{prefix}x") for one in masked)} == set()
