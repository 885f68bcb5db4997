"""One mailing, one fault, and the reckoning: how many letters were lost, sent twice, doubtful."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from benchmarks.faults.house import House, wait
from benchmarks.faults.relay import MailServer

PATIENCE = 600.0


@dataclass
class Reckoning:
    """What became of the letters of one mailing; ``wrong`` says in words what should not be."""

    fault: str
    letters: int
    sent: int = 0
    doubtful: int = 0
    refused: int = 0
    lost: int = 0
    twice: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Round:
    """One mailing of so many letters through the house to the server."""

    def __init__(self, house: House, server: MailServer, letters: int, name: str, chance: random.Random) -> None:
        self.house, self.server, self.letters, self.chance = house, server, letters, chance
        self.name = name
        self._began = time.monotonic()
        server.well()
        self.mailing = begin(letters, name)

    def wait_for(self, letters: int) -> None:
        wait(lambda: len(self.server.taken) >= letters, f"{letters} letters were taken", PATIENCE)

    def wait_for_random_moment(self) -> None:
        self.wait_for(self.chance.randint(1, max(1, self.letters * 9 // 10)))

    def wait_for_state(self, *states: str) -> None:
        wait(lambda: self.reload().state in states, f"the mailing is {' or '.join(states)}", PATIENCE)

    def reload(self) -> Any:
        self.mailing.refresh_from_db()
        return self.mailing

    def forget_leases(self) -> None:
        """The minutes after which a silent worker is taken for dead, without waiting for them."""
        from django.utils import timezone

        from newsletters.models import Delivery

        gone = timezone.now() - timedelta(seconds=1)
        held = Delivery.objects.filter(mailing=self.mailing, lease_until__isnull=False)
        for number in held.values_list("pk", flat=True):  # one by one: a worker that lives writes several at once
            held.filter(pk=number).update(lease_until=gone)

    def hasten(self) -> None:
        """The minutes of a pause that the server made, and of a letter put off, without waiting for them."""
        from django.utils import timezone

        from newsletters.models import Delivery, Mailing

        Mailing.objects.filter(pk=self.mailing.pk, retry_at__isnull=False).update(retry_at=timezone.now())
        put_off = Delivery.objects.filter(mailing=self.mailing, retry_at__isnull=False)
        for number in put_off.values_list("pk", flat=True):
            put_off.filter(pk=number).update(retry_at=timezone.now())

    def finish(self, *, hastening: bool = False) -> None:
        """Let it come to its end by itself; beat is spared its minute, and ``hastening`` every pause."""
        from newsletters.tasks import make_rounds_task

        def is_over() -> bool:
            if hastening:
                self.hasten()
            make_rounds_task.apply_async(retry=False, ignore_result=True)
            time.sleep(0.5)
            return self.reload().state in ("finished", "stopped")

        wait(is_over, "the mailing is finished", PATIENCE)

    def reckon(self, fault: str, *, most_doubtful: int = 0, refused: int = 0) -> Reckoning:
        rows = dict(self.mailing.deliveries.values_list("email", "state"))
        tally, received = Counter(rows.values()), Counter(self.server.taken)
        sent = {address for address, state in rows.items() if state == "sent"}
        doubtful = {address for address, state in rows.items() if state == "doubtful"}
        end = Reckoning(fault, self.letters, len(sent), len(doubtful), tally["bounced"])
        end.twice = sum(times - 1 for times in received.values() if times > 1)
        end.lost = self.letters - len(sent) - len(doubtful) - tally["bounced"]
        end.seconds = time.monotonic() - self._began
        end.wrong = [
            words
            for is_wrong, words in [
                (end.lost, f"{end.lost} letters have no end: {dict(tally)}"),
                (end.twice, f"{end.twice} letters arrived twice"),
                (sent - set(received), f"{len(sent - set(received))} are said to be sent and never arrived"),
                (set(received) - sent - doubtful, f"{len(set(received) - sent - doubtful)} arrived unknown to anyone"),
                (len(doubtful) > most_doubtful, f"{len(doubtful)} doubtful, of {most_doubtful} connections"),
                (tally["bounced"] != refused, f"{tally['bounced']} refused, of {refused}"),
            ]
            if is_wrong
        ]
        return end


def begin(letters: int, name: str) -> Any:
    """Start a mailing to so many people, as the button does."""
    from django.utils import timezone

    from benchmarks.send import newsletter_to
    from newsletters.domain.sending import start_mailing
    from newsletters.tasks import start_delivering

    page, topic = newsletter_to(letters, name)
    mailing = start_mailing(page, [topic], by=None, now=timezone.now())
    start_delivering(mailing.pk)
    return mailing


Fault = Callable[[Round], Reckoning]
