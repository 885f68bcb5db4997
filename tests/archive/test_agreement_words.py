"""The words that people accept are changed in one screen; whoever signed keeps those that they accepted."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import ModelLogEntry

from cms.archive.domain.agreement_texts import current_text, words_today, write_text
from cms.archive.domain.agreements import record_agreement
from cms.archive.enums import AgreementSubject, Channel
from cms.archive.models import Agreement, AgreementText
from crm.accounts.policy import Role
from tests.factories import ItemFactory, someone_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

WORDS = "/admin/accords/mots/"
LICENCE = AgreementSubject.LICENCE


@pytest.fixture
def archives(client: Client) -> Client:
    client.force_login(someone_of(Role.ARCHIVES))
    return client


def read(client: Client) -> BeautifulSoup:
    return BeautifulSoup(client.get(WORDS).content, "html.parser")


def typed(words: str, *, version: int = 1, subject: AgreementSubject = LICENCE) -> dict[str, object]:
    return {"subject": subject, f"{subject}-words": words, f"{subject}-version": version}


def test_new_words_serve_from_now_on_and_who_signed_keeps_theirs(archives):
    consent = Agreement(subject=LICENCE, person_name="Ana Fictive", given_on=date(2026, 10, 4), channel=Channel.PAPER)
    signed = record_agreement(consent, [ItemFactory()], None)
    before = words_today(LICENCE)

    answer = archives.post(WORDS, typed("Je donne cette photo.\r\n\r\nJe peux la reprendre. "), follow=True)

    assert "version 2" in answer.content.decode()
    assert words_today(LICENCE) == "Je donne cette photo.\n\nJe peux la reprendre."
    signed.refresh_from_db()
    assert (signed.text.version, signed.text.words) == (1, before)
    assert "Je peux la reprendre." in Client().get("/memoire/contribuer/").content.decode()
    assert AgreementText.objects.filter(subject=AgreementSubject.DEPICTION).count() <= 1
    entry = ModelLogEntry.objects.get(action="archive.write_words")
    assert str(current_text(LICENCE).pk) == entry.object_id


def test_the_words_in_force_stand_in_the_box_and_the_earlier_ones_below(archives):
    write_text(LICENCE, "Les premiers mots.")
    write_text(LICENCE, "Les mots d’aujourd’hui.")

    page = read(archives)

    assert page.select_one(f"textarea[name={LICENCE}-words]").text.strip() == "Les mots d’aujourd’hui."
    earlier = [" ".join(one.get_text(" ").split()) for one in page.select(f"#{LICENCE} details")]
    assert [one.split(" ,")[0] for one in earlier] == ["Version 3", "Version 2", "Version 1"]
    assert "Les premiers mots." in earlier[1]
    assert "gardent les mots" in page.get_text()


def test_to_look_writes_nothing(archives):
    archives.get(WORDS)

    assert not AgreementText.objects.exists()


@pytest.mark.parametrize("words", ["Un.\r\n\r\nDeux.", "  Un.\n\nDeux.\n"])
def test_the_same_words_again_make_no_version(archives, words):
    text = write_text(LICENCE, "Un.\n\nDeux.")

    answer = archives.post(WORDS, typed(words, version=text.version), follow=True)

    assert "Ce sont les mots" in answer.content.decode()
    assert current_text(LICENCE) == text


def test_without_words_nothing_is_written_and_it_is_said(archives):
    answer = archives.post(WORDS, typed("  "))

    assert "Écrivez le texte" in answer.content.decode()
    assert not AgreementText.objects.exists()


def test_words_changed_meanwhile_are_read_before_others_take_their_place(archives):
    write_text(LICENCE, "Les mots de l’autre.")

    answer = archives.post(WORDS, typed("Mes mots.", version=1))

    said = answer.content.decode()
    assert "Quelqu’un d’autre vient de changer ces mots" in said
    assert "Mes mots." in said
    assert "Les mots de l’autre." in said
    assert words_today(LICENCE) == "Les mots de l’autre."
    archives.post(WORDS, typed("Mes mots.", version=2))
    assert words_today(LICENCE) == "Mes mots."


def paper(**other: object) -> dict[str, object]:
    """What a volunteer types of a paper that was signed."""
    signed = {"subject": AgreementSubject.DEPICTION, "person_name": "Ana Fictive", "channel": Channel.PAPER}
    return {**signed, "given_on": "2026-10-04", "note": "Dans l’armoire.", "items": ItemFactory().number, **other}


def test_a_paper_signed_earlier_is_written_down_with_the_version_printed_on_it(archives):
    first = current_text(AgreementSubject.DEPICTION)
    assert "version" not in archives.get("/admin/accords/inscrire/").context["form"].fields
    latest = write_text(AgreementSubject.DEPICTION, "Des mots venus plus tard.")

    archives.post("/admin/accords/inscrire/", paper(version=1))
    archives.post("/admin/accords/inscrire/", paper())
    refused = archives.post("/admin/accords/inscrire/", paper(version=7))

    assert [one.text for one in Agreement.objects.order_by("pk")] == [first, latest]
    assert "Cette version n’existe pas" in refused.content.decode()


@pytest.mark.parametrize("sent", [{"subject": "autre"}, {}])
def test_what_is_no_agreement_changes_nothing(archives, sent):
    assert archives.post(WORDS, sent).status_code == 404
    assert not AgreementText.objects.exists()


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.BOARD, Role.READING])
def test_only_who_keeps_the_agreements_changes_their_words(role, client):
    client.force_login(someone_of(role))

    assert client.get(WORDS).status_code == 302
    assert client.post(WORDS, typed("Autre chose.")).status_code == 302
    assert not AgreementText.objects.exists()


def test_the_list_leads_there(archives):
    assert f'href="{WORDS}"' in archives.get("/admin/accords/").content.decode()


def test_the_screen_asks_as_much_for_many_versions_as_for_one(archives, django_assert_num_queries):
    archives.get(WORDS)
    for words in ("", "Un.", "Deux.", "Trois."):
        if words:
            write_text(LICENCE, words)
        with django_assert_num_queries(10):
            archives.get(WORDS)
