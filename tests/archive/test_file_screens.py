"""The files of an item in the administration: seen, described, ordered, erased, by whom."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cms.archive.models import Item, Master, archive_storage
from crm.accounts.policy import Role
from tests.archive.test_deposit_screens import SCREEN, signed_in
from tests.factories import ItemFactory, drawn_image, receive_file, receive_picture

pytestmark = pytest.mark.django_db


def page_of(item: Item) -> str:
    return f"{SCREEN}piece/{item.pk}/"


def test_the_copies_of_a_draft_are_seen_by_the_team_and_by_nobody_else(client, council):
    master = receive_picture(ItemFactory(live=False))
    copy = master.derivatives.filter(media_type="image/jpeg").first()
    address = f"{SCREEN}copies/{master.pk}/{copy.served_name}"

    for role in (Role.ARCHIVES, Role.READING):
        team = signed_in(role)
        assert address in team.get(page_of(master.item)).content.decode()
        answer = team.get(address)
        assert answer.status_code == 200
        assert "private, no-store" in answer["Cache-Control"]
        assert team.get(copy.get_absolute_url()).status_code == 404
    assert client.get(address).status_code == 302
    assert client.get(copy.get_absolute_url()).status_code == 404


def test_the_original_is_a_file_to_keep_for_who_keeps_the_memory(client):
    content = drawn_image("PNG")
    master = receive_file(content, "porte.png", ItemFactory())
    address = f"{SCREEN}originaux/{master.pk}/"

    answer = signed_in().get(address)

    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == 'attachment; filename="porte.png"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert signed_in(Role.READING).get(address).status_code == 302
    assert client.get(address).status_code == 302
    archive_storage().delete(master.file.name)
    assert signed_in().get(address).status_code == 404


def test_what_a_file_shows_is_written_and_its_place_changed():
    item = ItemFactory()
    first, second = (receive_file(drawn_image(size=(9, side)), f"{side}.jpg", item) for side in (5, 6))
    archives, address = signed_in(), page_of(item)

    archives.post(address, {"file": first.pk, f"{first.pk}-alt_text": " Une cour ", f"{first.pk}-caption": "1937"})
    archives.post(address, {"file": second.pk, "act": "up"})

    first.refresh_from_db()
    assert (first.alt_text, first.caption) == ("Une cour", "1937")
    assert list(item.masters.all()) == [second, first]


def test_words_that_are_too_long_are_not_lost():
    master = receive_file(drawn_image(), item=ItemFactory())

    answer = signed_in().post(page_of(master.item), {"file": master.pk, f"{master.pk}-alt_text": "é" * 401})

    assert (answer.status_code, "é" * 401 in answer.content.decode()) == (200, True)
    master.refresh_from_db()
    assert master.alt_text == ""


def test_copies_are_made_again_and_an_original_is_checked_on_demand():
    master = receive_picture(ItemFactory())
    archives, address = signed_in(), page_of(master.item)

    archives.post(address, {"file": master.pk, "act": "copies"})
    said = archives.post(address, {"file": master.pk, "act": "check"}, follow=True).content.decode()

    master.refresh_from_db()
    assert (master.derived_at, master.checked_at is None) == (None, False)
    assert "jusqu’au dernier octet" in said
    archive_storage().delete(master.file.name)
    said = archives.post(address, {"file": master.pk, "act": "check"}, follow=True).content.decode()
    assert "n’est plus là où il était gardé" in said


def test_who_only_looks_changes_nothing_and_the_file_of_another_item_is_not_reached():
    master, other = receive_file(drawn_image(), item=ItemFactory()), ItemFactory()
    fields = {"file": master.pk, f"{master.pk}-alt_text": "Non"}

    assert signed_in(Role.READING).post(page_of(master.item), fields).status_code == 302
    assert signed_in().post(page_of(other), fields).status_code == 404
    assert signed_in().get(f"{SCREEN}piece/{other.pk}/effacer/{master.pk}/").status_code == 404
    master.refresh_from_db()
    assert master.alt_text == ""


@pytest.mark.parametrize(
    ("role", "published", "may"),
    [
        (Role.COMMUNICATIONS, False, True),
        (Role.COMMUNICATIONS, True, False),
        (Role.ARCHIVES, True, True),
        (Role.READING, False, False),
    ],
)
def test_a_file_is_erased_after_a_question_by_who_may(role, published, may):
    item = ItemFactory(live=published, first_published_at=timezone.now() if published else None)
    master = receive_file(drawn_image(), item=item)
    person, address = signed_in(role), f"{page_of(item)}effacer/{master.pk}/"

    assert (person.get(address).status_code == 200) is may
    assert Master.objects.filter(pk=master.pk).exists()
    person.post(address)

    assert Master.objects.filter(pk=master.pk).exists() is not may
    assert Item.objects.filter(pk=item.pk).exists()


def test_the_form_of_an_item_shows_its_files():
    master = receive_picture(ItemFactory())

    shown = signed_in().get(f"/admin/memoire/edit/{master.item_id}/").content.decode()

    assert f"{SCREEN}copies/{master.pk}/" in shown
    assert page_of(master.item) in shown
    assert SCREEN not in signed_in().get("/admin/memoire/add/").content.decode().split("</nav>")[-1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_files_of_an_item_cost_the_same(count, django_assert_num_queries):
    item = ItemFactory()
    for side in range(count):
        receive_picture(item, size=(20, 20 + side))
    archives = signed_in()
    archives.get(page_of(item))

    with django_assert_num_queries(11):
        archives.get(page_of(item))
