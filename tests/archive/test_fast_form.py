"""The fast form: two at the same item lose nothing of each other, and every picture that lacks words can get them."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.descriptions.values import latest_words
from cms.archive.domain.lacks import Lack, count_lacks, items_lacking
from cms.archive.models import Item, Master
from cms.archive.views.admin.to_describe import MOST_PICTURES
from crm.accounts.policy import Role
from tests.archive.listed import with_file
from tests.factories import PlaceFactory, someone_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


@pytest.fixture
def archives(client: Client) -> Client:
    client.force_login(someone_of(Role.ARCHIVES))
    return client


def address_of(item: Item) -> str:
    return f"/admin/a-decrire/{item.pk}/"


def add_file(item: Item, name: str, **facts: Any) -> Master:
    known = {"media_type": "image/jpeg", "size": 1, "sha256": name, "position": item.masters.count()}
    return Master.objects.create(item=item, file=f"masters/{name}", name=name, **known | facts)


def filled(page: BeautifulSoup) -> dict[str, str]:
    """What a browser would send of the form, as it stands."""
    form = page.select("form:has(button[name=pass])")[0]
    said = {box["name"]: box.get("value", "") for box in form.select("input[name]")}
    # As every browser sends it: the first line break goes, the others become two characters.
    said |= {box["name"]: box.text.removeprefix("\n").replace("\n", "\r\n") for box in form.select("textarea")}
    chosen = {box["name"]: box.select_one("option[selected]") for box in form.select("select")}
    return said | {name: option["value"] if option else "" for name, option in chosen.items()}


def opened(client: Client, item: Item) -> dict[str, str]:
    return filled(BeautifulSoup(client.get(address_of(item)).content, "html.parser"))


def again(response: Any) -> dict[str, str]:
    assert response.status_code == 200
    return filled(BeautifulSoup(response.content, "html.parser"))


def words_of(item: Item) -> Item:
    return latest_words(Item.objects.get(pk=item.pk))


def test_what_somebody_else_wrote_meanwhile_is_kept(archives):
    item = with_file("a.jpg", title="a", live=False, copyright="", date_said="")
    mine, theirs = opened(archives, item), opened(archives, item)

    archives.post(address_of(item), {**theirs, "description": "Une rue.\r\nEn hiver.", "places": "Rue Fictive"})
    answer = archives.post(address_of(item), {**mine, "title": "La forge", "copyright": Copyright.CC0})

    draft = words_of(item)
    assert answer.status_code == 302
    assert (draft.title, draft.description, draft.copyright) == ("La forge", "Une rue.\r\nEn hiver.", Copyright.CC0)
    assert [place.name for place in draft.places.all()] == ["Rue Fictive"]


def test_where_both_changed_the_same_nothing_is_written_until_one_has_read_the_other(archives):
    item = with_file("a.jpg", title="a", live=False, copyright="")
    mine, theirs = opened(archives, item), opened(archives, item)
    archives.post(address_of(item), {**theirs, "title": "La forge", "description": "Un feu.", "copyright": "inc"})

    answer = archives.post(address_of(item), {**mine, "title": "Le four", "copyright": "cc0", "transcription": "1921"})

    said = answer.content.decode().replace("\xa0", " ")
    assert "Quelqu’un d’autre vient d’écrire ici : La forge." in said
    assert f"Quelqu’un d’autre vient d’écrire ici : {Copyright.IN_COPYRIGHT.label}." in said
    assert (words_of(item).title, words_of(item).transcription) == ("La forge", "")
    answer = archives.post(address_of(item), {**again(answer), "copyright": "inc"})
    draft = words_of(item)
    assert answer.status_code == 302
    assert (draft.title, draft.description, draft.copyright) == ("Le four", "Un feu.", "inc")
    assert draft.transcription == "1921"


def test_what_somebody_emptied_meanwhile_is_told(archives):
    item = with_file("a.jpg", title="a", live=False, description="Un feu.")
    mine, theirs = opened(archives, item), opened(archives, item)
    archives.post(address_of(item), {**theirs, "description": ""})

    answer = archives.post(address_of(item), {**mine, "description": "Un feu de forge."})

    assert "Quelqu’un d’autre vient d’écrire ici : (vide)." in answer.content.decode().replace("\xa0", " ")


def test_a_form_that_changes_nothing_makes_no_draft(archives):
    item = with_file("a.jpg", title="La forge", live=False, description="Un feu.\nDeux enfants.", date_said="1921")
    item.places.set([PlaceFactory(), PlaceFactory()])
    item.save()

    assert archives.post(address_of(item), opened(archives, item)).status_code == 302

    assert Item.objects.get(pk=item.pk).latest_revision is None


def test_the_same_place_as_the_one_before_is_written(archives):
    before, item = with_file("a.jpg", copyright="cc0"), with_file("b.jpg", live=False, copyright="")
    before.places.set([PlaceFactory(name="Rue Fictive")])
    before.save()
    page = archives.get(f"{address_of(item)}?apres={before.number}&comme=1")

    archives.post(address_of(item), again(page))

    assert (words_of(item).copyright, [one.name for one in words_of(item).places.all()]) == ("cc0", ["Rue Fictive"])


def test_each_picture_that_lacks_words_has_its_line(archives):
    item = with_file("recto.jpg", live=False)
    first = item.masters.get()
    Master.objects.filter(pk=first.pk).update(alt_text="Le recto.")
    back, told = add_file(item, "verso.jpg"), add_file(item, "dit.jpg", alt_text="Déjà dit.")
    sound = add_file(item, "son.mp3", media_type="audio/mpeg")
    form = opened(archives, item)

    archives.post(address_of(item), {**form, f"alt_text-{back.pk}": "Une date au crayon."})

    assert {name for name in form if name.startswith("alt_text")} == {f"alt_text-{first.pk}", f"alt_text-{back.pk}"}
    assert [one.alt_text for one in (back, told, sound) if one.refresh_from_db() is None] == [
        "Une date au crayon.",
        "Déjà dit.",
        "",
    ]
    assert not items_lacking(Lack.ALT).exists()


def test_words_for_a_picture_that_got_some_meanwhile_are_not_lost(archives):
    item = with_file("recto.jpg", live=False)
    back = add_file(item, "verso.jpg")
    mine = opened(archives, item)
    Master.objects.filter(pk=back.pk).update(alt_text="Au crayon.")

    answer = archives.post(address_of(item), {**mine, f"alt_text-{back.pk}": "Une date."})

    assert "Quelqu’un d’autre vient d’écrire ici : Au crayon." in answer.content.decode().replace("\xa0", " ")
    back.refresh_from_db()
    assert back.alt_text == "Au crayon."


def test_the_words_of_another_item_are_out_of_reach(archives):
    item, other = with_file("a.jpg", live=False), with_file("b.jpg", live=False)
    theirs = other.masters.get()

    archives.post(address_of(item), {**opened(archives, item), f"alt_text-{theirs.pk}": "Ailleurs", "alt_text-x": "?"})

    theirs.refresh_from_db()
    assert theirs.alt_text == ""


def test_more_pictures_than_a_form_holds_are_described_at_their_files(archives):
    item = with_file("0.jpg", live=False)
    for number in range(MOST_PICTURES + 2):
        add_file(item, f"{number + 1}.jpg")

    page = archives.get(address_of(item)).content.decode()

    assert page.count('name="alt_text-') == MOST_PICTURES
    assert "3 autres images n’ont pas de texte de remplacement" in page
    assert f'{reverse("archive_files:files", args=[item.pk])}">Décrire les fichiers un à un' in page


def test_the_picture_of_a_film_needs_no_words(archives):
    item = with_file("film.mp4", live=False)
    film = item.masters.get()
    Master.objects.filter(pk=film.pk).update(media_type="video/mp4")
    poster = add_file(item, "image.jpg", poster_of=film)

    assert count_lacks()[Lack.ALT] == 0
    assert f"alt_text-{poster.pk}" not in opened(archives, item)


def test_a_fast_form_asks_as_much_of_the_database_for_many_pictures_as_for_one(archives, django_assert_num_queries):
    one, many = with_file("a.jpg", live=False), with_file("b.jpg", live=False)
    for number in range(4):
        add_file(many, f"{number}.jpg")
    archives.get(address_of(one))

    for item in (one, many):
        with django_assert_num_queries(13):
            archives.get(address_of(item))


def test_a_form_that_is_refused_says_first_that_nothing_is_saved(archives):
    item = with_file("forge.jpg")

    page = archives.post(address_of(item), {"title": "La forge", "date_said": "pantoute"}).content.decode()

    assert "Rien n’est encore enregistré" in page
    assert f"Décrire la pièce no {item.number}" in page
