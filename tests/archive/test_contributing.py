"""One gives to the memory without an account, as safely as one registers (T10, T24, T25)."""

from __future__ import annotations

import errno
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cms.archive.domain.contributed_files import MOST_BYTES
from cms.archive.enums import AgreementSubject
from cms.archive.models import ContributedFile, Contribution, archive_storage
from crm.partners.models import Council
from newsletters.models import ContributionLetter, SignUp, Subscriber
from tests.archive.contributions import drawn, filled, tiff_bomb, upload
from tests.factories import drawn_image

pytestmark = pytest.mark.django_db

ADDRESS = "/memoire/contribuer/"


def errors(response: Any) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [found.get_text(" ", strip=True) for found in page.select(".field__error, [role=alert] > p:first-child")]


def test_the_form_ticks_nothing_wants_no_cookie_and_is_not_kept(client: Client, council: Council) -> None:
    response = client.get(ADDRESS)
    page = BeautifulSoup(response.content, "html.parser")

    assert not response.cookies
    assert response["Cache-Control"] == "private, no-store"
    # The choice that gives the least away is the only one made beforehand.
    assert [field["value"] for field in page.select("[checked]")] == ["inc"]
    assert page.select_one("[name=attached]").has_attr("multiple")
    assert not Contribution.objects.exists()


def test_without_an_identity_nothing_is_asked(client: Client, db: None) -> None:
    Council.objects.all().delete()

    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, filled()).status_code == 404


def test_giving_keeps_the_files_privately_and_writes_a_receipt(strict_client: Client, council: Council) -> None:
    files = [upload("a.jpg"), upload("b.png", drawn("PNG")), upload("c.pdf", b"%PDF-1.7\n...")]

    shown = BeautifulSoup(strict_client.get(ADDRESS).content, "html.parser").select_one(".contribution__words p")
    response = strict_client.post(ADDRESS, filled(attached=files, wants_name="on"))

    assert (response.status_code, response["Location"]) == (302, "/memoire/contribuer/merci/")
    assert not response.cookies
    contribution = Contribution.objects.get()
    assert (contribution.person_name, contribution.wants_name, contribution.state) == ("Ondine", True, "received")
    assert (contribution.text.subject, contribution.text.version) == (AgreementSubject.LICENCE, 1)
    # The whole of what was shown, whatever space stands before a sign.
    assert shown.get_text().split() == contribution.text.words.split()
    assert contribution.text.words.startswith("J’ai fait ceci, ou cela m’appartient")
    kept = list(contribution.files.values_list("name", "media_type", "size"))
    assert [(name, kind) for name, kind, _size in kept] == [
        ("a.jpg", "image/jpeg"),
        ("b.png", "image/png"),
        ("c.pdf", "application/pdf"),
    ]
    for file in contribution.files.all():
        assert file.file.name.startswith("contributions/")
        assert strict_client.get(f"/media/{file.file.name}").status_code == 404
        assert strict_client.get(f"/media/archive/{file.file.name}").status_code == 404
    letter = ContributionLetter.objects.get()
    assert (letter.news, letter.state) == ("received", "queued")
    assert (Subscriber.objects.count(), SignUp.objects.count()) == (0, 0)


def test_twenty_files_are_given_at_once(client: Client, council: Council) -> None:
    names = [f"{number:02}.png" for number in range(20)]
    files = [upload(name, drawn("PNG", (30, 10 + number))) for number, name in enumerate(names)]

    response = client.post(ADDRESS, filled(attached=files))

    assert (response.status_code, response["Location"]) == (302, "/memoire/contribuer/merci/")
    assert list(Contribution.objects.get().files.values_list("name", flat=True)) == names


def test_a_story_needs_no_file(client: Client, council: Council) -> None:
    client.post(ADDRESS, filled(attached=None))

    assert Contribution.objects.get().files.count() == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"attached": None, "description": ""}, "Choisissez un fichier"),
        ({"title": ""}, "Dites en quelques mots"),
        ({"name": "https://ailleurs.example"}, "Écrivez seulement votre nom"),
        ({"email": "ondine"}, "adresse"),
        ({"age": None}, "14"),
        ({"age": "under"}, "parent"),
        ({"agree": None}, "Sans votre accord"),
        ({"licence": "cc0"}, "Sélectionnez un choix valide"),
        ({"stamp": "forged"}, "ouverte depuis un moment"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    client: Client, council: Council, fields: dict[str, Any], said: str
) -> None:
    response = client.post(ADDRESS, filled(**fields))

    assert response.status_code == 422
    assert any(said in error for error in errors(response)), errors(response)
    assert not Contribution.objects.exists()


def test_under_14_a_parent_agrees(client: Client, council: Council) -> None:
    client.post(ADDRESS, filled(age="under", parent_name="Basile", parent_contact="418 555-0100"))

    contribution = Contribution.objects.get()
    assert (contribution.parent_name, contribution.parent_contact) == ("Basile", "418 555-0100")


