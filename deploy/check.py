"""Reads the whole code over, as `make check` does: every check runs, and the end says which failed."""

import os
import secrets
import subprocess
import sys
import time

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
    ("style", ["ruff", "check", "."], {}),
    ("format", ["ruff", "format", "--check", "."], {}),
    ("types", ["mypy"], {}),
    ("storeys", ["lint-imports"], {}),
    ("templates", ["djlint", "templates", "--lint", "--quiet"], {}),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], LOCAL),
    ("catalogue", [sys.executable, "-m", "deploy.catalogue", "var/django.pot"], {}),
    ("system", [*MANAGE, "check", "--fail-level", "WARNING"], LOCAL),
    ("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one check; its words are shown only when it fails."""
    started = time.monotonic()
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PATH": path, **environment}
    )
    verdict = "ok" if run.returncode == 0 else "FAILED"
    print(f"{name:<12} {verdict:<7} {time.monotonic() - started:5.1f} s", flush=True)
    if run.returncode != 0:
        print(run.stdout + run.stderr, flush=True)
    return run.returncode == 0


def main() -> int:
    failed = [name for name, command, environment in CHECKS if not passes(name, command, environment)]
    print(f"make check: {len(CHECKS) - len(failed)} passed, {len(failed)} failed {' '.join(failed)}".rstrip())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
