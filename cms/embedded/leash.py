"""Stops what a supervisor started if the supervisor is killed: a small process at the end of a pipe.

A process killed with -9 cleans up nothing, but the system closes its end of a pipe. This works the
same on Linux and on macOS. The file is run by its path, with the standard library alone, so that it
stays small in memory.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from typing import IO


class Leash:
    """Holds process groups; they are stopped when this process dies, however it dies."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-S", __file__]
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, text=True, start_new_session=True
        )

    def hold(self, group: int) -> None:
        self._say(f"+{group}")

    def release(self, group: int) -> None:
        self._say(f"-{group}")

    def close(self) -> None:
        """Stop what is still held, and end."""
        self._pipe.close()
        self._process.wait()

    @property
    def _pipe(self) -> IO[str]:
        assert self._process.stdin is not None  # noqa: S101
        return self._process.stdin

    def _say(self, order: str) -> None:
        print(order, file=self._pipe, flush=True)


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):  # macOS answers the second for a group of dead, unburied processes
        return False
    return True


def signal_group(group: int, number: signal.Signals) -> None:
    """Send a signal to a group that may be gone."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def stop_groups(groups: Iterable[int], *, grace: float = 10.0) -> None:
    """Ask process groups that are not our children to stop; kill those that have not after ``grace`` seconds.

    The first one, on which the others lean (the broker), is asked when the others are gone.
    """
    listed = list(groups)
    for together in (listed[1:], listed[:1]):
        for group in together:
            signal_group(group, signal.SIGTERM)
        give_up_at = time.monotonic() + grace
        while any(map(group_lives, together)) and time.monotonic() < give_up_at:
            time.sleep(0.05)
        for group in together:
            signal_group(group, signal.SIGKILL)


def _watch(orders: Iterable[str]) -> None:
    """Keep the list of groups until the other end of the pipe is closed, then stop them."""
    held: dict[int, None] = {}
    for order in orders:
        if order.startswith("+"):
            held[int(order[1:])] = None
        else:
            held.pop(int(order[1:]), None)
    stop_groups(held)


if __name__ == "__main__":
    _watch(sys.stdin)
