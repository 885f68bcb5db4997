"""The same values given to the items that are ticked: confirmed, told, undone."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.descriptions.bringing import describe_selection, undo_descriptions, write_some
from cms.archive.domain.descriptions.received import told_received
from cms.archive.models import Item
from crm.accounts.policy import Role
from tests.archive.listed import NOW
from tests.factories import FondsFactory, ItemFactory, PlaceFactory, someone_of

pytestmark = pytest.mark.django_db


def test_common_values_are_given_added_and_undone():
    fonds, street, other = FondsFactory(), PlaceFactory(), PlaceFactory()
    first, second = ItemFactory(live=False), ItemFactory(live=False, copyright=Copyright.CC0)
    second.places.add(other)
    second.save()
    values = {"collection": fonds.pk, "places": [street.pk], "copyright": Copyright.IN_COPYRIGHT.value}

    batch = describe_selection([first, second], values, by=None, now=NOW, name="2 pièces cochées")
    write_some(batch.pk, now=NOW)

    second.refresh_from_db()
    assert (second.collection, second.copyright) == (fonds, Copyright.IN_COPYRIGHT)
    assert set(second.places.all()) == {street, other}
    batch.refresh_from_db()
    undo_descriptions(batch, now=NOW)
    second.refresh_from_db()
    assert (second.collection, second.copyright, second.places.get()) == (None, Copyright.CC0, other)


def test_what_each_item_of_a_selection_received_is_told_in_words(client, council, django_assert_num_queries):
    client.force_login(someone_of(Role.ARCHIVES))
    street, had = PlaceFactory(name="Rue des Tailleurs"), PlaceFactory(name="Le parc")
    items = [ItemFactory(title=f"Vue {number}", date_said="") for number in range(2)]
    items[1].places.add(had)
    items[1].save()
    values = {"date_said": "vers 1921", "places": [street.pk], "copyright": Copyright.CC0.value}
    batch = describe_selection(items, values, by=None, now=NOW, name="2 pièces cochées")
    write_some(batch.pk, now=NOW)

    page = BeautifulSoup(client.get(f"/admin/descriptions/{batch.pk}/").content, "html.parser")

    rows = [[cell.get_text(strip=True) for cell in row.select("td")] for row in page.select(".tidy__lines tbody tr")]
    given = "Date\u00a0: vers 1921; Lieux\u00a0: Rue des Tailleurs; Droit d’auteur\u00a0: CC0"
    assert [row[1].replace(str(Copyright.CC0.label), "CC0") for row in rows] == [given, given]
    assert [heading.get_text() for heading in page.select("th")][:3] == ["Ligne", "Ce qu’elle a reçu", "Pièce"]
    lines = list(batch.lines.all())
    with django_assert_num_queries(1):
        told_received(lines)
    undo_descriptions(batch, now=NOW)
    assert told_received(list(batch.lines.all())) == ["", ""]


def test_whose_role_describes_nothing_is_told_so_where_values_are_given(client, council):
    client.force_login(someone_of(Role.READING))
    item = ItemFactory()

    page = client.get(f"/admin/bulk/archive/item/describe/?id={item.pk}&next=/admin/memoire/").content.decode()

    assert "Votre rôle ne permet de décrire aucune des pièces cochées" in page
    assert "Revenir à la liste" in page
    assert "0 pièce" not in page


def test_a_date_for_many_is_read_back_and_confirmed_before_it_is_given(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    first, second = ItemFactory(date_said=""), ItemFactory(date_said="")
    address = f"/admin/bulk/archive/item/describe/?id={first.pk}&id={second.pk}"

    shown = client.post(address, {"date_said": "mai 37"})
    page = BeautifulSoup(shown.content, "html.parser")

    assert "mai 1937" in page.select_one("[data-said-date-told]").get_text()
    assert page.select_one("script[src*='admin-said-date']")
    assert set(Item.objects.values_list("date_said", "date_edtf")) == {("", "")}
    seen = page.select_one("[name='date_said-confirmed']")["value"]
    answer = client.post(address, {"date_said": "mai 37", "date_said-confirmed": seen})
    assert answer.status_code == 302
    assert set(Item.objects.values_list("date_said", "date_edtf")) == {("mai 37", "1937-05")}


@pytest.mark.parametrize(
    ("said", "why"), [("03/04/1937", "3 avril 1937"), ("jadis", "jadis"), ("", "Rien n’est choisi")]
)
def test_a_date_for_many_that_is_not_understood_says_why(client, council, said, why):
    client.force_login(someone_of(Role.ARCHIVES))
    item = ItemFactory(date_said="")

    shown = client.post(f"/admin/bulk/archive/item/describe/?id={item.pk}", {"date_said": said})

    assert why in shown.content.decode().replace("\u00a0", " ")
    assert Item.objects.get().date_said == ""
