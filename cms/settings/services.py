"""Turns the URLs of outside services into Django's settings."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ

env = environ.Env()

# SQLite shared by the web server and the worker: without these it answers "database is locked"
# under the first real load; with them writers queue for up to 20 s instead.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def database(url: str) -> dict[str, Any]:
    """The ``DATABASES`` entry for a URL, with what each engine needs to be shared by processes."""
    config = env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
    else:
        config["CONN_HEALTH_CHECKS"] = True
    return config


PERIODS = {"minute", "hour", "day"}


def mail(url: str) -> dict[str, Any]:
    """Django's mail settings for ``smtp://``, ``smtp+tls://``, ``smtps://``, ``outbox:///folder`` or ``backend:///``.

    The outbox is a Maildir that the local site shows in the browser; no letter leaves the machine. The path of the last
    is that of a Django mail backend, such as those of django-anymail. What follows « ? » says how much it takes:
    ``minute``, ``hour`` and ``day`` (letters), ``to`` (``gmail.com:20/minute``, as often as one likes), ``warm_up``
    (letters of its first day, doubled each day), and ``name``. Raises ``ValueError`` for anything else.
    """
    parts = urlsplit(url)
    habits = _habits(parts.query, parts.hostname or parts.scheme)
    if parts.scheme == "outbox":
        return habits | {"EMAIL_BACKEND": "newsletters.relay.OutboxBackend", "OUTBOX_DIR": unquote(parts.path)}
    if parts.scheme == "backend":
        backend = parts.path.strip("/")
        return habits | {"EMAIL_BACKEND": backend, "RELAY_BACKEND": backend, "OUTBOX_DIR": None}
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"}:
        raise ValueError("EMAIL_URL must begin with smtp://, smtp+tls://, smtps://, outbox:/// or backend:///")
    return habits | {
        "EMAIL_BACKEND": "newsletters.relay.SignedBackend",
        "OUTBOX_DIR": None,
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 30,
    }


def return_address(address: str) -> str:
    """The return address of the letters, with ``{token}`` in its local part; after a + where it says no place for it.

    `retour@conseil.example` becomes `retour+{token}@conseil.example`. Empty stays empty. Raises ``ValueError`` for
    what is no address.
    """
    local, at, domain = address.strip().rpartition("@")
    if not address.strip():
        return ""
    if not (local and at and "." in domain):
        raise ValueError("RETURN_ADDRESS must be an address: retour@conseil.example or {token}@retours.conseil.example")
    return f"{local}@{domain}" if "{token}" in local else f"{local}+{{token}}@{domain}"


def quiet_hours(hours: str) -> tuple[int, int] | None:
    """« 21-8 » as hours of the clock; ``None`` where both are the same. Raises ``ValueError`` for anything else."""
    begins, _dash, ends = hours.partition("-")
    if not (begins.isdecimal() and ends.isdecimal() and int(begins) < 24 and int(ends) < 24):
        raise ValueError("QUIET_HOURS must be two hours of the clock: 21-8")
    return None if int(begins) == int(ends) else (int(begins), int(ends))


def dkim_key(text: str, path: str) -> str:
    """The private key that signs letters: the PEM text itself, or that of a file; nothing for none."""
    return text or (Path(path).read_text() if path else "")


def more_relays(urls: str) -> list[dict[str, Any]]:
    """The same settings for each of the URLs, which spaces separate; each relay has a name of its own."""
    relays = [mail(url) for url in urls.split()]
    names = [relay["RELAY_NAME"] for relay in relays]
    if len(set(names)) != len(names):
        raise ValueError("two relays of MORE_RELAYS have the same name: give each one with ?name=")
    return relays


def _habits(query: str, name: str) -> dict[str, Any]:
    """What a relay's URL says after « ? »; a limit is (letters, period, domain), the domain "" being everybody's."""
    asked = parse_qs(query, strict_parsing=bool(query))
    if unknown := asked.keys() - PERIODS - {"to", "warm_up", "name"}:
        raise ValueError(f"a mail server's URL says minute, hour, day, to, warm_up or name, not {min(unknown)}")
    try:
        limits = [(int(asked[period][-1]), period, "") for period in sorted(PERIODS & asked.keys())]
        for domain in asked.get("to", []):
            name_of_domain, letters, period = re.fullmatch(r"([^:]+):(\d+)/(minute|hour|day)", domain).groups()  # type: ignore[union-attr]
            limits.append((int(letters), period, name_of_domain.lower()))
        warm_up = int(asked.get("warm_up", ["0"])[-1])
    except (ValueError, AttributeError) as error:
        raise ValueError("a limit is written minute=30, hour=500, day=2000, to=gmail.com:20/minute") from error
    if any(letters < 1 for letters, _period, _domain in limits) or warm_up < 0:
        raise ValueError("a mail server that takes no letter is no mail server: a limit is 1 or more")
    return {
        "RELAY_BACKEND": "",
        "RELAY_NAME": asked.get("name", [name])[-1],
        "RELAY_LIMITS": limits,
        "RELAY_WARM_UP": warm_up,
    }


def storages(media_url: str, media_root: str, base_url: str, *, manifest: bool) -> dict[str, Any]:
    """``STORAGES``: media on a disk, or in an S3-compatible bucket for ``s3://key:secret@host/bucket``.

    The bucket stays private: readers get pictures from the site's own address (`cms/media.py`), in
    links that never expire, as letters need. Raises ``ValueError`` for any other scheme.
    """
    parts = urlsplit(media_url)
    media: dict[str, Any]
    if parts.scheme == "s3":
        media = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "access_key": unquote(parts.username or ""),
                "secret_key": unquote(parts.password or ""),
                "bucket_name": parts.path.strip("/"),
                "endpoint_url": f"https://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
                "custom_domain": f"{urlsplit(base_url).netloc}/media",
                "file_overwrite": False,
            },
        }
    elif media_url:
        raise ValueError("MEDIA_STORAGE must be empty (a local folder) or begin with s3://")
    else:
        media = {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": media_root},
        }
    static = (
        "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if manifest
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    return {"default": media, "archive": _beside(media), "staticfiles": {"BACKEND": static}}


def _beside(media: dict[str, Any]) -> dict[str, Any]:
    """The files of the memory, in a folder of the media that neither nginx nor `cms/media.py` ever serves."""
    options = dict(media["OPTIONS"])
    if "bucket_name" in options:
        return {**media, "OPTIONS": {**options, "location": "archive"}}
    return {**media, "OPTIONS": {"location": f"{options['location']}/archive"}}


def cache(redis_url: str) -> dict[str, Any]:
    """The shared cache, twice over one server: safeguards by default, what merely saves work under ``pages``.

    They differ in what happens while the server does not answer (`cms/shared_cache.py`).
    """
    shared = {
        "LOCATION": redis_url,
        "KEY_PREFIX": "parvis",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
    return {
        "default": {"BACKEND": "cms.shared_cache.Safeguard", **shared},
        "pages": {"BACKEND": "cms.shared_cache.SpeedUp", **shared},
    }
