"""Taking down in one act: closed, told, put back, destroyed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile

from cms.archive.domain.agreement_texts import current_text, write_text
from cms.archive.domain.agreements import make_token, read_token, withdraw_agreement
from cms.archive.domain.closing import destroy, restore, take_down, tombstone_of
from cms.archive.domain.discarding import discard_files, erase_discarded
from cms.archive.enums import AgreementSubject, Basis, Channel
from cms.archive.errors import MemoryRefused
from cms.archive.models import Agreement, DiscardedFile, Item, Master, Takedown, archive_storage
from crm.accounts.domain.signed_links import BadLink
from crm.accounts.policy import Role
from crm.partners.domain.need_words import day_words
from tests.factories import ItemFactory, UserFactory, someone_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)
REASON = "Une personne montrée ne veut plus l’être."


def agreed(*items: Item, subject: AgreementSubject = AgreementSubject.DEPICTION) -> Agreement:
    text = current_text(subject)
    agreement = Agreement.objects.create(
        subject=subject, text=text, person_name="Zénobie Fictive", given_on=NOW.date(), channel=Channel.PAPER
    )
    agreement.items.set(items)
    return agreement


def kept_file(item: Item, name: str = "porte.tif") -> Master:
    stored = archive_storage().save(f"masters/{name}", ContentFile(b"II*\x00"))
    return Master.objects.create(item=item, file=stored, name=name, media_type="image/tiff", size=4, sha256="0" * 64)


def test_what_is_taken_down_is_closed_and_its_address_says_why(client, council):
    item = ItemFactory()

    take_down(item, REASON, UserFactory(), NOW, asked_by="Zénobie Fictive")

    answer = client.get(item.get_absolute_url())
    assert answer.status_code == 410
    assert REASON in answer.content.decode()
    assert "Zénobie" not in answer.content.decode()
    assert client.get(f"/memoire/{item.number}/").status_code == 410
    assert not Item.objects.public().exists()


def test_whoever_comes_by_is_told_how_to_ask_for_it_back(client, council):
    item = ItemFactory()
    take_down(item, REASON, UserFactory(), NOW)
    address = item.get_absolute_url()

    for path in (address, f"{address}gros-caracteres/"):
        answer = client.get(path)
        page = BeautifulSoup(answer.content, "html.parser").select_one("main")

        assert answer.status_code == 410
        said = " ".join(page.get_text(" ").split())
        assert REASON in said
        assert f"Pièce {item.number}, retirée le 26 novembre 2026" in said
        assert "Écrivez-nous ce numéro et vos raisons : une personne vous répond dans les trente jours." in said
        assert [one.parent.name for one in page.select("a[href='mailto:bonjour@conseil.example']")] == ["p"]


def test_taken_down_twice_is_taken_down_once():
    item, user = ItemFactory(), UserFactory()

    first = take_down(item, REASON, user, NOW)

    assert take_down(item, "Autre raison.", user, NOW) == first
    assert Takedown.objects.get().reason == REASON


def test_nothing_is_taken_down_without_a_reason():
    item = ItemFactory()

    with pytest.raises(MemoryRefused):
        take_down(item, "  ", UserFactory(), NOW)

    assert not Takedown.objects.exists()


def test_what_is_put_back_stands_as_before(client, council):
    item, user = ItemFactory(), UserFactory()
    takedown = take_down(item, REASON, user, NOW)

    restore(takedown, user, NOW)
    restore(takedown, user, NOW)

    assert client.get(item.get_absolute_url()).status_code == 200
    assert Takedown.objects.get().restored_by == user


def test_what_is_destroyed_leaves_a_number_a_reason_and_no_file(client, council, django_capture_on_commit_callbacks):
    item, user = ItemFactory(), UserFactory()
    item.save_revision()
    stored = kept_file(item).file.name
    address = item.get_absolute_url()
    takedown = take_down(item, REASON, user, NOW, asked_by="Zénobie Fictive, 418 555-0100")
    assert takedown.asked_by

    with django_capture_on_commit_callbacks(execute=True):
        takedown = destroy(takedown, user, NOW)

    assert not Item.objects.exists()
    assert takedown.asked_by == ""
    assert not archive_storage().exists(stored)
    assert client.get(address).status_code == 410
    assert tombstone_of(takedown.number).reason == REASON
    with pytest.raises(MemoryRefused):
        restore(takedown, user, NOW)


def test_what_stands_on_the_site_is_not_destroyed():
    item, user = ItemFactory(), UserFactory()
    takedown = take_down(item, REASON, user, NOW)
    restore(takedown, user, NOW)

    with pytest.raises(MemoryRefused):
        destroy(takedown, user, NOW)

    assert Item.objects.get() == item


def test_a_file_that_a_kill_left_behind_is_erased_later():
    stored = archive_storage().save("masters/reste.tif", ContentFile(b"II*\x00"))
    discard_files([stored, ""])  # the process dies before the commit's callbacks

    assert erase_discarded() == 1
    assert not archive_storage().exists(stored)
    assert (erase_discarded(), DiscardedFile.objects.count()) == (0, 0)


def test_an_agreement_taken_back_closes_its_items_and_no_other():
    first, second, other = ItemFactory(), ItemFactory(), ItemFactory()
    agreement = agreed(first, second)

    assert withdraw_agreement(agreement, NOW) == [second, first]
    assert withdraw_agreement(agreement, NOW) == []

    assert list(Item.objects.public()) == [other]
    assert set(Takedown.objects.values_list("basis", flat=True)) == {Basis.CONSENT_WITHDRAWN}


def test_what_lacks_an_agreement_is_not_put_back_before_the_former_one_is_off():
    item, user = ItemFactory(), UserFactory()
    agreement = agreed(item)
    withdraw_agreement(agreement, NOW)
    takedown = Takedown.objects.get()

    with pytest.raises(MemoryRefused) as refusal:
        restore(takedown, user, NOW)
    assert f"({agreement.person_name}, {day_words(agreement.given_on)})" in str(refusal.value)
    agreement.items.remove(item)
    restore(takedown, user, NOW)

    assert Item.objects.public().get() == item


def test_an_agreement_taken_back_while_it_was_closed_keeps_it_closed():
    item, user = ItemFactory(), UserFactory()
    agreement = agreed(item)
    takedown = take_down(item, "On vérifie une date.", user, NOW)

    withdraw_agreement(agreement, NOW)

    with pytest.raises(MemoryRefused):
        restore(takedown, user, NOW)
    assert not Item.objects.public().exists()


def test_words_that_were_accepted_are_kept_beside_the_new_ones():
    accepted = agreed(ItemFactory()).text

    new = write_text(AgreementSubject.DEPICTION, "Je veux bien qu’on me voie.")
    again = write_text(AgreementSubject.DEPICTION, " Je veux bien qu’on me voie. ")

    accepted.refresh_from_db()
    assert (accepted.version, new.version, again) == (1, 2, new)
    assert current_text(AgreementSubject.DEPICTION) == new
    assert accepted.words != new.words
    with pytest.raises(MemoryRefused):
        write_text(AgreementSubject.DEPICTION, " ")


def test_a_link_survives_a_new_key_and_no_forgery(settings):
    agreement = agreed(ItemFactory())
    token = make_token(agreement)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"

    assert read_token(token) == agreement.pk
    for forged in (token[:-1], f"{agreement.pk}", "x.y", ""):
        with pytest.raises(BadLink):
            read_token(forged)


@pytest.mark.parametrize(("role", "is_told"), [(Role.ARCHIVES, True), (Role.READING, False)])
def test_who_asked_for_a_taking_down_is_read_by_those_who_take_down(role, is_told, client, council):
    client.force_login(someone_of(role))
    take_down(ItemFactory(), REASON, UserFactory(), NOW, asked_by="Zénobie Fictive")

    journal = client.get("/admin/retraits/").content.decode()

    assert REASON in journal
    assert ("Zénobie" in journal, "Qui l’a demandé" in journal) == (is_told, is_told)


def test_whoever_edits_what_was_taken_down_is_told_that_nobody_sees_it(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item, other = ItemFactory(), ItemFactory()
    take_down(item, REASON, None, NOW)

    said = client.get(f"/admin/memoire/edit/{item.pk}/").content.decode().replace("\u00a0", " ")

    told = "Cette pièce est retirée : publiée ou non, personne ne la voit sur le site tant qu’elle n’est pas remise."
    assert told in said
    assert told not in client.get(f"/admin/memoire/edit/{other.pk}/").content.decode().replace("\u00a0", " ")
