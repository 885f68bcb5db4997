"""Large print, citation and taking a copy home, for each kind of thing: a photograph, a document, a sound, a film."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cms.archive.derivatives.deriving import derive
from cms.archive.domain.copyrights import Copyright
from cms.archive.enums import Kind
from cms.archive.models import Item, Master
from crm.partners.models import Council
from tests.archive.described import described_item, read, words
from tests.archive.test_posters import pictured
from tests.factories import receive_file, receive_picture, receive_sound
from tests.factories.documents import pdf
from tests.html import html_errors

pytestmark = pytest.mark.django_db


def photograph(item: Item) -> None:
    Master.objects.filter(pk=receive_picture(item).pk).update(caption="Au dos")


def document(item: Item) -> None:
    derive(receive_file(pdf("Acte de vente", "Signature", "Annexe"), "acte.pdf", item).pk, timezone.now())


def sound(item: Item) -> None:
    receive_sound(item, said="0:00 Bonjour.\n0:04 Il neigeait.")


def film(item: Item) -> None:
    master, picture = pictured()
    Master.objects.filter(pk__in=[master.pk, picture.pk]).update(item=item)


KINDS = [(Kind.PHOTO, photograph), (Kind.DOCUMENT, document), (Kind.SOUND, sound), (Kind.FILM, film)]
LARGE: dict[Kind, list[str]] = {
    Kind.PHOTO: ["Au dos"],
    Kind.DOCUMENT: ["Page 2", "Page 3"],
    Kind.SOUND: ["Ce qui est dit", "0:00 Bonjour.", "0:04 Il neigeait."],
    Kind.FILM: [],
}
PICTURES = {Kind.PHOTO: 1, Kind.DOCUMENT: 3, Kind.SOUND: 0, Kind.FILM: 1}
TAKEN = {
    Kind.PHOTO: ["Emporter une copie (JPEG,"],
    Kind.DOCUMENT: ["Emporter une copie (JPEG,", "Emporter la page 2", "Emporter la page 3"],
    Kind.SOUND: ["Emporter une copie (", "Prendre la transcription (texte)", "Prendre les sous-titres (WebVTT)"],
    Kind.FILM: ["Emporter une copie ("],
}


def links_to_take(page: BeautifulSoup) -> list[tuple[str, str]]:
    return [(" ".join(one.get_text(" ").split()), str(one["href"])) for one in page.select("a[download]")]


@pytest.mark.parametrize(("kind", "filled"), KINDS)
def test_large_print_says_all_that_the_page_says(
    client: Client, council: Council, kind: Kind, filled: Callable[[Item], None]
) -> None:
    item = described_item(kind=kind, description="Des enfants devant l’école.")
    filled(item)
    usual = read(client, item.get_absolute_url())

    address = f"{item.get_absolute_url()}gros-caracteres/"
    page = read(client, address)

    said = words(page, ".large")
    facts = [one.get_text(" ", strip=True) for one in usual.select(".facts dt")]
    for expected in (
        *("L’école du rang", "vers 1921", "Des enfants devant l’école.", "Transcription Hiver 1921"),
        *("Studio Fictif", "Rue des Tanneurs", "Donné par Odile Larrivée", "Aucun droit d’auteur connu."),
        *(words(usual, ".thing__citation"), *facts, *LARGE[kind]),
    ):
        assert expected in said
    assert [one.get_text(" ", strip=True) for one in page.select(".large__facts dt")] == facts
    assert len(page.select(".large img")) == PICTURES[kind]
    assert {client.get(str(one["src"])).status_code for one in page.select(".large img")} <= {200}
    assert html_errors(client.get(address).content.decode()) == []


@pytest.mark.parametrize(("kind", "filled"), KINDS)
def test_a_copy_is_taken_where_the_licence_says_so(
    client: Client, council: Council, kind: Kind, filled: Callable[[Item], None]
) -> None:
    item = described_item(kind=kind, copyright=Copyright.CC_BY)
    filled(item)

    taken = links_to_take(read(client, item.get_absolute_url()))
    answers = [client.get(href) for _said, href in taken]
    for code in (Copyright.IN_COPYRIGHT, ""):
        Item.objects.filter(pk=item.pk).update(copyright=code)
        assert links_to_take(read(client, item.get_absolute_url(), encore=code or "rien")) == []

    assert [said.startswith(begins) for (said, _href), begins in zip(taken, TAKEN[kind], strict=True)] == [
        True for _one in TAKEN[kind]
    ]
    assert [answer.status_code for answer in answers] == [200] * len(taken)
    assert all(answer.getvalue() for answer in answers)


@pytest.mark.parametrize(("kind", "filled"), KINDS)
def test_a_citation_names_it_whatever_it_is(
    client: Client, council: Council, kind: Kind, filled: Callable[[Item], None]
) -> None:
    item = described_item(kind=kind)
    filled(item)

    said = words(read(client, item.get_absolute_url()), ".thing__citation").replace("\u00a0", " ")

    assert said.startswith(f"Studio Fictif, « L’école du rang », vers 1921. Portraits. Mémoire — {council.name}, no ")


def test_the_first_page_of_a_document_is_its_cover_and_is_shown_once(client: Client, council: Council) -> None:
    item = described_item(kind=Kind.DOCUMENT)
    document(item)

    page = read(client, item.get_absolute_url())

    assert [one["alt"] for one in page.select(".thing__files img")] == [
        item.title,
        f"{item.title} (2)",
        f"{item.title} (3)",
    ]
    assert page.select_one(".thing__pages")["start"] == "2"  # type: ignore[index]
    thumbs = [one["srcset"] for one in page.select(".thing__pages source[media]")]
    assert [one.rpartition(" ")[2] for one in thumbs] == ["320w", "320w"]
