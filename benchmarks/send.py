"""Letters a second: the whole way, with a durable row before and after each letter, against plain smtplib.

    python benchmarks/send.py [--sizes 500,2000,10000] [--least-ratio 0.15] [--most-growth 1.10]

Both send the demo newsletter to the same sink (`benchmarks/_sink.py`) in the same run. *Whole way*: `mailing start`,
frozen rows in a database of its own (a file, or on the PostgreSQL server that DATABASE_URL names), an embedded Valkey
(or REDIS_URL), a real Celery worker as `make run` starts it. *Plain smtplib*: one prebuilt message, one connection,
nothing written down. Peak memory is that of the worker's largest process. Exits with 1 when the ratio is under its
aim, or when memory grows with the number of recipients.
"""

from __future__ import annotations

import argparse
import logging
import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._databases import default_databases, place_of  # noqa: E402

WORKER = ["celery", "--quiet", "-A", "cms", "worker", "--loglevel", "WARNING", "--concurrency", "2"]
PATIENCE = 600.0


@dataclass(frozen=True)
class Measure:
    """What one size gave: seconds for each way, and the peak of the worker's largest process, in megabytes."""

    letters: int
    whole_way: float
    plain: float
    freezing: float
    peak: float

    @property
    def ratio(self) -> float:
        """The speed of the whole way, in the speed of plain smtplib."""
        return self.plain / self.whole_way


def main() -> int:
    options = _options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parvis-bench-")))
        port = stack.enter_context(_sink())
        database, _copies = stack.enter_context(place_of(default_databases().split(",")[-1], folder))
        _prepare(database, folder, port, stack)
        measures = [_measure(size, port, folder) for size in options.sizes]
    return report(measures, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sizes = lambda text: [int(size) for size in text.split(",")]  # noqa: E731
    parser.add_argument("--sizes", type=sizes, default=[500, 2000, 10000], help="recipients, separated by commas")
    parser.add_argument(
        "--least-ratio", type=float, default=0.15, help="of the speed of plain smtplib, at the largest size"
    )
    parser.add_argument(
        "--most-growth", type=float, default=1.10, help="of peak memory, from the smallest to the largest size"
    )
    return parser.parse_args()


@contextmanager
def _sink() -> Iterator[int]:
    command = [sys.executable, str(ROOT / "benchmarks" / "_sink.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sink:
        assert sink.stdout is not None  # noqa: S101
        try:
            yield int(sink.stdout.readline())
        finally:
            sink.terminate()


def _prepare(database: str, folder: Path, port: int, stack: ExitStack) -> None:
    """A site of its own with the demo council, whose letters go to the sink."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="cms.settings.local",
        DATABASE_URL=database,
        VAR_DIR=str(folder),
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
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


def _measure(letters: int, port: int, folder: Path) -> Measure:
    page, topic = _newsletter_to(letters)
    with _worker(folder) as worker:
        started = time.perf_counter()
        mailing = _freeze(page, topic)
        frozen = time.perf_counter()
        peak = _send(mailing, worker)
        sent = time.perf_counter()
    _check(mailing, letters)
    plain = _plain(mailing, letters, port)
    return Measure(letters, sent - frozen, plain, frozen - started, peak)


def _newsletter_to(letters: int) -> tuple[Any, Any]:
    """A copy of the demo newsletter, and a topic with so many confirmed people."""
    from django.utils import timezone

    from newsletters.domain.addresses import hash_address
    from newsletters.enums import SubscriptionState
    from newsletters.models import NewsletterPage, Subscriber, Subscription, Topic

    written = NewsletterPage.objects.live().order_by("pk").last()
    page = written.copy(
        update_attrs={"slug": f"mesure-{letters}", "title": f"Mesure de {letters} lettres"}, keep_live=True
    )
    topic = Topic.objects.create(name=f"Mesure {letters}", slug=f"mesure-{letters}")
    addresses = [f"mesure{letters}-{number}@example.org" for number in range(letters)]
    people = Subscriber.objects.bulk_create(
        Subscriber(email=address, address_hash=hash_address(address), confirmed_at=timezone.now())
        for address in addresses
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=person, topic=topic, state=SubscriptionState.ACTIVE) for person in people
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


def _plain(mailing: Any, letters: int, port: int) -> float:
    """Seconds for as many letters with smtplib: one connection, one message built beforehand."""
    message = _one_letter(mailing)
    started = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as connection:
        for number in range(letters):
            connection.sendmail("conseil@example.org", [f"mesure{number}@example.org"], message)
    return time.perf_counter() - started


def _one_letter(mailing: Any) -> bytes:
    """A letter like those of the whole way, of the same weight."""
    from django.utils import timezone

    from newsletters.domain.links import preferences_url, unsubscribe_url
    from newsletters.domain.message import Person, build_template

    delivery = mailing.deliveries.first()
    urls = (
        unsubscribe_url(delivery.subscriber_id, mailing.topics.values_list("pk", flat=True)),
        preferences_url(delivery.subscriber_id),
    )
    return build_template(mailing, timezone.now()).fill(Person(1, "mesure@example.org", *urls))


def _wait(condition: Callable[[], bool], what: str) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > give_up_at:
            sys.exit(f"waited {PATIENCE:.0f} s for this: {what}")
        time.sleep(0.05)


def report(measures: list[Measure], options: argparse.Namespace) -> int:
    """Print the table; 1 where an aim is missed, at the largest size, 0 otherwise."""
    from django.db import connection

    print(f"{connection.vendor}, {os.cpu_count()} cores, letters of the demo newsletter\n")
    print("  letters   whole way   plain smtplib   ratio   freezing   peak of the worker")
    for one in measures:
        print(
            f"{one.letters:>9}   {one.letters / one.whole_way:>6.0f} /s   {one.letters / one.plain:>10.0f} /s   "
            f"{one.ratio:>5.2f}   {one.freezing:>6.2f} s   {one.peak:>10.0f} MB"
        )
    growth = measures[-1].peak / measures[0].peak
    print(f"\nmemory from {measures[0].letters} to {measures[-1].letters} letters: × {growth:.2f}")
    missed = []
    if measures[-1].ratio < options.least_ratio:
        missed.append(f"ratio {measures[-1].ratio:.2f} is under {options.least_ratio}")
    if growth > options.most_growth:
        missed.append(f"memory grew × {growth:.2f}, more than × {options.most_growth}")
    print("\n".join(["missed: " + sentence for sentence in missed] or ["every aim is met"]))
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
