"""Several connections to one relay, spoken to in turn: while one server thinks, the others are handed their letters."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from newsletters.relay import connect_relay
from newsletters.relay.accounts import Account
from newsletters.relay.answers import Answer, AnswerLost, ConnectionLost, Relay, RelayError, RelayUnavailable

logger = logging.getLogger("parvis.newsletters")


class Fleet:
    """Up to ``most`` connections, opened as they are needed; fewer where the relay wants fewer."""

    def __init__(self, account: Account, most: int) -> None:
        self.account = account
        self._most = most
        self._relays: list[Relay] = []

    def gather(self, letters: int) -> int:
        """Open connections for so many letters at once; returns how many may leave together, at least one.

        Raises ``RelayUnavailable`` when not even one can be had.
        """
        while len(self._relays) < min(letters, self._most):
            try:
                self._relays.append(connect_relay(self.account))
            except RelayUnavailable as error:
                if not self._relays:
                    raise
                self._most = len(self._relays)
                logger.info("the relay wants fewer connections", extra={"connections": self._most, "code": error.code})
        return min(letters, len(self._relays))

    def send(self, letters: Sequence[tuple[str, str, bytes]]) -> list[Answer | RelayError]:
        """Hand over one letter (sender, recipient, message) on each connection; what became of each, in the same order.

        There are no more letters than `gather` allowed. Each step of the conversation has the relay's time limit
        for all the connections together, so a round lasts no longer than a letter sent alone may last.
        """
        crew = self._relays[: len(letters)]
        talks = {place: relay.talk(*letter) for place, (relay, letter) in enumerate(zip(crew, letters, strict=True))}
        ends: dict[int, Answer | RelayError] = {}
        while talks:
            deadline = time.monotonic() + self.account.timeout
            for place in list(talks):
                crew[place].wait_until(deadline)
                try:
                    next(talks[place])
                except StopIteration as end:
                    ends[place] = end.value
                except RelayError as error:
                    ends[place] = error
                if place in ends:
                    del talks[place]
        self._leave_lost([crew[place] for place, end in ends.items() if isinstance(end, ConnectionLost | AnswerLost)])
        return [ends[place] for place in range(len(letters))]

    def close(self) -> None:
        self._leave_lost(list(self._relays))

    def _leave_lost(self, relays: list[Relay]) -> None:
        for relay in relays:
            self._relays.remove(relay)
            relay.close()
