"""Puts the installation of docker-compose.yml on this machine, without containers, for a rehearsal.

The commands, the environment and the health checks are read from the compose file; only what belongs
to containers is replaced: the hosts and ports of the services, and the folders.
"""

import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import redis

from cms.embedded.crew import Crew
from deploy.compose import ROOT, fill, load

PARTS = ("web", "worker", "beat")
HOST = "www.conseil.example"
PATIENCE = 120.0


class RehearsalError(Exception):
    """Something of the installation did not do what the compose file promises."""


class Stage:
    """One installation in a folder of its own; ``close`` leaves nothing of it."""

    def __init__(self, folder: Path, smtp_port: int, database_url: str, redis_url: str) -> None:
        self.folder = folder
        self.web_port, self.proxy_port = free_port(), free_port()
        self._server, name = database_url.rsplit("/", 1)
        self._database = f"{name}_walk_{os.getpid()}"
        self._redis = empty_database(redis_url)
        self._given = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "ADDRESS_HASH_KEY": secrets.token_urlsafe(48),
            "POSTGRES_PASSWORD": secrets.token_urlsafe(24),
            "BASE_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "DEFAULT_FROM_EMAIL": f"infolettre@{HOST.removeprefix('www.')}",
        }
        self._crew = Crew(lambda groups: None, self._crashed)
        self._crashes: list[str] = []

    def open(self) -> None:
        """Migrate, load the demo council and start the parts; returns when every health check passes."""
        self._make_services()
        for folder in ("media", "tmp-web", "tmp-worker", "tmp-beat", "tmp-migrate", "cache"):
            (self.folder / folder).mkdir()
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        os.symlink(ROOT / "staticfiles", self.folder / "static")
        self._run_once("migrate")
        self.manage("load_demo")
        for name in PARTS:
            self._crew.add(name, partial(self._spawn, name))
        for name in PARTS:
            self._wait_until_well(name)

    def open_proxy(self) -> bool:
        """Start the proxy of the compose file, where this machine has nginx; False where it has not."""
        nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        if nginx is None:
            return False
        written = self.folder / "nginx.conf"
        written.write_text(self._proxy_configuration())
        # In its container it is nobody; here, a root who rehearses must stay able to read the folder of the rehearsal.
        directives = "daemon off;" + (" user root;" if os.getuid() == 0 else "")
        command = [nginx, "-c", str(written), "-e", "stderr", "-g", directives]
        self._crew.add("proxy", partial(self._popen, "proxy", command, {}))
        self._wait(lambda: _listens(self.proxy_port), "proxy")
        return True

    def manage(self, *arguments: str) -> str:
        """Run a Django command as one would in the web container, and return what it prints."""
        return self._run("manage", [sys.executable, "manage.py", *arguments], self._environment("web"))

    def close(self) -> None:
        self._crew.stop(threading.Event())
        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self._database}" WITH (FORCE)')
        redis.Redis.from_url(self._redis).flushdb()

    def journal(self, name: str, lines: int = 40) -> str:
        """The last lines that a part wrote."""
        path = self.folder / f"{name}.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""

    def _make_services(self) -> None:
        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self._database}"')

    def _service(self, name: str) -> Any:
        return fill(load()["services"][name], self._given)

    def _here(self, name: str, text: str) -> str:
        """What a container calls by its own names, by those of this machine."""
        password = self._given["POSTGRES_PASSWORD"]
        return _replaced(
            text,
            {
                f"postgres://parvis:{password}@db:5432/parvis": f"{self._server}/{self._database}",
                "redis://redis:6379/0": self._redis,
                "0.0.0.0:8000": f"127.0.0.1:{self.web_port}",
                "/srv/parvis": str(self.folder),
                "/tmp": str(self.folder / f"tmp-{name}"),  # noqa: S108
            },
        )

    def _environment(self, name: str) -> dict[str, str]:
        environment = self._service(name)["environment"]
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        return {"PATH": path, **{key: self._here(name, str(value)) for key, value in environment.items()}}

    def _command(self, name: str) -> list[str]:
        return [self._here(name, word) for word in self._service(name)["command"]]

    def _run_once(self, name: str) -> None:
        self._run(name, self._command(name), self._environment(name))

    def _run(self, name: str, command: list[str], environment: dict[str, str]) -> str:
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise RehearsalError(f"{name}: {shlex.join(command)}\n{run.stdout}{run.stderr}")
        return run.stdout

    def _spawn(self, name: str) -> "subprocess.Popen[bytes]":
        return self._popen(name, self._command(name), self._environment(name))

    def _popen(self, name: str, command: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)

    def _wait_until_well(self, name: str) -> None:
        """Run the part's own health check, as the engine would, until it passes."""
        kind, *test = self._service(name)["healthcheck"]["test"]
        test = [self._here(name, word).replace("8000", str(self.web_port)) for word in test]
        command = ["sh", "-c", *test] if kind == "CMD-SHELL" else test
        environment = self._environment(name)
        probe = partial(subprocess.run, command, cwd=ROOT, env=environment, capture_output=True, check=False)
        self._wait(lambda: probe().returncode == 0, name)

    def _wait(self, condition: Callable[[], bool], name: str) -> None:
        give_up_at = time.monotonic() + PATIENCE
        while not condition():
            self._crew.tend()
            if time.monotonic() > give_up_at or self._crashes:
                raise RehearsalError(f"{name} is not well: {self._crashes}\n{self.journal(name)}")
            time.sleep(0.2)

    def _crashed(self, name: str, code: int, _pause: float) -> None:
        self._crashes.append(f"{name} ended with {code}")

    def _proxy_configuration(self) -> str:
        """deploy/nginx.conf with the places of this machine; each of them must be there to be replaced."""
        text = (ROOT / "deploy" / "nginx.conf").read_text()
        places = {
            "listen 8080": f"listen 127.0.0.1:{self.proxy_port}",
            "http://web:8000": f"http://127.0.0.1:{self.web_port}",
            "/srv/parvis": str(self.folder),
            "/var/cache/nginx": str(self.folder / "cache"),
            "/tmp/": f"{self.folder}/",  # noqa: S108
        }
        gone = [place for place in places if place not in text]
        if gone:
            raise RehearsalError(f"deploy/nginx.conf no longer says {gone}")
        return _replaced(text, places)


def _replaced(text: str, places: dict[str, str]) -> str:
    """Every place replaced, once: what is put in may contain a place itself."""
    return re.sub("|".join(map(re.escape, places)), lambda match: places[match[0]], text)


def empty_database(redis_url: str) -> str:
    """This Redis database, or another of the same server: one that holds nothing, since it is emptied afterwards."""
    server = redis_url.rsplit("/", 1)[0] if redis_url.count("/") > 2 else redis_url
    for url in (redis_url, *(f"{server}/{number}" for number in range(15, 0, -1))):
        if redis.Redis.from_url(url).dbsize() == 0:
            return url
    raise RehearsalError("Every database of this Redis holds something: name another server with REDIS_URL.")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
