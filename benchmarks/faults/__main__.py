"""Whether each letter is accounted for, whatever breaks: `make faults`.

    python -m benchmarks.faults [--rounds 20] [--letters 2000] [--outage 600] [--databases sqlite,postgres://…]

Starts the whole site as `make run` does, in a folder and a database of its own; then, one mailing after the other,
kills worker, beat, broker and supervisor in turn with SIGKILL at random moments; empties the broker; ends the
connections of the database; switches the mail server off; lets it refuse, put off, hang up and hang. Prints what became
of the letters of each mailing; exits with 1 where one was lost, arrived twice, or is doubtful without a connection that
was killed. Leases and pauses of minutes are shortened, the outage of the mail server apart.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path

from benchmarks._databases import DATABASES_HELP, default_databases, place_of
from benchmarks.faults.house import House
from benchmarks.faults.relay import MailServer
from benchmarks.faults.rounds import Fault, Reckoning, Round
from benchmarks.faults.scenes import away, cut_off_from_database, emptied, killed, relay_scenes, started_twice

VICTIMS = ("worker", "supervisor", "valkey", "beat")
WORKERS, ABREAST = 2, 2


def main() -> int:
    options = _options()
    failed = False
    for database in options.databases.split(","):
        # Django reads its settings once in a process: each database has its own.
        child = os.fork()
        if child == 0:
            status = _play(database, options)
            sys.stdout.flush()
            os._exit(status)
        _pid, status = os.waitpid(child, 0)
        failed = failed or status != 0
    return int(failed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="how many times something is killed")
    parser.add_argument("--letters", type=int, default=2000, help="of each mailing")
    parser.add_argument("--outage", type=float, default=600, help="seconds for which the mail server is away")
    parser.add_argument("--databases", default=default_databases(), help=DATABASES_HELP)
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    return parser.parse_args()


def _play(database: str, options: argparse.Namespace) -> int:
    chance, connections = random.Random(options.seed), WORKERS * ABREAST  # noqa: S311
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parvis-faults-")))
        url, _copies = stack.enter_context(place_of(database, folder))
        server = MailServer()
        server.open()
        stack.callback(server.close)
        house = _house(url, folder, server.port, stack)
        ends = []
        print(f"{database.partition(':')[0]}, {options.letters} letters a mailing, {WORKERS} × {ABREAST} connections")
        for number, fault in enumerate(_faults(options, connections)):
            ends.append(_one(fault, Round(house, server, options.letters, f"panne{number}", chance)))
        return report(ends)


def _faults(options: argparse.Namespace, connections: int) -> Iterator[Fault]:
    from django.db import connection

    for part in islice(cycle(VICTIMS), options.rounds):
        yield killed(part, connections)
    yield emptied
    yield started_twice
    if connection.vendor == "postgresql":
        yield cut_off_from_database(connections)
    yield from relay_scenes(connections)
    yield away(options.outage, connections)


def _house(url: str, folder: Path, port: int, stack: ExitStack) -> House:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="cms.settings.local",
        DATABASE_URL=url,
        VAR_DIR=str(folder),
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
        MAILING_CONNECTIONS=str(WORKERS),
        RELAY_CONNECTIONS=str(ABREAST),
        PORT="0",
    )
    os.environ.pop("REDIS_URL", None)
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.db import connections

    house = House(folder)
    stack.callback(connections.close_all)
    stack.callback(house.close)
    house.open()
    return house


def _one(fault: Fault, round_: Round) -> Reckoning:
    end = fault(round_)
    verdict = "ok" if not end.wrong else "WRONG: " + "; ".join(end.wrong)
    print(
        f"  {end.fault:<42} sent {end.sent:>5}  doubtful {end.doubtful:>2}  refused {end.refused:>2}  "
        f"lost {end.lost}  twice {end.twice}  {end.seconds:>6.1f} s  {verdict}",
        flush=True,
    )
    return end


def report(ends: list[Reckoning]) -> int:
    wrong = [end for end in ends if end.wrong]
    tallies = [(end.letters, end.lost, end.twice, end.doubtful) for end in ends]
    letters, lost, twice, doubtful = map(sum, zip(*tallies, strict=True))
    print(f"{len(ends)} mailings, {letters} letters: {lost} lost, {twice} sent twice, {doubtful} doubtful")
    print("every letter is accounted for" if not wrong else f"{len(wrong)} mailings went wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
