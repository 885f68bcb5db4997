"""Who agreed to what: written down in the admin, read and taken back by a private link."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.archive.domain.agreement_texts import current_text, write_text
from cms.archive.domain.agreements import agreement_url, make_token, record_agreement
from cms.archive.domain.item_numbers import NumbersNotRead, read_numbers, write_numbers
from cms.archive.enums import AgreementSubject, Channel
from cms.archive.models import Agreement, Item, Takedown, archive_storage
from crm.accounts.policy import Role
from tests.factories import ItemFactory, someone_of

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


ACCEPTED = "Je veux bien qu’on me voie : « toujours » & partout.\n\nEt qu’on m’entende, moi, 9 > 8."


def said(item: Item, **other: object) -> dict[str, object]:
    return {
        "subject": AgreementSubject.DEPICTION,
        "person_name": "Zénobie Fictive",
        "items": str(item.number),
        "given_on": "2026-10-04",
        "channel": Channel.SPOKEN,
        **other,
    }


def given_by(item: Item) -> Agreement:
    agreement = Agreement(
        subject=AgreementSubject.DEPICTION,
        person_name="Zénobie Fictive",
        given_on=date(2026, 10, 4),
        channel=Channel.PAPER,
    )
    return record_agreement(agreement, [item], None)


@pytest.mark.django_db
def test_an_agreement_is_written_under_the_words_of_the_day_with_its_paper(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item = ItemFactory()
    paper = SimpleUploadedFile("accord.pdf", PDF, "application/pdf")

    answer = client.post("/admin/accords/inscrire/", said(item, channel=Channel.PAPER, scan_file=paper), follow=True)

    agreement = Agreement.objects.get()
    assert agreement.text == current_text(AgreementSubject.DEPICTION)
    assert list(agreement.items.all()) == [item]
    assert agreement_url(agreement) in answer.content.decode()
    assert archive_storage().exists(agreement.scan)
    assert b"".join(client.get(f"/admin/accords/{agreement.pk}/papier/").streaming_content) == PDF


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"items": "9999"}, "Aucune pièce ne porte ce numéro"),
        ({"items": "douze"}, "n’est pas un numéro"),
        ({"given_on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "n’est pas encore venu"),
        ({"subject": AgreementSubject.LICENCE}, "Choisissez la licence"),
        ({"channel": Channel.PAPER}, "Joignez la numérisation"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(wrong, sentence, client, council):
    client.force_login(someone_of(Role.ARCHIVES))

    answer = client.post("/admin/accords/inscrire/", said(ItemFactory(), **wrong))

    assert sentence in answer.content.decode()
    assert not Agreement.objects.exists()


@pytest.mark.django_db
def test_the_person_reads_what_was_signed_and_takes_it_back_with_a_button(client, council):
    item = ItemFactory()
    write_text(AgreementSubject.DEPICTION, ACCEPTED)
    agreement = given_by(item)
    write_text(AgreementSubject.DEPICTION, "Des mots venus plus tard.")
    address = f"/memoire/accord/{make_token(agreement)}/"

    page = client.get(address)
    question = client.get(address + "?retirer=1")
    shown = BeautifulSoup(page.content, "html.parser")
    # Whatever space stands before a sign.
    assert shown.select_one("blockquote").get_text(" ").split() == ACCEPTED.split()
    lead = " ".join(shown.select_one(".lead").get_text().split())
    assert lead == "Le 4 octobre 2026, sur papier, signé, vous avez accepté ce texte (version 2) :"
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "private, no-store")
    assert Item.objects.public().exists()
    assert "Retirer votre accord?" in question.content.decode()

    client.post(address)
    client.post(address)

    assert "Vous avez retiré votre accord" in client.get(address).content.decode()
    assert not Item.objects.public().exists()
    assert Takedown.objects.count() == 1
    assert client.get(item.get_absolute_url()).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "links"), [(0, 1), (1, 0)])
def test_the_person_is_led_only_to_what_anyone_may_see(days, links, client, council):
    item = ItemFactory(embargo_until=timezone.localdate() + timedelta(days=days))

    page = client.get(f"/memoire/accord/{make_token(given_by(item))}/")

    shown = BeautifulSoup(page.content, "html.parser")
    assert len(shown.select(f'a[href="{item.get_absolute_url()}"]')) == links
    assert ("pas montrée" in shown.get_text()) == (not links)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "1", "1.abc"])
def test_a_link_that_nobody_made_opens_nothing(token, client, council):
    assert client.get(f"/memoire/accord/{token}/").status_code == 404


@pytest.mark.django_db
def test_an_item_leads_to_its_own_agreements_and_to_a_new_one(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item = ItemFactory()
    given_by(item)
    Agreement.objects.update(person_name="Ondine Fictive")
    given_by(ItemFactory())
    listed = f"/admin/accords/?piece={item.number}"
    assert f'href="{listed}"' in client.get(f"/admin/memoire/edit/{item.pk}/").content.decode()

    shown = client.get(listed).content.decode()

    assert ("Ondine Fictive" in shown, "Zénobie Fictive" in shown) == (True, False)
    write = f"/admin/accords/inscrire/?pieces={item.number}"
    assert f'href="{write}"' in shown
    form = BeautifulSoup(client.get(write).content, "html.parser")
    assert form.select_one("input[name=items]")["value"] == str(item.number)


@pytest.mark.django_db
@pytest.mark.parametrize("piece", ["", "douze", '12"><script>', "0"])
def test_a_number_that_is_none_is_not_carried_on(piece, client, council):
    client.force_login(someone_of(Role.ARCHIVES))

    shown = client.get("/admin/accords/", {"piece": piece})

    assert shown.status_code == 200
    assert 'href="/admin/accords/inscrire/"' in shown.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_three_agreements_of_an_item_cost_no_more_than_one(number, client, council, django_assert_num_queries):
    client.force_login(someone_of(Role.ARCHIVES))
    item = ItemFactory()
    for _turn in range(number):
        given_by(item)
    address = f"/admin/accords/?piece={item.number}"
    client.get(address)

    with django_assert_num_queries(10):
        client.get(address)


@pytest.mark.django_db
def test_an_item_without_an_agreement_says_so_and_proposes_one(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item = ItemFactory()

    page = BeautifulSoup(client.get(f"/admin/accords/?piece={item.number}").content, "html.parser")

    said = f"Aucun accord n’est inscrit pour la pièce no {item.number}."
    assert said in page.get_text()
    assert page.select_one("#listing-results a.button")["href"] == f"/admin/accords/inscrire/?pieces={item.number}"


def test_the_button_is_not_below_a_long_list_of_items(client, council):
    agreement = given_by(ItemFactory())
    agreement.items.set([ItemFactory() for _each in range(13)])

    page = BeautifulSoup(client.get(agreement_url(agreement)).content, "html.parser")

    assert page.select_one("details summary").get_text() == "Les 13 pièces dont il s’agit"
    assert page.select_one("a[href='?retirer=1']").find_parent("details") is None


def test_an_agreement_is_taken_back_for_who_asked_by_telephone(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    agreement = given_by(ItemFactory())

    client.post(f"/admin/accords/{agreement.pk}/retirer/", {"note": "Au téléphone."})

    agreement.refresh_from_db()
    assert agreement.withdrawal_note == "Au téléphone."
    assert not Item.objects.public().exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.BOARD, Role.READING])
def test_personal_data_are_for_who_needs_them(role, client, council):
    agreement = given_by(ItemFactory())
    client.force_login(someone_of(role))

    for address in ("", "inscrire/", f"{agreement.pk}/", f"{agreement.pk}/papier/", f"{agreement.pk}/retirer/"):
        assert client.get(f"/admin/accords/{address}").status_code == 302


@pytest.mark.django_db
def test_an_item_is_taken_down_put_back_and_destroyed_on_screen(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item = ItemFactory()

    client.post(f"/admin/memoire/retirer/{item.pk}/", {"reason": ""})
    assert Item.objects.public().exists()
    answer = client.post(f"/admin/memoire/retirer/{item.pk}/", {"reason": "Une erreur de personne."}, follow=True)
    assert "Une erreur de personne." in answer.content.decode()
    takedown = Takedown.objects.get()
    assert not Item.objects.public().exists()

    client.post(f"/admin/retraits/{takedown.pk}/remettre/")
    assert Item.objects.public().exists()
    refused = client.post(f"/admin/retraits/{takedown.pk}/detruire/")
    assert "retirez-la d’abord" in refused.content.decode()

    client.post(f"/admin/memoire/retirer/{item.pk}/", {"reason": "Demandé de nouveau."})
    client.post(f"/admin/retraits/{Takedown.objects.first().pk}/detruire/")
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12", [12]),
        ("12, 14-16", [12, 14, 15, 16]),
        ("16;14 – 15 , 14", [14, 15, 16]),
        ("", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text, numbers):
    assert read_numbers(text) == numbers


@pytest.mark.parametrize("text", ["douze", "12-", "16-14", "1-99999", "12.5", "-3"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NumbersNotRead):
        read_numbers(text)


@given(st.sets(st.integers(min_value=1, max_value=400)))
def test_numbers_written_read_back_as_the_same(numbers):
    assert read_numbers(write_numbers(numbers)) == sorted(numbers)
