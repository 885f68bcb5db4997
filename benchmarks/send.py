"""Letters a second: the whole way, with durable rows, against plain smtplib, Django's own way, and the C limit.

    python benchmarks/send.py [--letters 20000] [--growth 2000,200000] [--databases sqlite,postgres://…] [--repeat 3]

All send the demo newsletter to one sink: smtp-sink of Debian's postfix where it is on the PATH (or in /usr/sbin), and
`benchmarks/_sink.py` otherwise. *Whole way*: frozen rows, each leaving and each answer durable, in a database of its
own; an embedded Valkey (or REDIS_URL), a real Celery worker with one and with two tasks of 8 connections each. *Plain
smtplib*: one prebuilt message, one connection, nothing written down. *Django*: a message built and sent a person, over
one connection kept open. *Limit*: smtp-source, which builds nothing and writes nothing, with 16 sessions. The ways take
turns, and each figure is the median. Exits with 1 where an aim is missed: with two tasks (on PostgreSQL where it is
measured) 0.30 of the limit and four times Django; from the first size of --growth to the last, memory × 1.10 at most
and speed within 15 %; 200,000 people frozen in 20 seconds.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._databases import DATABASES_HELP, default_databases, place_of  # noqa: E402

WORKER = ["celery", "--quiet", "-A", "cms", "worker", "--loglevel", "WARNING", "--concurrency", "2"]
ABREAST = 8
PATIENCE = 900.0
DJANGO_LETTERS = 2000


@dataclass(frozen=True)
class Measure:
    """One way in one database: letters a second, and of the whole way: seconds of freezing, peak in megabytes."""

    database: str
    way: str
    letters: int
    speed: float
    freezing: float = 0.0
    peak: float = 0.0


def main() -> int:
    options = _options()
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        for number, database in enumerate(options.databases.split(",")):
            # Django reads its settings once in a process: each database has its own.
            written = Path(folder) / f"{number}.json"
            child = os.fork()
            if child == 0:
                os._exit(_measure(database, options, written))
            if os.waitpid(child, 0)[1]:
                return 1
            measures += [Measure(**one) for one in json.loads(written.read_text())]
    return report(measures, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sizes = lambda text: [int(size) for size in text.split(",") if size]  # noqa: E731
    parser.add_argument("--letters", type=int, default=20000, help="of each way")
    parser.add_argument("--growth", type=sizes, default=[2000, 200000], help="two sizes with two tasks, or nothing")
    parser.add_argument("--databases", default=default_databases(), help=DATABASES_HELP)
    parser.add_argument("--repeat", type=int, default=3, help="how many times the ways take turns")
    parser.add_argument("--least-of-limit", type=float, default=0.30, help="of the speed of smtp-source")
    parser.add_argument("--least-of-django", type=float, default=4.0, help="times the speed of Django's own way")
    parser.add_argument("--most-growth", type=float, default=1.10, help="of peak memory")
    parser.add_argument("--most-slowing", type=float, default=0.15, help="of speed, either way")
    parser.add_argument("--most-freezing", type=float, default=20.0, help="seconds for 200,000 people")
    return parser.parse_args()


def _measure(database: str, options: argparse.Namespace, written: Path) -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parvis-bench-")))
        port = stack.enter_context(_sink())
        url, _copies = stack.enter_context(place_of(database, folder))
        _prepare(url, folder, port, stack)
        ways = _Ways(database.partition(":")[0], folder, port)
        measures = [one for turn in range(options.repeat) for one in ways.turn(options.letters, turn)]
        measures += [ways.whole(size, 2, f"growth{size}", "grown") for size in options.growth]
    written.write_text(json.dumps([asdict(one) for one in measures]))
    return 0


def tool(name: str) -> str | None:
    """A program of Debian's postfix, which root alone has on its PATH."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def _sink() -> Iterator[int]:
    """Something that takes every letter and keeps none; a process of its own, and its port."""
    sink = tool("smtp-sink")
    command = [sys.executable, str(ROOT / "benchmarks" / "_sink.py")]
    if sink:
        command = [sink, *(["-u", "nobody"] if os.getuid() == 0 else []), f"127.0.0.1:{(port := _free_port())}", "256"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101
        try:
            if sink:
                _wait(lambda: _listens(port), "smtp-sink listens")
            yield port if sink else int(process.stdout.readline())
        finally:
            process.terminate()


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost"):
            return True
    except OSError:
        return False


def _prepare(database: str, folder: Path, port: int, stack: ExitStack) -> None:
    """A site of its own with the demo council, whose letters go to the sink."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="cms.settings.local",
        DATABASE_URL=database,
        VAR_DIR=str(folder),
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
        RELAY_CONNECTIONS=str(ABREAST),
    )
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.core.management import call_command
    from django.db import connections

    from cms.embedded.broker import start_broker

    stack.callback(connections.close_all)
    if "REDIS_URL" not in os.environ:
        stack.callback(start_broker(folder).stop)
    call_command("load_demo", stdout=open(os.devnull, "w"))  # noqa: SIM115


class _Ways:
    """The ways to send so many letters, in one database and to one sink."""

    def __init__(self, database: str, folder: Path, port: int) -> None:
        self._database, self._folder, self._port = database, folder, port

    def turn(self, letters: int, number: int) -> Iterator[Measure]:
        """Each way once."""
        for tasks in (1, 2):
            yield self.whole(letters, tasks, f"turn{number}-{tasks}", f"{tasks} task{'s' if tasks > 1 else ''}")
        message = _one_letter()
        yield Measure(self._database, "smtplib", letters, self._smtplib(message, letters))
        few = min(letters, DJANGO_LETTERS)
        yield Measure(self._database, "Django", few, self._django(few))
        if limit := self._limit(message, letters):
            yield Measure(self._database, "limit", letters, limit)

    def whole(self, letters: int, tasks: int, name: str, way: str) -> Measure:
        """The whole way; the worker is ready before it begins."""
        from django.conf import settings

        settings.MAILING_CONNECTIONS = tasks
        page, topic = newsletter_to(letters, name)
        with _worker(self._folder) as worker:
            started = time.perf_counter()
            mailing = _freeze(page, topic)
            frozen = time.perf_counter()
            peak = _send(mailing, worker)
            sent = time.perf_counter()
        _check(mailing, letters)
        return Measure(self._database, way, letters, letters / (sent - frozen), frozen - started, peak)

    def _smtplib(self, message: bytes, letters: int) -> float:
        started = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", self._port, local_hostname="localhost") as connection:
            for number in range(letters):
                connection.sendmail("conseil@example.org", [f"mesure{number}@example.org"], message)
        return letters / (time.perf_counter() - started)

    def _django(self, letters: int) -> float:
        from django.core.mail import EmailMultiAlternatives, get_connection

        from newsletters.domain.links import preferences_url, unsubscribe_url, with_nobodys_links
        from newsletters.models import Mailing

        mailing = Mailing.objects.latest("pk")
        text, html = with_nobodys_links(mailing.text), with_nobodys_links(mailing.html)
        started = time.perf_counter()
        with get_connection() as connection:
            for number in range(1, letters + 1):
                headers = {"List-Unsubscribe": f"<{unsubscribe_url(number)}>", "X-Choices": preferences_url(number)}
                to = [f"mesure{number}@example.org"]
                message = EmailMultiAlternatives(mailing.subject, text, "conseil@example.org", to, headers=headers)
                message.attach_alternative(html, "text/html")
                connection.send_messages([message])
        return letters / (time.perf_counter() - started)

    def _limit(self, message: bytes, letters: int) -> float | None:
        source = tool("smtp-source")
        if source is None or tool("smtp-sink") is None:
            return None
        written = self._folder / "letter.eml"
        written.write_bytes(message.replace(b"\r\n", b"\n"))
        command = [source, "-d", "-s", str(2 * ABREAST), "-m", str(letters), "-F", str(written), "-M", "localhost"]
        command += ["-f", "conseil@example.org", "-t", "mesure@example.org", f"127.0.0.1:{self._port}"]
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return letters / (time.perf_counter() - started)


def newsletter_to(letters: int, name: str) -> tuple[Any, Any]:
    """A copy of the demo newsletter, and a topic of that name with so many confirmed people."""
    from django.utils import timezone

    from newsletters.domain.addresses import hash_address
    from newsletters.enums import SubscriptionState
    from newsletters.models import NewsletterPage, Subscriber, Subscription, Topic

    written = NewsletterPage.objects.live().order_by("pk").last()
    page = written.copy(update_attrs={"slug": name, "title": f"{name}, {letters} lettres"}, keep_live=True)
    topic = Topic.objects.create(name=name, slug=name)
    addresses = [f"{name}-{number}@example.org" for number in range(letters)]
    people = Subscriber.objects.bulk_create(
        (
            Subscriber(email=address, address_hash=hash_address(address), confirmed_at=timezone.now())
            for address in addresses
        ),
        batch_size=2000,
    )
    Subscription.objects.bulk_create(
        (Subscription(subscriber=person, topic=topic, state=SubscriptionState.ACTIVE) for person in people),
        batch_size=2000,
    )
    return page, topic


@contextmanager
def _worker(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that is ready, as `make run` starts it; what it says goes to a file."""
    from cms.celery import app

    command = [sys.executable, "-m", *WORKER, "--without-gossip", "--without-mingle"]
    with (folder / "worker.log").open("ab") as log:
        worker = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=log, stderr=log)
    try:
        _wait(lambda: bool(app.control.ping(timeout=0.2)), "the worker is ready")
        yield worker
    finally:
        worker.terminate()
        worker.wait(timeout=60)


