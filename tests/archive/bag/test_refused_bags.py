"""Bags that are not what they were, or never were one: refused in a sentence, and nothing is changed."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.archive.domain.agreement_texts import current_text
from cms.archive.domain.bag.checking import is_safe
from cms.archive.domain.bag.importing import import_bag
from cms.archive.domain.bag.kinds import OF_MODEL, STAYS
from cms.archive.domain.bag.told_kinds import OF_PAGE
from cms.archive.enums import AgreementSubject
from cms.archive.errors import MemoryRefused
from cms.archive.models import Contribution, Item, Master, archive_storage
from cms.archive.site_pages import Document
from crm.partners.models import Picture
from tests.archive.bag.emptying import empty_memory
from tests.archive.bag.whole_memory import make_memory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bag(council, tmp_path) -> Path:
    """A good bag, and an installation where there is no memory."""
    make_memory()
    call_command("memory", "export", str(tmp_path / "sac"))
    empty_memory()
    return tmp_path / "sac"


def kept_files() -> list[str]:
    root = Path(archive_storage().path(""))
    return sorted(str(one) for one in root.rglob("*") if one.is_file())


def everything() -> tuple[object, ...]:
    """How many rows the memory has of each kind, what it redirects, its files and those of the library."""
    models = [*Item._meta.apps.get_app_config("archive").get_models(), Picture, Document, Page, Redirect]
    counts = {model.__name__: model._default_manager.count() for model in models}
    library = sorted(str(one) for one in Path(default_storage.path("")).rglob("*") if one.is_file())
    return counts, kept_files(), library


def refused(path: Path, words: str) -> None:
    before = everything()
    with pytest.raises(CommandError, match=words):
        call_command("memory", "import", str(path))
    assert everything() == before


def altered(bag: Path) -> None:
    master = next((bag / "data/masters").rglob("*.jpg"))
    master.write_bytes(master.read_bytes()[:-1] + b"x")


def truncated(bag: Path) -> None:
    master = next((bag / "data/masters").rglob("*.jpg"))
    os.truncate(master, 10)


def missing(bag: Path) -> None:
    next((bag / "data/masters").rglob("*.jpg")).unlink()


def added(bag: Path) -> None:
    (bag / "data/masters/intrus.jpg").write_bytes(b"x")


def without_manifest(bag: Path) -> None:
    for path in [*bag.glob("manifest-*.txt"), *bag.glob("tagmanifest-*.txt")]:
        path.unlink()


def with_one_algorithm(bag: Path) -> None:
    (bag / "manifest-sha512.txt").unlink()
    for path in bag.glob("tagmanifest-*.txt"):
        path.unlink()


def with_manifests_of_another_algorithm(bag: Path) -> None:
    for path in [*bag.glob("manifest-*.txt"), *bag.glob("tagmanifest-*.txt")]:
        path.unlink()
    files = [path for path in bag.glob("data/**/*") if path.is_file()]
    lines = [f"{hashlib.sha384(path.read_bytes()).hexdigest()}  {path.relative_to(bag)}\n" for path in files]
    (bag / "manifest-sha384.txt").write_text("".join(lines))


def with_an_altered_manifest(bag: Path) -> None:
    path = bag / "manifest-sha512.txt"
    path.write_text(path.read_text().replace("a", "b", 1))


def of_another_program(bag: Path) -> None:
    path = bag / "bag-info.txt"
    path.write_text(path.read_text().replace("Parvis-Memory-Version: 4", "Parvis-Memory-Version: 999"))
    for tags in bag.glob("tagmanifest-*.txt"):
        tags.unlink()


def leading_out(bag: Path) -> None:
    (bag / "data/lien").symlink_to("/etc/passwd")


def with_a_manifest_that_leads_out(bag: Path) -> None:
    for path in bag.glob("manifest-*.txt"):
        path.write_text(path.read_text() + f"{'0' * 64}  ../../dehors.txt\n")
    for path in bag.glob("tagmanifest-*.txt"):
        path.unlink()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (altered, r"n’est plus ce qu’il était.*data/masters/"),
        (truncated, "n’est p(lus|as)"),
        (missing, "n’est p(lus|as)"),
        (added, "n’est p(lus|as)"),
        (without_manifest, "sha256, sha512"),
        (with_one_algorithm, "sha512"),
        (with_manifests_of_another_algorithm, "sha256, sha512"),
        (with_an_altered_manifest, r"n’est plus ce qu’il était.*manifest-sha512"),
        (of_another_program, "autre version"),
        (leading_out, "hors de son dossier"),
        (with_a_manifest_that_leads_out, "pas un sac"),
    ],
)
def test_a_bag_that_is_not_whole_is_refused(bag: Path, spoil: Callable[[Path], None], words: str):
    spoil(bag)

    refused(bag, words)


def test_a_bag_whose_files_are_whole_and_whose_words_are_not_changes_nothing(bag: Path):
    items = bag / "data/metadata/files.jsonld"
    lines = items.read_text().splitlines(keepends=True)
    items.write_text("".join([*lines[:-2], lines[-2].replace('"size"', '"taille"'), lines[-1]]))
    sign_again(bag)

    refused(bag, "ne peut pas être lu")


def test_a_master_that_leads_out_is_refused(bag: Path):
    files = bag / "data/metadata/files.jsonld"
    files.write_text(files.read_text().replace('"path": "data/', '"path": "data/../../', 1))
    sign_again(bag)

    refused(bag, "ne peut pas être lu")


def sign_again(bag: Path) -> None:
    for manifest in bag.glob("manifest-*.txt"):
        name = manifest.stem.partition("-")[2]
        paths = [line.split("  ", 1)[1] for line in manifest.read_text().splitlines()]
        lines = [f"{hashlib.new(name, (bag / path).read_bytes()).hexdigest()}  {path}\n" for path in paths]
        manifest.write_text("".join(lines))
    for path in bag.glob("tagmanifest-*.txt"):
        path.unlink()
    info = bag / "bag-info.txt"
    info.write_text("".join(line for line in info.read_text().splitlines(keepends=True) if "Oxum" not in line))


def zipped(bag: Path, path: Path) -> Path:
    return Path(shutil.make_archive(str(path.with_suffix("")), "zip", bag.parent, bag.name))


def test_a_bag_in_a_zip_stands_up_again(bag: Path, tmp_path: Path):
    call_command("memory", "import", str(zipped(bag, tmp_path / "sac.zip")))

    assert (Item.objects.count(), Master.objects.count()) == (3, 2)


def test_a_zip_that_is_cut_short_is_refused(bag: Path, tmp_path: Path):
    path = zipped(bag, tmp_path / "sac.zip")
    os.truncate(path, path.stat().st_size // 2)

    refused(path, "coupé ou abîmé")


@pytest.mark.parametrize("name", ["../dehors.txt", "/etc/dehors.txt", "sac/../../dehors.txt", "C:\\dehors.txt"])
def test_a_zip_that_would_write_elsewhere_is_refused(bag: Path, tmp_path: Path, name: str):
    path = zipped(bag, tmp_path / "sac.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")

    refused(path, "hors de son dossier")
    assert not (tmp_path.parent / "dehors.txt").exists()


def test_a_zip_with_a_link_in_it_is_refused(bag: Path, tmp_path: Path):
    path = zipped(bag, tmp_path / "sac.zip")
    link = zipfile.ZipInfo("sac/data/lien")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")

    refused(path, "hors de son dossier")


def test_what_is_no_bag_is_refused(bag: Path, tmp_path: Path):
    (tmp_path / "vide").mkdir()
    with zipfile.ZipFile(tmp_path / "autre.zip", "w") as archive:
        archive.writestr("lettre.txt", "x")

    refused(tmp_path / "vide", "pas un sac")
    refused(tmp_path / "nulle-part", "pas de sac")
    refused(tmp_path / "autre.zip", "pas de sac")


def test_an_installation_that_holds_a_gift_to_read_is_left_as_it_is(bag: Path):
    """Nothing is in the memory yet, and yet it is not empty."""
    text = current_text(AgreementSubject.LICENCE)
    Contribution.objects.create(title="Une classe", person_name="Zoé", licence="cc-by", text=text, once="z")

    refused(bag, "déjà une mémoire")


def test_a_disk_that_fills_up_is_said_and_nothing_stays(bag: Path):
    before = everything()

    def watch(done: int) -> None:
        if done == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(MemoryRefused, match="plus de place"):
        import_bag(bag, watch)

    assert everything() == before


@pytest.mark.parametrize("name", ["", "..", "a/../b", "/a", "a\\b", "C:a", "a\x00b"])
def test_a_path_that_may_leave_its_folder_is_not_safe(name: str):
    assert not is_safe(name)


def test_nothing_of_the_room_is_forgotten():
    parts = {model for kind in OF_MODEL.values() for model in kind.parts.values()}
    models = {model.__name__ for model in Item._meta.apps.get_app_config("archive").get_models()}

    assert models - {model.__name__ for model in {*OF_MODEL, *OF_PAGE, *parts}} - set(STAYS) == set()
