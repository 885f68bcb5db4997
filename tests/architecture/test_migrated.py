"""A kept database is used again only while everything the migrations are made of is as it was."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission

from tests.migrated import LOCK, ROOMS, bring, digest, keep, made_of, place


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of this checkout, to change at will."""
    root = tmp_path_factory.mktemp("checkout")
    for room in ROOMS:
        shutil.copytree(settings.BASE_DIR / room, root / room, ignore=_all_but_python)
    shutil.copy(settings.BASE_DIR / LOCK, root)
    return root


def _all_but_python(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if Path(folder, name).is_file() and not name.endswith(".py")}


@pytest.fixture
def before(checkout: Path) -> str:
    return digest(checkout)


@pytest.mark.parametrize(
    "path",
    [
        "newsletters/migrations/0001_squashed_0036_letters_and_consents.py",
        "crm/accounts/policy.py",
        "crm/accounts/groups.py",
        "crm/events/domain/kinds.py",
        "crm/partners/overlaps.py",
        "crm/partners/domain/searching.py",
        "crm/partners/domain/folding.py",  # imported by the one above
        "crm/partners/__init__.py",  # executed before any of its modules
        "newsletters/append_only.py",
        "cms/settings/base.py",
        LOCK,
    ],
)
def test_another_source_asks_for_another_database(checkout: Path, before: str, path: str) -> None:
    with (checkout / path).open("a") as source:
        source.write("\n# another\n")

    assert digest(checkout) != before


def test_a_new_migration_asks_for_another_database(checkout: Path, before: str) -> None:
    (checkout / "crm/events/migrations/9999_new.py").touch()

    assert digest(checkout) != before


def test_another_python_asks_for_another_database(checkout: Path, before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.0")

    assert digest(checkout) != before


def test_another_permission_asks_for_another_database(
    checkout: Path, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Permission._meta, "permissions", [("dance", "Can dance")])

    assert digest(checkout) != before


def test_what_no_migration_reads_changes_nothing(checkout: Path, before: str) -> None:
    path = checkout / "crm/events/views/__init__.py"
    path.write_text(f"{path.read_text()}\n# another\n")

    assert path not in made_of(checkout)
    assert digest(checkout) == before


def test_only_the_last_database_is_kept(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, found = tmp_path / "first", tmp_path / "second", tmp_path / "found"
    first.write_text("first")
    second.write_text("second")
    keep(first, place(checkout))
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.1")

    was_there_before = bring(place(checkout), found)
    keep(second, place(checkout))

    assert not was_there_before
    assert bring(place(checkout), found)
    assert found.read_text() == "second"
    assert list((checkout / "var").iterdir()) == [place(checkout)]