def _freeze(page: Any, topic: Any) -> Any:
    from django.utils import timezone

    from newsletters.domain.sending import start_mailing

    return start_mailing(page, [topic], by=None, now=timezone.now())


def _send(mailing: Any, worker: subprocess.Popen[bytes]) -> float:
    """Let the worker send it all; the peak of its largest process, in megabytes."""
    from newsletters.enums import MailingState
    from newsletters.models import Mailing
    from newsletters.tasks import start_delivering

    start_delivering(mailing.pk)
    _wait(lambda: Mailing.objects.filter(pk=mailing.pk, state=MailingState.FINISHED).exists(), "every letter has left")
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    return max(_peak_memory(pid) for pid in (str(worker.pid), *children))


def _peak_memory(pid: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _check(mailing: Any, letters: int) -> None:
    """A fast way that loses letters would be no measure."""
    sent = {state: total for state, total in mailing.deliveries.count_by_state().items() if total}
    if sent != {"sent": letters}:
        sys.exit(f"{letters} letters were to be sent: {sent}")


def _one_letter() -> bytes:
    """A letter like those of the whole way, of the same weight."""
    from django.utils import timezone

    from newsletters.domain.links import preferences_url, unsubscribe_url
    from newsletters.domain.message import Person, build_template
    from newsletters.models import Mailing

    urls = unsubscribe_url(1, [1]), preferences_url(1)
    return build_template(Mailing.objects.latest("pk"), timezone.now()).fill(Person(1, "mesure@example.org", *urls))


def _wait(condition: Callable[[], bool], what: str) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > give_up_at:
            sys.exit(f"waited {PATIENCE:.0f} s for this: {what}")
        time.sleep(0.05)


def report(measures: list[Measure], options: argparse.Namespace) -> int:
    """Print the table; 1 where an aim is missed, 0 otherwise."""
    print(f"{os.cpu_count()} cores (load {os.getloadavg()[0]:.1f}), letters of the demo newsletter\n")
    missed = []
    for database in dict.fromkeys(one.database for one in measures):
        here = [one for one in measures if one.database == database]
        speeds = {way: _median(here, way) for way in dict.fromkeys(one.way for one in here) if way != "grown"}
        _print_speeds(database, speeds)
        if database == _judged(measures):
            missed += _missed_speeds(speeds, options)
        missed += _missed_growth(database, [one for one in here if one.way == "grown"], options)
    print("\n".join(["missed: " + sentence for sentence in missed] or ["every aim is met"]))
    return bool(missed)


def _judged(measures: list[Measure]) -> str:
    """The database whose speed has an aim: PostgreSQL where it is measured."""
    databases = [one.database for one in measures]
    return next((name for name in databases if name != "sqlite"), "sqlite")


def _median(measures: list[Measure], way: str) -> float:
    return statistics.median(one.speed for one in measures if one.way == way)


def _print_speeds(database: str, speeds: dict[str, float]) -> None:
    print(f"{database}: letters a second, and times the limit, smtplib, Django")
    for way, speed in speeds.items():
        ratios = "  ".join(
            f"{speed / speeds[other]:>6.2f}" if other in speeds else "     –"
            for other in ("limit", "smtplib", "Django")
        )
        print(f"  {way:<8} {speed:>7.0f}  {ratios}")
    if "limit" not in speeds:
        print("  the limit was not measured: smtp-source and smtp-sink (Debian's postfix) are not here")


def _missed_speeds(speeds: dict[str, float], options: argparse.Namespace) -> list[str]:
    least = {"limit": options.least_of_limit, "Django": options.least_of_django}
    return [
        f"two tasks reach {speeds['2 tasks'] / speeds[other]:.2f} times {other}, not {ratio}"
        for other, ratio in least.items()
        if other in speeds and speeds["2 tasks"] < ratio * speeds[other]
    ]


def _missed_growth(database: str, grown: list[Measure], options: argparse.Namespace) -> list[str]:
    if not grown:
        return []
    first, last = grown[0], grown[-1]
    print(f"{database}, two tasks, as the number of letters grows")
    for one in grown:
        print(f"  {one.letters:>7} {one.speed:>7.0f}/s  frozen in {one.freezing:>6.2f} s  worker {one.peak:>4.0f} MB")
    missed = []
    if last.peak > options.most_growth * first.peak:
        missed.append(f"{database}: memory grew × {last.peak / first.peak:.2f}")
    if abs(last.speed / first.speed - 1) > options.most_slowing:
        missed.append(f"{database}: speed changed × {last.speed / first.speed:.2f}")
    if last.freezing * 200_000 / max(last.letters, 200_000) > options.most_freezing:
        missed.append(f"{database}: freezing took {last.freezing:.1f} s")
    return missed


if __name__ == "__main__":
    sys.exit(main())
