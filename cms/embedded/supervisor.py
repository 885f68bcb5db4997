"""One command that runs the whole site on one machine: broker, web server, worker and beat."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from functools import partial

from django.conf import settings

from cms.embedded import greeting
from cms.embedded.broker import forget_socket, socket_path, start_broker
from cms.embedded.crew import Crew
from cms.embedded.folder import Folder, OccupiedError, Record

# Celery's nine lines to a worker that is root, as one is in a container where nobody else is.
ROOT_IS_ALONE = "ignore:You're running the worker with superuser privileges"
PORTS_TRIED = 50
PATIENCE = 60.0


class Supervisor:
    """The crew of one folder, from its start to the last process gone."""

    def __init__(self, folder: Folder, listener: socket.socket, started_at: float) -> None:
        self._folder = folder
        self._listener = listener
        self._started_at = started_at
        self._address = f"http://localhost:{listener.getsockname()[1]}"
        self._stopping = threading.Event()
        self._hurry = threading.Event()
        self._crew = Crew(self._record, lambda *facts: say(greeting.crashed(*facts)))

    def run(self) -> int:
        """Start everything, look after it until a signal, stop everything; returns the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self._record({})
        try:
            return self._serve()
        finally:
            say(greeting.stopping())
            self._crew.stop(self._hurry)
            forget_socket(socket_path(settings.VAR_DIR))
            self._folder.leave()
            say(greeting.stopped())

    def _serve(self) -> int:
        if settings.REDIS_URL.startswith("unix://"):
            try:
                self._crew.add("valkey", lambda: start_broker(settings.VAR_DIR).process)
            except TimeoutError:
                say(greeting.brokerless(f"{settings.VAR_DIR}/valkey/valkey.log"))
                return 1
        say(greeting.preparing())
        if self._crew.run("prepare", partial(self._spawn, "cms.embedded.prepare"), self._stopping) != 0:
            if self._stopping.is_set():
                return 0
            say(greeting.not_prepared())
            return 1
        self._start_parts()
        threading.Thread(target=self._greet, daemon=True).start()
        while not self._stopping.wait(0.2):
            self._crew.tend()
        return 0

    def _start_parts(self) -> None:
        web = ["gunicorn", "cms.wsgi:application", "--bind", f"fd://{self._listener.fileno()}", "--workers", "2"]
        # Browsers open connections before they need them: with one at a time, two of those would hold up the site.
        web += ["--worker-class", "gthread", "--threads", "8"]
        web += ["--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket"]
        web += ["--reload"] if settings.DEBUG else []
        celery = ["celery", "--quiet", "-A", "cms"]
        worker = [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", "--without-gossip", "--without-mingle"]
        beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule"]
        beat.append(str(settings.VAR_DIR / "beat-schedule"))
        for name, command in (("web", web), ("worker", worker), ("beat", beat)):
            self._crew.add(name, partial(self._spawn, *command))

    def _spawn(self, module: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start a Python module as a part of the site, in a group of its own, on the settings of this supervisor."""
        port = self._listener.getsockname()[1]
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", module, *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": ROOT_IS_ALONE},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[self._listener.fileno()] if module == "gunicorn" else [],
            start_new_session=True,
        )

    def _greet(self) -> None:
        """Say where the site is as soon as its first page answers 200."""
        complain_at = time.monotonic() + PATIENCE
        while not self._stopping.wait(0.1):
            if _answers(f"{self._address}/"):
                say(greeting.welcome(self._address, time.time() - self._started_at))
                return
            if time.monotonic() > complain_at:
                say(greeting.silent(self._address))
                complain_at += PATIENCE

    def _record(self, groups: dict[str, int]) -> None:
        self._folder.write(Record(os.getpid(), self._address, groups))

    def _on_signal(self, number: int, frame: object) -> None:
        """Stop; at once when asked twice. A terminal that closes can no longer be written to."""
        if self._stopping.is_set() and number == signal.SIGINT:
            self._hurry.set()
        self._stopping.set()


def say(words: str) -> None:
    """Print for the person at the terminal, if there is still one."""
    try:
        print(words, flush=True)  # noqa: T201
    except OSError:
        return


def open_port(wanted: int) -> socket.socket:
    """Listen on the wanted port of this machine, or on the next free one. Raises ``OSError`` when none is.

    The socket itself is handed to the web server: nobody can take the port in between.
    """
    for port in range(wanted, wanted + PORTS_TRIED):
        try:
            return socket.create_server(("127.0.0.1", port), backlog=128)
        except OSError:
            continue
    raise OSError(f"no free port from {wanted} to {wanted + PORTS_TRIED - 1}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--since", type=float, default=time.time(), help="when the person pressed Enter (Unix time)")
    started_at = parser.parse_args().since
    try:
        folder = Folder(settings.VAR_DIR)
    except OccupiedError as error:
        say(greeting.occupied(error.address))
        return 1
    except OSError:
        say(greeting.unwritable(str(settings.VAR_DIR)))
        return 1
    return Supervisor(folder, open_port(settings.PORT), started_at).run()


if __name__ == "__main__":
    sys.exit(main())
