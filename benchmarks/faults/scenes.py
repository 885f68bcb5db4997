"""The faults, one by one: what is done to whom, and how many doubtful or refused letters may come of it."""

from __future__ import annotations

import time

from benchmarks.faults.relay import CUT, HANG
from benchmarks.faults.rounds import Fault, Reckoning, Round


def killed(part: str, connections: int) -> Fault:
    """``kill -9`` at a random moment; whoever starts it again, the mailing ends."""

    def play(round_: Round) -> Reckoning:
        round_.wait_for_random_moment()
        round_.house.kill(part)
        round_.house.mend(part)
        round_.forget_leases()
        round_.finish()
        spared = part == "beat"
        return round_.reckon(f"kill -9, {part}", most_doubtful=0 if spared else connections)

    return play


def emptied(round_: Round) -> Reckoning:
    """Everything that the broker holds is gone."""
    import redis
    from django.conf import settings

    round_.wait_for_random_moment()
    redis.Redis.from_url(settings.REDIS_URL).flushall()
    round_.finish()
    return round_.reckon("broker emptied")


def cut_off_from_database(connections: int) -> Fault:
    """Every connection to PostgreSQL is ended at once, as its restart does."""

    def play(round_: Round) -> Reckoning:
        from django.db import connection

        round_.wait_for_random_moment()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        time.sleep(1)
        round_.house.wait_for_worker()
        round_.forget_leases()
        round_.finish()
        return round_.reckon("database restarted", most_doubtful=connections)

    return play


def started_twice(round_: Round) -> Reckoning:
    """Everything is called again and again while it goes on."""
    from newsletters.tasks import make_rounds_task, start_delivering

    for _time in range(5):
        start_delivering(round_.mailing.pk)
        make_rounds_task.delay()
    round_.finish()
    return round_.reckon("called five times at once")


def away(seconds: float, connections: int) -> Fault:
    """The relay is switched off in the middle, for so long; the mailing pauses itself and goes on by itself."""

    def play(round_: Round) -> Reckoning:
        round_.wait_for_random_moment()
        round_.server.close()
        back_at = time.monotonic() + seconds
        round_.wait_for_state("paused")
        reason = round_.mailing.pause_reason
        time.sleep(max(0.0, back_at - time.monotonic()))
        round_.server.open()
        round_.finish(hastening=seconds < 60)
        end = round_.reckon(f"relay away for {seconds:.0f} s", most_doubtful=connections)
        if "serveur de courriel" not in reason:
            end.wrong.append(f"the pause does not say why: {reason!r}")
        return end

    return play


def misbehaving(
    name: str, stage: str, words: str, *, after: int, times: int, doubtful: int = 0, refused: int = 0
) -> Fault:
    """The server says this at the letters from the ``after``-th on, ``times`` times, then behaves again."""

    def play(round_: Round) -> Reckoning:
        first = after * round_.letters // 100 + 1
        round_.server.misbehave = lambda at, _who, place: (
            words if at == stage and first <= place < first + times else ""
        )
        round_.finish(hastening=True)
        return round_.reckon(name, most_doubtful=doubtful, refused=refused)

    return play


def refuses_until_paused(round_: Round) -> Reckoning:
    """The server takes a quarter, then refuses everyone until the mailing pauses itself; then somebody mends it."""
    first = round_.letters // 4 + 1
    round_.server.misbehave = lambda at, _who, place: "554 5.7.1 denied" if at == "rcpt" and place >= first else ""
    round_.wait_for_state("paused")
    round_.server.misbehave = lambda _at, _who, _place: ""
    round_.finish(hastening=True)
    return round_.reckon("takes some, then refuses everyone")


def relay_scenes(connections: int) -> list[Fault]:
    """What a relay may say or do. More refusals in a row than a person's can be are about us: nobody is set aside."""
    return [
        refuses_until_paused,
        misbehaving("421 in the middle", "rcpt", "421 4.3.2 closing", after=30, times=2),
        misbehaving("451, tried again later", "rcpt", "451 4.7.1 greylisted", after=10, times=3),
        misbehaving("552 to one", "letter", "552 5.2.2 mailbox full", after=20, times=1, refused=1),
        misbehaving("550 to one", "rcpt", "550 5.1.1 no such person", after=20, times=1, refused=1),
        misbehaving("cut before the letter", "rcpt", CUT, after=30, times=1),
        misbehaving("cut after the letter, before the answer", "letter", CUT, after=30, times=1, doubtful=1),
        misbehaving("hangs before the answer", "letter", HANG, after=30, times=1, doubtful=1),
    ]
