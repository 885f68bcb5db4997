"""How long a citizen waits for the agenda and a program for its feed, with 1,000 and with 10,000 events.

    python benchmarks/agenda.py [--events 10000] [--databases sqlite,postgres://…] [--repeat 15] [--most-ratio 3]

Fills databases of its own (dropped at the end) with seeded events, half of them over, asks each question several times
through the whole of Django without the page cache, and prints medians beside those of a tenth of the events, in the
same run. The feed is asked three ways: made anew, as it is kept, and by a program that has it (304). What icalendar
alone takes to write the same events, with half of what we say of them, is the comparison. Exits with 1 where an aim is
missed.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._databases import DATABASES_HELP, default_databases, place_of, run  # noqa: E402

SEED = 1984
NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("America/Toronto"))
BATCH = 1000
FEED = "/agenda/calendrier.ics"
PAGES = {
    "coming": "/agenda/",
    "a month": "/agenda/?mois=2026-11",
    "past": "/agenda/?periode=passes",
    "words": "/agenda/?mots=corvee+plantation",
    "a kind": "/agenda/?genre=fetes",
}
# Medians in milliseconds at 10,000 events; made anew, the feed takes no longer than icalendar alone.
AIMS = {**dict.fromkeys(PAGES, 300), "feed, kept": 100, "feed, 304": 100}
FEED_OVER_ICALENDAR = 1.0


def main() -> int:
    options = _options()
    if options.measure:
        print(json.dumps(_measure(options.events, options.repeat)))
        return 0
    missed = []
    for database in options.databases.split(","):
        full, tenth = _both_sizes(database, options)
        missed += report(urlsplit(database).scheme or database, options.events, full, tenth, options.most_ratio)
    print("\n".join(["missed: " + sentence for sentence in missed] or ["every aim is met"]))
    return bool(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=15, help="how often each question is asked")
    parser.add_argument("--databases", default=default_databases(), help=DATABASES_HELP)
    parser.add_argument(
        "--most-ratio", type=float, default=3.0, help="how many times a tenth of the events a page takes"
    )
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _both_sizes(database: str, options: argparse.Namespace) -> list[dict[str, float]]:
    folder = tempfile.TemporaryDirectory(prefix="parvis-bench-")
    with folder as var, place_of(database, Path(var)) as (_prepared, copies):
        return [
            _in_its_own_process(copy, Path(var), events, options.repeat)
            for copy, events in zip(copies, (options.events, options.events // 10), strict=True)
        ]


def _in_its_own_process(url: Callable[[], str], folder: Path, events: int, repeat: int) -> dict[str, float]:
    said = run(url(), folder, __file__, "--measure", "--events", str(events), "--repeat", str(repeat))
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found


def report(database: str, events: int, full: dict[str, float], tenth: dict[str, float], most_ratio: float) -> list[str]:
    """A line a question, then the sentences of what missed its aim."""
    print(f"{database}: {'question':<18} {events // 10:>7} {events:>7} events, in ms; ratio")
    for name, ms in full.items():
        print(f"{database}: {name:<18} {tenth[name]:>7.1f} {ms:>7.1f} {ms / tenth[name]:>6.2f}")
    ratio = full["feed, made anew"] / full["icalendar alone"]
    print(f"{database}: the feed made anew takes {ratio:.2f} times what icalendar alone takes")
    missed = [
        f"{database}: {name} takes {full[name]:.0f} ms, not {aim}" for name, aim in AIMS.items() if full[name] > aim
    ]
    missed += [
        f"{database}: {name} takes {full[name] / tenth[name]:.1f} times as long with ten times the events"
        for name in ("coming", "a month")
        if full[name] > most_ratio * tenth[name]
    ]
    return missed + ([f"{database}: feed over icalendar {ratio:.2f}"] if ratio > FEED_OVER_ICALENDAR else [])


def _measure(events: int, repeat: int) -> dict[str, float]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client

    logging.disable(logging.WARNING)
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PAGE_CACHE_SECONDS = 0
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for name in ("default", "pages")
    }
    caches.settings = settings.CACHES
    _fill(events)
    client = Client()
    found = {name: _median(lambda path=path: _ask(client, path), repeat) for name, path in PAGES.items()}
    few = max(1, repeat // 5)
    found["icalendar alone"] = _median(_icalendar_alone, few)
    found["feed, made anew"] = _median(lambda: (caches["pages"].clear(), _ask(client, FEED)), few)
    etag = client.get(FEED)["ETag"]
    found["feed, kept"] = _median(lambda: _ask(client, FEED), repeat)
    found["feed, 304"] = _median(lambda: _ask(client, FEED, 304, if_none_match=etag), repeat)
    return found


def _ask(client: Any, path: str, status: int = 200, **headers: str) -> None:
    answer = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    if answer.status_code != status:
        raise SystemExit(f"{path} answers {answer.status_code}")


def _median(ask: Callable[[], Any], repeat: int) -> float:
    """In milliseconds, after one that does not count."""
    ask()
    times = []
    for _number in range(repeat):
        start = time.perf_counter()
        ask()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _fill(count: int) -> None:
    """Two events a day around now, whatever their number: a month holds as many, the past and the future grow."""
    from cms.pages.models import AgendaPage
    from crm.events.enums import Audience, EventKind, EventStatus
    from crm.events.models import Event, Venue
    from crm.partners.domain.folding import fold
    from home.models import HomePage

    chance = random.Random(SEED)  # noqa: S311
    venues = [
        Venue.objects.create(name=f"Lieu {n}", latitude=46 + n / 1000, longitude=-71 - chance.random() / 100)
        for n in range(20)
    ]
    HomePage.objects.get().add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    words = ("Corvée de plantation", "Assemblée", "Fête de la rue", "Café-jasette", "Atelier de vélo")
    rows = []
    for number in range(count):
        title, venue = f"{chance.choice(words)} {number}", chance.choice(venues)
        start = NOW + timedelta(hours=12 * (number - count // 2) + 7)
        rows.append(
            Event(
                title=title,
                slug=f"evenement-{number}",
                kind=chance.choice(EventKind.values),
                audiences=(chance.choice(Audience.values),),
                starts_at=start,
                ends_at=start + timedelta(hours=2),
                place=venue,
                venue=venue.name,
                summary="On plante, on arrose, on jase.",
                status=EventStatus.PUBLISHED if number % 20 else EventStatus.CANCELLED,
                published_at=NOW,
                search_text=fold(f"{title} {venue.name}"),
            )
        )
    for at in range(0, count, BATCH):
        Event.objects.bulk_create(rows[at : at + BATCH])


def _icalendar_alone() -> None:
    """The same events with the bare library: uid, times, title, place."""
    import icalendar

    from crm.events.models import Event

    calendar = icalendar.Calendar()
    for event in Event.objects.public().order_by("starts_at", "pk"):
        entry = icalendar.Event()
        for name, value in (
            ("uid", str(event.uid)),
            ("dtstamp", event.modified_at),
            ("dtstart", event.starts_at),
            ("dtend", event.ends_at),
            ("summary", event.title),
            ("location", event.venue),
        ):
            entry.add(name, value)
        calendar.add_component(entry)
    calendar.to_ical()


if __name__ == "__main__":
    sys.exit(main())
