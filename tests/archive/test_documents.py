"""Public copies of a PDF: its pages as pictures and its words, never the file itself."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cms.archive.derivatives import documents
from cms.archive.derivatives.deriving import derive
from cms.archive.errors import Unreadable
from cms.archive.models import Master
from tests.archive.test_pictures import Copies
from tests.factories import ItemFactory, receive_file
from tests.factories.documents import pdf


def made(copies, tmp_path, content: bytes):
    path = tmp_path / "master"
    path.write_bytes(content)
    return documents.copy_document(path, copies)


def test_its_pages_are_pictures_and_its_words_are_found(tmp_path):
    copies = Copies()

    found = made(copies, tmp_path, pdf("Acte de vente", "Signature"))

    assert (found.pages, found.text) == (2, "Acte de vente\n\nSignature")
    assert {one.media_type for one in copies} == {"image/avif", "image/webp", "image/jpeg"}
    assert copies.image(1280).size == (1280, 1707)
    assert [(one.page, one.width, one.media_type) for one in copies if one.purpose == "page"] == [
        (1, 320, "image/webp"),
        (1, 1600, "image/webp"),
        (1, 1600, "image/jpeg"),
        (2, 320, "image/webp"),
        (2, 1600, "image/webp"),
        (2, 1600, "image/jpeg"),
    ]


def test_only_the_first_pages_of_a_thick_book_are_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "MOST_PAGES", 2)
    monkeypatch.setattr("cms.archive.derivatives.pictures.MOST_PAGES", 2)
    copies = Copies()

    found = made(copies, tmp_path, pdf("un", "deux", "trois"))

    assert (found.pages, found.text, found.remark) == (
        3,
        "un\n\ndeux\n\ntrois",
        "Seules les 2 premières pages sont montrées.",
    )
    assert {one.page for one in copies} == {0, 1, 2}


@pytest.mark.parametrize("size", [(14_400, 3), (3, 14_400), (200_000, 200_000)])
def test_a_page_as_large_as_a_field_is_drawn_for_a_screen(tmp_path, size):
    copies = Copies()

    made(copies, tmp_path, pdf("grand", size=size))

    assert max(one.width for one in copies) <= 2560
    assert max(one.height for one in copies) <= 5120


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\nnothing", "abîmé"),
        (pdf("secret", is_locked=True), "mot de passe"),
        (pdf(), "aucune page|abîmé"),
        (pdf("vide", size=(0, 0)), "taille|abîmé|"),
        (pdf("rogné", crop="300 0 500 400"), "n’a pas de taille"),
    ],
)
def test_what_cannot_be_opened_says_what_to_do(tmp_path, content, said):
    copies = Copies()
    if content == pdf("vide", size=(0, 0)):
        made(copies, tmp_path, content)  # read as a letter page, as readers of PDF do
        assert copies
        return

    with pytest.raises(Unreadable, match=said):
        made(copies, tmp_path, content)


@pytest.mark.django_db
def test_a_pdf_with_a_script_is_kept_and_never_served_as_it_is(client):
    content = pdf("Acte", script="app.alert\\(1\\)")
    master = receive_file(content, "acte.pdf", ItemFactory())
    derive(master.pk, timezone.now())

    master = Master.objects.get(pk=master.pk)
    assert (master.derive_error, master.text) == ("", "Acte")
    assert {copy.media_type for copy in master.derivatives.all()} == {"image/avif", "image/webp", "image/jpeg"}
    for copy in master.derivatives.all():
        sent = b"".join(client.get(copy.get_absolute_url()).streaming_content)
        assert b"JavaScript" not in sent
    for name in ("text-0-0.pdf", "page-1-1600.pdf", "image-0-0.pdf"):
        assert client.get(f"/memoire/fichiers/{master.pk}/{name}").status_code == 404
