"""The relays that letters may leave through, as the settings name them: where each is, and how much it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

PERIODS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
SAID = (
    "RELAY_NAME",
    "RELAY_BACKEND",
    "RELAY_LIMITS",
    "RELAY_WARM_UP",
    "OUTBOX_DIR",
    "EMAIL_HOST",
    "EMAIL_PORT",
    "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_USE_TLS",
    "EMAIL_USE_SSL",
    "EMAIL_TIMEOUT",
)
DEFAULT_TIMEOUT = 30


@dataclass(frozen=True)
class Limit:
    """No more than so many letters in any stretch of this length, to one domain or (``""``) to everybody."""

    letters: int
    period: timedelta
    domain: str = ""


@dataclass(frozen=True)
class Account:
    """One relay. ``warm_up`` is how many letters it takes on its first day, twice as many the next; 0: it is known."""

    name: str
    backend: str = ""
    outbox: Path | None = None
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False
    timeout: float = DEFAULT_TIMEOUT
    limits: tuple[Limit, ...] = ()
    warm_up: int = 0

    @property
    def is_limited(self) -> bool:
        return bool(self.limits or self.warm_up)


def first_account() -> Account:
    """The relay that ``EMAIL_URL`` names: every letter that is no newsletter leaves through it."""
    return _account({name: getattr(settings, name) for name in SAID})


def accounts() -> list[Account]:
    """Every relay that newsletters may leave through, the one of ``EMAIL_URL`` first."""
    return [first_account(), *map(_account, settings.MORE_RELAYS)]


def _account(said: Mapping[str, Any]) -> Account:
    outbox = said.get("OUTBOX_DIR")
    return Account(
        name=said.get("RELAY_NAME") or said.get("EMAIL_HOST") or "relay",
        backend=said["RELAY_BACKEND"],
        outbox=Path(outbox) if outbox else None,
        host=said.get("EMAIL_HOST", "localhost"),
        port=said.get("EMAIL_PORT", 25),
        user=said.get("EMAIL_HOST_USER", ""),
        password=said.get("EMAIL_HOST_PASSWORD", ""),
        starttls=said.get("EMAIL_USE_TLS", False),
        tls=said.get("EMAIL_USE_SSL", False),
        timeout=said.get("EMAIL_TIMEOUT") or DEFAULT_TIMEOUT,
        limits=tuple(
            Limit(letters, PERIODS[period], domain) for letters, period, domain in said.get("RELAY_LIMITS", ())
        ),
        warm_up=said.get("RELAY_WARM_UP", 0),
    )
