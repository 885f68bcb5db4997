"""The processes that a supervisor looks after: started, named in the log, started again when they crash."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO

from cms.embedded.leash import Leash, signal_group

LONGEST_PAUSE = 30.0
SETTLED_AFTER = 60.0

Spawn = Callable[[], "subprocess.Popen[bytes]"]


@dataclass
class Member:
    """One process of the crew, with how it is started."""

    name: str
    spawn: Spawn
    process: subprocess.Popen[bytes]
    started_at: float
    crashes: int = 0
    again_at: float | None = None

    @property
    def pause(self) -> float:
        """Seconds before the next start: 1, 2, 4… and never more than ``LONGEST_PAUSE``."""
        return min(2.0 ** (self.crashes - 1), LONGEST_PAUSE)


class Crew:
    """Processes that live and die together, each leading a group of its own.

    ``on_change`` is told the groups that run now; ``on_crash`` the name and exit code of a process
    that ended by itself, and in how many seconds it starts again.
    """

    def __init__(
        self, on_change: Callable[[dict[str, int]], None], on_crash: Callable[[str, int, float], None]
    ) -> None:
        self._leash = Leash()
        self._members: dict[str, Member] = {}
        self._on_change = on_change
        self._on_crash = on_crash

    def add(self, name: str, spawn: Spawn) -> None:
        """Start a process and look after it from now on."""
        self._members[name] = Member(name, spawn, self._start(name, spawn), time.monotonic())
        self._tell()

    def run(self, name: str, spawn: Spawn, stopping: threading.Event) -> int:
        """Run a process to its end, or until ``stopping``, and return its code."""
        process = self._start(name, spawn)
        while process.poll() is None and not stopping.wait(0.05):
            pass
        self._bury(process, signal.SIGTERM)
        return process.returncode

    def tend(self) -> None:
        """Start again what has crashed, each time after a longer pause."""
        now = time.monotonic()
        for member in self._members.values():
            if member.again_at is None and member.process.poll() is not None:
                self._mourn(member, now)
            elif member.again_at is not None and now >= member.again_at:
                member.process, member.started_at, member.again_at = self._start(member.name, member.spawn), now, None
                self._tell()

    def stop(self, hurry: threading.Event, *, grace: float = 15.0) -> None:
        """Stop everything and return when nothing is left: the first one added, on which the others lean, last.

        What has not stopped after ``grace`` seconds, or when ``hurry`` is set, is killed.
        """
        members = [member for member in self._members.values() if member.again_at is None]
        self._stop_together(members[1:], hurry, grace)
        self._stop_together(members[:1], hurry, grace)
        self._leash.close()

    def _stop_together(self, members: Sequence[Member], hurry: threading.Event, grace: float) -> None:
        for member in members:
            signal_group(member.process.pid, signal.SIGTERM)
        give_up_at = time.monotonic() + grace
        while any(member.process.poll() is None for member in members) and time.monotonic() < give_up_at:
            if hurry.wait(0.05):
                break
        for member in members:
            self._bury(member.process, signal.SIGKILL)

    def _mourn(self, member: Member, now: float) -> None:
        self._bury(member.process, signal.SIGKILL)
        member.crashes = 1 if now - member.started_at > SETTLED_AFTER else member.crashes + 1
        member.again_at = now + member.pause
        self._on_crash(member.name, member.process.returncode, member.pause)

    def _start(self, name: str, spawn: Spawn) -> "subprocess.Popen[bytes]":
        process = spawn()
        self._leash.hold(process.pid)
        if process.stdout is not None:
            threading.Thread(target=_relay, args=(name, process.stdout), daemon=True).start()
        return process

    def _bury(self, process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
        """End a process, and what it may have left in its group."""
        signal_group(process.pid, number)
        process.wait()
        self._leash.release(process.pid)

    def _tell(self) -> None:
        self._on_change({member.name: member.process.pid for member in self._members.values()})


def _relay(name: str, output: IO[bytes]) -> None:
    """Print what a process says, line by line, after its name."""
    for line in output:
        print(f"{name:<8}| {line.decode(errors='replace').rstrip()}", flush=True)  # noqa: T201
