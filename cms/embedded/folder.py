"""One supervisor at a time over one folder, and what a killed one left there."""

import fcntl
import json
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from cms.embedded.leash import stop_groups

# A recycled number is left alone: only a process whose command line names one of our parts is stopped.
OUR_COMMANDS = ("cms.wsgi", "cms worker", "cms beat", "cms.embedded", "valkey-server")


class OccupiedError(Exception):
    """Another supervisor runs in this folder."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass
class Record:
    """What runs in the folder: the supervisor, where the site is, and the process groups by name."""

    supervisor: int
    address: str
    groups: dict[str, int] = field(default_factory=dict)


class Folder:
    """A folder that belongs to this supervisor as long as this process lives."""

    def __init__(self, path: Path) -> None:
        """Take the folder and stop what a killed supervisor left in it. Raises ``OccupiedError``."""
        path.mkdir(parents=True, exist_ok=True)
        self._state = path / "supervisor.json"
        self._lock = self._take(path / "supervisor.lock")
        stop_groups(_still_ours(self._read().groups))

    def write(self, record: Record) -> None:
        draft = self._state.with_suffix(".new")
        draft.write_text(json.dumps(asdict(record)))
        draft.replace(self._state)

    def leave(self) -> None:
        self._state.unlink(missing_ok=True)
        self._lock.close()

    def _take(self, path: Path) -> IO[str]:
        lock = path.open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OccupiedError(self._read().address) from None
        return lock

    def _read(self) -> Record:
        try:
            return Record(**json.loads(self._state.read_text()))
        except (OSError, ValueError, TypeError):
            return Record(supervisor=0, address="")


def _still_ours(groups: dict[str, int]) -> list[int]:
    """Those of the groups that still run one of our commands, in the order they were started."""
    if not groups:
        return []
    listing = ["ps", "-A", "-o", "pgid=,command="]
    output = subprocess.run(listing, capture_output=True, text=True, check=True).stdout  # noqa: S603
    alive = set()
    for line in output.splitlines():
        group, _, command = line.strip().partition(" ")
        if any(name in command for name in OUR_COMMANDS):
            alive.add(int(group))
    return [group for group in groups.values() if group in alive]