def test_over_14_what_was_written_of_a_parent_is_not_kept(client: Client, council: Council) -> None:
    client.post(ADDRESS, filled(age="over", parent_name="Basile", parent_contact="418 555-0100"))

    contribution = Contribution.objects.get()
    assert (contribution.parent_name, contribution.parent_contact) == ("", "")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("texte.jpg", b"Bonjour")], "ni une photo ni un PDF"),
        ([("page.pdf", b"<html><script>alert(1)</script></html>")], "ni une photo ni un PDF"),
        ([("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")], "ni une photo ni un PDF"),
        ([("vide.jpg", b"")], "est vide"),
        ([("bombe.tif", tiff_bomb())], "trop de pixels"),
        ([("bombe.tif", tiff_bomb(12_000, 12_000))], "trop de pixels"),
        ([("lourde.jpg", drawn_image() + b"\0" * MOST_BYTES)], "pèse"),
        ([(f"{number}.jpg", drawn_image(size=(4, 4))) for number in range(21)], "21 fichiers"),
        ([(f"{number}.jpg", b"x") for number in range(120)], "Vous avez choisi 120 fichiers"),
    ],
    ids=["text", "html", "svg", "empty", "bomb", "large tiff", "heavy", "21 files", "120 files"],
)
def test_bad_files_are_refused_by_name_and_nothing_is_kept(
    client: Client, council: Council, files: list[tuple[str, bytes]], said: str
) -> None:
    response = client.post(ADDRESS, filled(attached=[upload(*file) for file in files]))

    assert response.status_code == 422
    assert [error for error in errors(response) if said in error], errors(response)
    assert not Contribution.objects.exists()
    assert not ContributedFile.objects.exists()


def test_every_bad_file_is_named_at_once(client: Client, council: Council) -> None:
    files = [upload("a.jpg", b"non"), upload("bonne.jpg"), upload("b.jpg", b"")]

    said = " ".join(errors(client.post(ADDRESS, filled(attached=files))))

    assert "a.jpg" in said
    assert "b.jpg" in said
    assert "bonne.jpg" not in said


@pytest.mark.parametrize(
    ("name", "kind", "media_type", "extension"),
    [
        ("photo.png", "JPEG", "image/jpeg", "jpg"),
        ("photo", "TIFF", "image/tiff", "tif"),
        ("photo.jpg", "HEIF", "image/heic", "heic"),
    ],
)
def test_the_content_says_what_a_file_is(
    client: Client, council: Council, name: str, kind: str, media_type: str, extension: str
) -> None:
    client.post(ADDRESS, filled(attached=[upload(name, drawn(kind, (64, 64)))]))

    file = ContributedFile.objects.get()
    assert (file.name, file.media_type) == (name, media_type)
    assert file.file.name.endswith(f".{extension}")


def test_the_same_form_sent_twice_is_one_contribution(client: Client, council: Council) -> None:
    form = filled(attached=None)
    answers = [client.post(ADDRESS, {**form, "attached": [upload()]}) for _turn in range(2)]

    assert {answer["Location"] for answer in answers} == {"/memoire/contribuer/merci/"}
    assert Contribution.objects.count() == 1
    assert ContributionLetter.objects.count() == 1
    assert len(archive_storage().listdir("contributions")[1]) >= 1


def test_another_photo_from_the_same_open_form_is_another_contribution(client: Client, council: Council) -> None:
    form = filled(attached=None)
    client.post(ADDRESS, {**form, "attached": [upload()]})
    client.post(ADDRESS, {**form, "attached": [upload(content=drawn("PNG"))]})

    assert Contribution.objects.count() == 2


def test_a_robot_is_thanked_and_nothing_is_kept(client: Client, council: Council) -> None:
    response = client.post(ADDRESS, filled(website="https://ailleurs.example"))

    assert response["Location"] == "/memoire/contribuer/merci/"
    assert not Contribution.objects.exists()


def test_a_form_filled_in_at_once_is_to_be_read_again(client: Client, council: Council) -> None:
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")

    response = client.post(ADDRESS, filled(stamp=page.select_one("[name=stamp]")["value"]))

    assert response.status_code == 422
    assert not Contribution.objects.exists()


def test_one_address_may_give_six_times_an_hour(client: Client, council: Council) -> None:
    for _turn in range(6):
        assert client.post(ADDRESS, filled(attached=None)).status_code == 302

    response = client.post(ADDRESS, filled(attached=None, email="ONDINE@example.org"))

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert Contribution.objects.count() == 6


def test_one_place_may_give_twenty_times_an_hour(client: Client, council: Council) -> None:
    for turn in range(20):
        client.post(ADDRESS, filled(attached=None, email=f"voisine{turn}@example.org"))

    assert client.post(ADDRESS, filled(attached=None, email="autre@example.org")).status_code == 429


def test_what_fails_half_way_leaves_no_file(client: Client, council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    from cms.archive.domain import contributing

    def refuse(*args: Any) -> None:
        raise RuntimeError("the disk is full")

    storage = archive_storage()
    before = storage.listdir("contributions")[1] if storage.exists("contributions") else []
    monkeypatch.setattr(contributing, "announce", refuse)

    with pytest.raises(RuntimeError):
        client.post(ADDRESS, filled())

    assert not Contribution.objects.exists()
    after = storage.listdir("contributions")[1] if storage.exists("contributions") else []
    assert after == before


def test_on_a_full_disk_one_is_told_and_nothing_is_half_kept(client: Client, council: Council, monkeypatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(archive_storage()), "_save", refuse)

    response = client.post(ADDRESS, filled())

    assert response.status_code == 422
    assert "plus de place" in response.content.decode()
    assert not Contribution.objects.exists()
