"""How long the board waits for its answers, at the size of a large council and at a tenth of it.

    python benchmarks/crm.py [--people 10000] [--databases sqlite,postgres://…] [--repeat 15] [--patience 1]

Makes a seeded neighbourhood (for 10,000 people: 1,000 organizations, 20,000 memberships, 50,000 contacts) in databases
of its own, asks each question once to warm up and then several times, and prints the median and the 95th percentile in
milliseconds, and how long the processor worked at it (without the waiting for others, nor what a database server does);
beside them, in the same run, a plain way to the same rows (bare SQL, rapidfuzz on every pair, bulk_create)
with the ratio, and the median at a tenth of the size. An import has half as many lines as there are people. Exits with
1 where a median of the full size is over its aim, or where an answer is not that of the plain way.

On PostgreSQL (by default too, where DATABASE_URL names one) the databases are made on that server and dropped at the
end. With --repeat 5, each kind of database took five minutes on two cores that had seven other things to do.
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
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._databases import DATABASES_HELP, default_databases, place_of, run  # noqa: E402
from benchmarks._lists import STEPS, WHOLE, by_bulk_create, import_and_undo, make_list  # noqa: E402
from benchmarks._neighbourhood import make_neighbourhood  # noqa: E402
from benchmarks._questions import AN_IMPORT, questions  # noqa: E402

TIMES_WHEN_SLOW = 3


@dataclass(frozen=True)
class Measure:
    """One question: its aim in milliseconds, and in seconds: each asking, the plain way, the processor's own time."""

    name: str
    aim: int
    seconds: list[float]
    plain: float | None = None
    processor: float | None = None

    @property
    def median(self) -> float:
        return 1000 * statistics.median(self.seconds)

    @property
    def late(self) -> float:
        """The 95th percentile."""
        return 1000 * sorted(self.seconds)[round(0.95 * (len(self.seconds) - 1))]

    @property
    def ratio(self) -> str:
        return f"× {self.median / (1000 * self.plain):.1f}" if self.plain else ""


def main() -> int:
    options = _options()
    if options.measure:
        print(json.dumps([asdict(one) for one in _measure(options.people, options.repeat)]))
        return 0
    missed = []
    for database in options.databases.split(","):
        full, tenth = _both_sizes(database, options)
        missed += report(urlsplit(database).scheme or database, options.people, full, tenth, options.patience)
    print("\n".join(["missed: " + sentence for sentence in missed] or ["every aim is met"]))
    return bool(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000, help="a tenth of organizations, twice the memberships…")
    parser.add_argument("--repeat", type=int, default=15, help="how often each question is asked")
    parser.add_argument("--databases", default=default_databases(), help=DATABASES_HELP)
    parser.add_argument("--patience", type=float, default=1.0, help="how many times the aims, on a busy machine")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _both_sizes(database: str, options: argparse.Namespace) -> list[list[Measure]]:
    folder = tempfile.TemporaryDirectory(prefix="parvis-bench-")
    with folder as var, place_of(database, Path(var)) as (_prepared, copies):
        return [
            _in_its_own_process(copy, Path(var), size, options.repeat)
            for copy, size in zip(copies, (options.people, options.people // 10), strict=True)
        ]


def _in_its_own_process(url: Callable[[], str], folder: Path, people: int, repeat: int) -> list[Measure]:
    said = run(url(), folder, __file__, "--measure", "--people", str(people), "--repeat", str(repeat))
    return [Measure(**one) for one in json.loads(said.splitlines()[-1])]


def _measure(people: int, repeat: int) -> list[Measure]:
    import cms.wsgi  # noqa: F401 – what a web server has loaded when the first page is asked for

    logging.disable(logging.WARNING)
    make_neighbourhood(people)
    measures = []
    for one in questions():
        found, expected = one.ask(), one.plain()
        if one.is_compared and found != expected:
            sys.exit(f"{one.name}: {found} found, {expected} by the plain way")
        times = min(repeat, TIMES_WHEN_SLOW) if one.is_slow else repeat
        plain = statistics.median(_seconds(one.plain) for _ in range(1 if one.is_slow else times))
        worked = time.process_time()
        seconds = [_seconds(one.ask) for _ in range(times)]
        measures.append(Measure(one.name, one.aim, seconds, plain, (time.process_time() - worked) / times))
    return [*measures, *_measure_import(people // 2, min(repeat, TIMES_WHEN_SLOW))]


def _measure_import(lines: int, times: int) -> list[Measure]:
    raw = make_list(lines)
    worked = time.process_time()
    taken = [import_and_undo(raw) for _ in range(times)]
    processor = (time.process_time() - worked) / times
    plain = _seconds(partial(by_bulk_create, raw))
    steps = [Measure(step, AN_IMPORT, [one[step] for one in taken]) for step in STEPS]
    return [*steps, Measure(WHOLE, AN_IMPORT, [one[WHOLE] for one in taken], plain, processor)]


def _seconds(ask: Callable[[], Any]) -> float:
    started = time.perf_counter()
    ask()
    return time.perf_counter() - started


def report(database: str, people: int, full: list[Measure], tenth: list[Measure], patience: float = 1.0) -> list[str]:
    """Print the table; a sentence for each aim that is missed."""
    busy, cores = os.getloadavg()[0], os.cpu_count()
    print(f"\n{database}, {people} people, and {people // 10}: milliseconds, on {cores} cores (load {busy:.1f})\n")
    heads = ("median", "95 %", "worked", "plain", "ratio", "tenth", "growth", "aim")
    print(f"  {'question':<27}" + "".join(f"{head:>9}" for head in heads))
    missed = []
    for one, small in zip(full, tenth, strict=True):
        cells = (
            f"{one.median:.0f}",
            f"{one.late:.0f}",
            f"{1000 * one.processor:.0f}" if one.processor else "",
            f"{1000 * one.plain:.1f}" if one.plain else "",
            one.ratio,
            f"{small.median:.0f}",
            f"× {one.median / small.median:.1f}",
            f"{one.aim}",
        )
        print(f"  {one.name:<27}" + "".join(f"{cell:>9}" for cell in cells))
        if one.median > one.aim * patience:
            missed.append(f"{one.name} takes {one.median:.0f} ms on {database}, more than {one.aim}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
