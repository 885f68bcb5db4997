"""Five hundred people ask at once for a hundred places: exactly a hundred places given, the rest waiting in order.

    python benchmarks/registrations.py [--people 500] [--places 100] [--at-once 32] [--databases sqlite,postgres://…]

Makes databases of its own (dropped at the end). In each, so many threads, each with a connection of its own, are let go
together and register people by the same verb as the site's form: the desk held, the registration, its answer and its
letter written in one transaction, the workers called on a real broker. Beside it, in the same run, a plain way to the
same guarantee with nothing around it: one `UPDATE … WHERE taken < places` and one `INSERT`, in bare SQL. Exits with 1
when a place too many or too few was given, when someone who waits came before someone who has a place, or when the
whole takes longer than the aim.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import Barrier, Thread
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._databases import DATABASES_HELP, default_databases, place_of, run  # noqa: E402

AIM = 30  # seconds for all of them


@dataclass(frozen=True)
class Rush:
    """What came of everyone asking at once; seconds for each, and for all."""

    given: int
    waiting: int
    in_order: bool
    letters: int
    seconds: list[float]
    whole: float
    plain_given: int
    plain_whole: float

    @property
    def median(self) -> float:
        return 1000 * statistics.median(self.seconds)

    @property
    def late(self) -> float:
        """The 95th percentile."""
        return 1000 * sorted(self.seconds)[round(0.95 * (len(self.seconds) - 1))]


def main() -> int:
    options = _options()
    if options.measure:
        print(json.dumps(asdict(_measure(options.people, options.places, options.at_once))))
        return 0
    missed = []
    for database in options.databases.split(","):
        missed += report(urlsplit(database).scheme or database, options, _rush_at(database, options))
    print("\n".join(["missed: " + sentence for sentence in missed] or ["every aim is met"]))
    return bool(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--places", type=int, default=100)
    parser.add_argument("--at-once", type=int, default=32, help="connections that ask at the same moment")
    parser.add_argument("--databases", default=default_databases(), help=DATABASES_HELP)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _rush_at(database: str, options: argparse.Namespace) -> Rush:
    from cms.embedded.broker import start_broker

    folder = tempfile.TemporaryDirectory(prefix="parvis-bench-")
    with folder as var, place_of(database, Path(var)) as (_prepared, copies):
        broker = start_broker(Path(var))
        try:
            numbers = ("people", "places", "at_once")
            asked = [f"--{name.replace('_', '-')}={getattr(options, name)}" for name in numbers]
            said = run(copies[0](), Path(var), __file__, "--measure", *asked, REDIS_URL=broker.url)
        finally:
            broker.stop()
        return Rush(**json.loads(said.splitlines()[-1]))


def _measure(people: int, places: int, at_once: int) -> Rush:
    import cms.wsgi  # noqa: F401 – what a web server has loaded when the first form comes in
    from crm.events.models import Registration
    from newsletters.models import RegistrationLetter

    logging.disable(logging.WARNING)
    desk_id = _open_desk(places)
    seconds, whole = _all_at_once([partial(_register, desk_id, number) for number in range(people)], at_once)
    plain_given, plain_whole = _plainly(people, places, at_once)
    states = list(Registration.objects.order_by("pk").values_list("state", flat=True))
    given = states.count("registered")
    return Rush(
        given=given,
        waiting=states.count("waiting"),
        in_order=states == ["registered"] * given + ["waiting"] * (len(states) - given),
        letters=RegistrationLetter.objects.count(),
        seconds=seconds,
        whole=whole,
        plain_given=plain_given,
        plain_whole=plain_whole,
    )


def _open_desk(places: int) -> int:
    from datetime import timedelta

    from django.utils import timezone

    from crm.events.enums import EventStatus
    from crm.events.models import Event, Question, RegistrationDesk

    starts_at = timezone.now() + timedelta(days=9)
    event = Event.objects.create(title="Fête", venue="Parc", starts_at=starts_at, status=EventStatus.PUBLISHED)
    desk = RegistrationDesk.objects.create(event=event, capacity=places)
    Question.objects.create(desk=desk, label="Une allergie?")
    return int(desk.pk)


def _register(desk_id: int, number: int) -> None:
    from django.utils import timezone

    from crm.events.domain.registering import Wish, register
    from crm.events.models import Question

    answers = tuple((question, "Aucune") for question in Question.objects.filter(desk=desk_id))
    wish = Wish(f"Personne {number}", f"personne{number}@example.org", answers=answers)
    register(desk_id, wish, timezone.now())


def _plainly(people: int, places: int, at_once: int) -> tuple[int, float]:
    """The least that keeps the promise: a counter that is never too high, and a row for everyone."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain_desk (taken integer)")
        cursor.execute("CREATE TABLE plain_line (person integer, has_place boolean)")
        cursor.execute("INSERT INTO plain_desk VALUES (0)")

    def ask(number: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE plain_desk SET taken = taken + 1 WHERE taken < %s", [places])
            cursor.execute("INSERT INTO plain_line VALUES (%s, %s)", [number, cursor.rowcount == 1])

    _seconds, whole = _all_at_once([partial(ask, number) for number in range(people)], at_once)
    with connection.cursor() as cursor:
        cursor.execute("SELECT taken FROM plain_desk")
        return int(cursor.fetchone()[0]), whole


def _all_at_once(acts: list[Callable[[], None]], threads: int) -> tuple[list[float], float]:
    """Deal the acts to so many threads and let all go together; seconds for each act, and for all of them."""
    from django.db import connection

    gate, taken = Barrier(threads + 1), [0.0] * len(acts)

    def run(first: int) -> None:
        connection.ensure_connection()
        gate.wait()
        for index in range(first, len(acts), threads):
            started = time.perf_counter()
            acts[index]()
            taken[index] = time.perf_counter() - started
        connection.close()

    crowd = [Thread(target=run, args=[first]) for first in range(threads)]
    for thread in crowd:
        thread.start()
    gate.wait()
    started = time.perf_counter()
    for thread in crowd:
        thread.join()
    return taken, time.perf_counter() - started


def report(database: str, options: argparse.Namespace, rush: Rush) -> list[str]:
    """Print what came of it; a sentence for each promise that was not kept."""
    people, places = options.people, min(options.people, options.places)
    busy, cores = os.getloadavg()[0], os.cpu_count()
    print(f"\n{database}, {people} people for {options.places} places, {options.at_once} connections at once")
    print(f"  on {cores} cores (load {busy:.1f})")
    print(f"  places given {rush.given}, waiting {rush.waiting}, in order: {rush.in_order}, letters {rush.letters}")
    print(f"  all of them: {rush.whole:.1f} s, {people / rush.whole:.0f} a second")
    print(f"  each: {rush.median:.0f} ms, 95 % {rush.late:.0f} ms")
    plain, ratio = rush.plain_whole, rush.whole / rush.plain_whole
    print(f"  a bare counter and a row, at once too: {plain:.1f} s, {rush.plain_given} given (× {ratio:.1f})")
    promises = {
        f"{rush.given} places were given and not {places}": rush.given == places,
        f"{rush.waiting} people wait and not {people - places}": rush.waiting == people - places,
        "someone who waits came before someone who has a place": rush.in_order,
        f"{rush.letters} letters were written and not {people}": rush.letters == people,
        f"it took {rush.whole:.0f} s on {database}, more than {AIM}": rush.whole <= AIM,
    }
    return [sentence for sentence, is_kept in promises.items() if not is_kept]


if __name__ == "__main__":
    sys.exit(main())
