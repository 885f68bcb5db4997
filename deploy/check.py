"""Reads the whole code over, as `make check` does: every check runs, and the end says which failed."""

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

MANAGE = [sys.executable, "manage.py"]
LOCAL = {"DJANGO_SETTINGS_MODULE": "cms.settings.local"}

# A configuration that lacks nothing, of an installation that does not exist.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "ADDRESS_HASH_KEY": secrets.token_urlsafe(48),
    "BASE_URL": "https://www.conseil.example",
    "ALLOWED_HOSTS": "www.conseil.example",
    "DATABASE_URL": "postgres://parvis:parvis@db.invalid:5432/parvis",
    "REDIS_URL": "redis://redis.invalid:6379/0",
    "EMAIL_URL": "smtp+tls://mail.invalid",
    "DEFAULT_FROM_EMAIL": "infolettre@conseil.example",
}

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("types", ["mypy"], {}),
    ("style", ["ruff", "check", "."], {}),
    ("format", ["ruff", "format", "--check", "."], {}),
    ("storeys", ["lint-imports"], {}),
    ("templates", ["djlint", "templates", "--lint", "--quiet"], {}),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], LOCAL),
    ("catalogue", [sys.executable, "-m", "deploy.catalogue", "var/django.pot"], {}),
    ("system", [*MANAGE, "check", "--fail-level", "WARNING"], LOCAL),
    ("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]


def passes(check: tuple[str, list[str], dict[str, str]]) -> bool:
    """Run one check; its words are shown only when it fails."""
    name, command, environment = check
    started = time.monotonic()
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PATH": path, **environment}
    )
    verdict = "ok" if run.returncode == 0 else "FAILED"
    words = run.stdout + run.stderr if run.returncode != 0 else ""
    # In one call: the words of two checks that end together stay apart.
    print(f"{name:<12} {verdict:<7} {time.monotonic() - started:5.1f} s\n{words}", end="", flush=True)
    return run.returncode == 0


def main() -> int:
    """As many at a time as there are processors; the types take longest, and begin first."""
    with ThreadPoolExecutor(os.cpu_count()) as at_once:
        failed = [name for (name, *_), passed in zip(CHECKS, at_once.map(passes, CHECKS), strict=True) if not passed]
    print(f"make check: {len(CHECKS) - len(failed)} passed, {len(failed)} failed {' '.join(failed)}".rstrip())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
