"""Bringing an export in by the screens: sent in pieces or at once, looked at, brought by a worker, taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.domain.discarding import erase_discarded
from cms.archive.models import (
    BroughtPost,
    Deposit,
    Homecoming,
    Item,
    Master,
    MemoryBlogPage,
    MemoryPostPage,
    Upload,
    UploadPart,
    archive_storage,
)
from cms.archive.outside import arriving, making
from cms.archive.outside.arriving import receive_export, receive_whole
from cms.archive.outside.bringing import start, write_some
from cms.archive.tasks import bring_posts, forget_homecomings, look_at_export, resume_homecomings, take_posts_back
from crm.accounts.policy import Role
from crm.partners.enums import ImportState
from tests.archive.outside.exports import FORGE, HEAD, REST, WXR, blog_files, facebook_files, tarred, zipped
from tests.archive.test_deposit_screens import Sender
from tests.factories import SignedInClient, someone_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council", "empty_archive")]

SCREEN = "/admin/apporter/"
NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)


@pytest.fixture
def client() -> SignedInClient:
    client = SignedInClient()
    client.force_login(someone_of(Role.COMMUNICATIONS))
    return client


def sent_by_form(client: Any, content: bytes, name: str = "blogue.zip") -> Any:
    return client.post(SCREEN, {"export": SimpleUploadedFile(name, content)}, follow=True)


def arrived(content: bytes, name: str = "blogue.zip") -> Homecoming:
    upload = receive_whole(name, SimpleUploadedFile(name, content), someone_of(Role.COMMUNICATIONS), NOW)
    return receive_export(upload, NOW)


def press(client: Any, act: str, **fields: str) -> str:
    homecoming = Homecoming.objects.get()
    return client.post(f"{SCREEN}{homecoming.pk}/", {"act": act, **fields}, follow=True).content.decode()


def many_posts(count: int) -> bytes:
    posts = (FORGE.replace(">15<", f">{100 + n}<").replace("la-forge", f"forge-{n}") for n in range(count))
    return (HEAD + "".join(posts) + REST).encode()


def kept_parts() -> int:
    erase_discarded()
    return UploadPart.objects.count()


def test_an_export_is_sent_looked_at_brought_and_taken_back(client):
    said = sent_by_form(client, zipped(blog_files())).content.decode()

    assert (MemoryPostPage.objects.exists(), Item.objects.exists()) == (False, False)
    for words in ("2 publications viennent, en brouillon", "La tannerie &amp; le four", "corbeille du blogue"):
        assert words in said
    assert "Images dans l’exportation\u00a0: 1; qui y manquent\u00a0: 1." in said
    assert "il sera fait, en brouillon" in said

    press(client, "import")
    bring_posts(Homecoming.objects.get().pk)
    bring_posts(Homecoming.objects.get().pk)

    said = press(client, "turn")
    assert "Billets du carnet apportés\u00a0: 2. Pièces\u00a0: 0. Images de billets, une pièce chacune\u00a0: 1" in said
    assert "Le carnet lui-même est un brouillon" in said
    assert f"/admin/pages/{MemoryPostPage.objects.get(slug='la-forge').pk}/edit/" in said
    assert (MemoryPostPage.objects.count(), Item.objects.count(), kept_parts()) == (2, 1, 0)
    assert {page.owner for page in MemoryPostPage.objects.all()} == {Homecoming.objects.get().created_by}

    question = client.get(f"{SCREEN}{Homecoming.objects.get().pk}/?ask=undo").content.decode()
    assert "2 brouillons sont effacés" in question
    assert MemoryPostPage.objects.count() == 2
    press(client, "undo")
    take_posts_back(Homecoming.objects.get().pk)
    take_posts_back(Homecoming.objects.get().pk)
    assert "Reprises\u00a0: 2. Gardées parce que quelqu’un y a travaillé\u00a0: 0." in press(client, "turn")
    assert (MemoryPostPage.objects.count(), Item.objects.count(), Master.objects.count()) == (0, 0, 0)
    assert (MemoryBlogPage.objects.count(), BroughtPost.objects.count()) == (1, 0)


def test_a_tar_is_taken_as_a_zip_is(client):
    said = sent_by_form(client, tarred(blog_files()), "blogue.tar").content.decode()

    assert "2 publications viennent, en brouillon" in said
    assert "Images dans l’exportation\u00a0: 1; qui y manquent\u00a0: 1." in said


def test_in_pieces_it_is_looked_at_once_and_its_parts_go_when_it_is_erased(client):
    sender = Sender(client)
    sender.addresses = client.post("/admin/fichiers-de-la-memoire/depot/", {"export": "1"}).json()

    answer = sender.send("facebook.zip", zipped(facebook_files())).json()
    again = sender.client.post(f"/admin/fichiers-de-la-memoire/envoi/{Upload.objects.get().pk}/").json()

    homecoming = Homecoming.objects.get()
    assert (
        answer
        == again
        == {
            "state": "done",
            "said": "",
            "items": [{"title": "Voir ce qu’elle contient", "url": f"{SCREEN}{homecoming.pk}/"}],
        }
    )
    assert homecoming.lines.count() == 3
    assert "facebook.zip" in client.get(SCREEN).content.decode()
    press(client, "forget")
    assert (Homecoming.objects.count(), Upload.objects.count(), kept_parts()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0rien", "pas l’exportation d’un blogue WordPress"),
        ("x.zip", zipped({"a.txt": b"x"}), "rien n’a été lu"),
        ("vide.xml", b"", "vide"),
        ("sans.xml", (HEAD + "</channel></rss>").encode(), "aucune publication"),
    ],
)
def test_a_wrong_file_is_said_and_changes_nothing(client, name, content, words):
    assert words in sent_by_form(client, content, name).content.decode()

    assert (Homecoming.objects.count(), Upload.objects.count(), Item.objects.count()) == (0, 0, 0)
    assert kept_parts() == 0


@pytest.mark.parametrize("role", [Role.READING, Role.BOARD])
def test_who_may_not_bring_it_in_does_nothing(client, role):
    homecoming = arrived(zipped(blog_files()))
    client.force_login(someone_of(role))

    address = f"{SCREEN}{homecoming.pk}/"
    answers = [client.get(SCREEN), client.get(address), client.post(address, {"act": "import"})]
    answers.append(client.post("/admin/fichiers-de-la-memoire/depot/", {"export": "1"}))

    assert [answer.status_code for answer in answers] == [302] * 4
    assert Homecoming.objects.get().state == ImportState.PREPARED
    assert Deposit.objects.count() == 1
    assert "Apporter un blogue" not in client.get("/admin/").content.decode()


def test_what_is_left_out_does_not_come_and_the_rest_does(client):
    arrived(WXR.encode(), "blogue.xml")

    press(client, "import", **{"line-1": "leave", "line-2": "take"})
    bring_posts(Homecoming.objects.get().pk)

    assert [page.title for page in MemoryPostPage.objects.all()] == ["La forge"]
    assert "Laissé" in press(client, "turn")


def test_a_worker_that_is_killed_loses_nothing_and_does_nothing_twice(monkeypatch):
    """It dies after the page and the picture of the second post are made, before the post is written down."""
    homecoming = arrived(zipped(blog_files(HEAD + FORGE + WXR.removeprefix(HEAD).replace(FORGE, ""))))
    start(homecoming, NOW)
    kept = making._kept

    def killed(*args: Any) -> Any:
        kept(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "_kept", killed)
    with pytest.raises(KeyboardInterrupt):
        bring_posts(homecoming.pk)
    assert [page.title for page in MemoryPostPage.objects.all()] == ["La forge"]
    monkeypatch.undo()
    Homecoming.objects.update(touched_at=timezone.now() - timedelta(minutes=3))

    resume_homecomings()
    bring_posts(homecoming.pk)
    bring_posts(homecoming.pk)

    homecoming.refresh_from_db()
    assert (homecoming.state, homecoming.counts["entries"]) == (ImportState.IMPORTED, 2)
    assert (MemoryPostPage.objects.count(), Item.objects.count(), Master.objects.count()) == (2, 1, 1)
    assert len(archive_storage().listdir("masters")[1]) == 1


def test_it_comes_in_turns_and_stops_between_two_posts(client):
    homecoming = arrived(many_posts(3), "blogue.xml")
    start(homecoming, NOW)

    assert write_some(homecoming.pk, timezone.now, lambda: True)
    assert "3 publications sur 5 sont faites" in press(client, "turn")
    assert "C’est arrêté. Ce qui est venu reste" in press(client, "cancel")
    assert not write_some(homecoming.pk, timezone.now, lambda: True)

    assert (MemoryPostPage.objects.count(), kept_parts()) == (1, 0)
    assert "Pas apportée" in press(client, "turn")
    again = arrived(many_posts(3), "blogue.xml")
    assert list(again.lines.values_list("outcome", flat=True)[:3]) == ["known", "new", "new"]


def test_a_large_export_is_looked_at_by_a_worker_which_says_what_is_wrong(client, monkeypatch):
    monkeypatch.setattr(arriving, "LOOKED_AT_ONCE", 10)
    sent_by_form(client, many_posts(1), "blogue.xml")
    good = Homecoming.objects.get()
    assert (good.state, good.lines.count()) == (ImportState.PLANNING, 0)
    look_at_export(good.pk)
    look_at_export(good.pk)
    good.refresh_from_db()
    assert (good.state, good.lines.count()) == (ImportState.PREPARED, 3)
    good.delete()

    sent_by_form(client, b"pas du tout du XML", "x.xml")
    look_at_export(Homecoming.objects.get().pk)

    assert "pas l’exportation d’un blogue WordPress" in press(client, "turn")
    assert (Upload.objects.filter(name="x.xml").count(), MemoryPostPage.objects.count()) == (0, 0)


def test_an_export_that_is_gone_is_asked_for_again_and_what_nobody_decides_is_forgotten(client):
    homecoming = arrived(many_posts(1), "blogue.xml")
    start(homecoming, NOW)
    Upload.objects.all().delete()
    bring_posts(homecoming.pk)
    assert "envoyez-la de nouveau" in press(client, "turn")

    Homecoming.objects.all().delete()
    arrived(many_posts(1), "blogue.xml")
    Homecoming.objects.update(created_at=timezone.now() - timedelta(days=2))
    forget_homecomings()
    forget_homecomings()
    assert (Homecoming.objects.count(), Upload.objects.count()) == (0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_asks_as_much_of_the_database_for_many_posts(
    client, count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    homecoming = arrived(many_posts(count), "blogue.xml")
    start(homecoming, NOW)
    bring_posts(homecoming.pk)
    client.get(SCREEN)

    with django_assert_num_queries(21):
        client.get(f"{SCREEN}{homecoming.pk}/?ask=undo")
