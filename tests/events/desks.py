"""What the tests of registrations share: a wish, what the storeys above would hear, and how a line stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from crm.events import signals
from crm.events.domain.registering import IfShort, Wish
from crm.events.models import RegistrationDesk


def wish(name: str = "Ondine", places: int = 1, if_short: IfShort = IfShort.ASK, **fields: Any) -> Wish:
    return Wish(
        **{"name": name, "email": f"{name.lower()}@example.org", "places": places, "if_short": if_short} | fields
    )


def line_of(desk: RegistrationDesk) -> list[tuple[str, str, int]]:
    """Each registration in the order people came: who, where they stand, how many places."""
    return list(desk.registrations.order_by("pk").values_list("name", "state", "places"))


@contextmanager
def listening() -> Iterator[list[tuple[str, str]]]:
    """What is announced of each person, in order."""
    heard: list[tuple[str, str]] = []

    def listen(registration: Any, news: str, **facts: Any) -> None:
        heard.append((registration.name, str(news)))

    signals.registration_news.connect(listen)
    yield heard
    signals.registration_news.disconnect(listen)
