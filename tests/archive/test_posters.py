"""The picture that stands for a film: given by who describes it, seen in lists, in the player, when one shares it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.derivatives.deriving import derive
from cms.archive.domain.bag.site import pages
from cms.archive.domain.iiif import manifest_of
from cms.archive.domain.viewing import face_of, shown_files
from cms.archive.enums import Kind
from cms.archive.models import Item, Master
from crm.accounts.policy import Role
from tests.archive.test_deposit_screens import SCREEN, signed_in
from tests.factories import ItemFactory, drawn_image, receive_file, receive_picture
from tests.factories.recordings import film

pytestmark = pytest.mark.usefixtures("council")


def a_film(item: Item | None = None) -> Master:
    master = receive_file(film(), "fete.mp4", item or ItemFactory(title="Le défilé", kind=Kind.FILM))
    derive(master.pk, timezone.now())
    master.refresh_from_db()
    return master


def give(master: Master, content: bytes, name: str = "image.jpg", role: Role = Role.ARCHIVES):
    sent = {"file": master.pk, "act": "given", "picture": SimpleUploadedFile(name, content)}
    return signed_in(role).post(f"{SCREEN}piece/{master.item_id}/", sent, follow=True)


def pictured(size: tuple[int, int] = (700, 400)) -> tuple[Master, Master]:
    """A film and the picture that stands for it."""
    master = a_film()
    give(master, drawn_image(size=size))
    picture = Master.objects.exclude(pk=master.pk).get(item=master.item)
    derive(picture.pk, timezone.now())
    return master, picture


def read(client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_it_stands_in_the_player_in_the_lists_and_where_one_shares_it(client):
    master, picture = pictured()

    page = read(client, master.item.get_absolute_url())
    listed = read(client, "/memoire/?nature=films")
    player = page.select_one("video")

    assert picture.poster_of == master
    assert player["poster"].startswith(f"/memoire/fichiers/{picture.pk}/image-0-")
    assert client.get(player["poster"])["Content-Type"] == "image/jpeg"
    assert player["poster"] in page.select_one("meta[property='og:image']")["content"]
    assert page.select_one("meta[property='og:image:alt']")["content"] == "Le défilé"
    assert page.select(".thing__figure") == []
    # On paper nothing plays: the picture stands there.
    assert page.select_one(".recording__still")["src"] == player["poster"]
    assert f"/memoire/fichiers/{picture.pk}/" in listed.select_one("main img")["src"]


def test_lists_show_a_film_by_its_picture_whatever_else_the_item_holds(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    master, picture = pictured()
    photograph = receive_picture(master.item)
    receive_picture(ItemFactory())

    with django_assert_num_queries(3):
        faces = {item.pk: face_of(item.faces[0]).master_id for item in Item.objects.public().with_faces()}

    assert faces[master.item_id] == picture.pk
    item = Item.objects.prefetch_related("masters__derivatives").get(pk=master.item_id)
    assert [one.first.master for one in shown_files(item)] == [photograph]


def test_other_viewers_and_the_takeaway_do_not_take_it_for_a_photograph():
    master, picture = pictured()
    item = Item.objects.prefetch_related("masters__derivatives").get(pk=master.item_id)

    canvases = manifest_of(item, [], "Conseil", {})["items"]
    html = dict(pages("Conseil", []))[f"items/{item.number}.html"]
    shown = BeautifulSoup(html, "html.parser")

    assert [one["items"][0]["items"][0]["body"]["type"] for one in canvases] == ["Video"]
    assert shown.select("main img, figure img") == []
    assert shown.select_one("video")["poster"].startswith(f"../files/{picture.pk}-image-0-")


def test_a_later_picture_takes_its_place_and_the_former_is_chosen_again_or_shown():
    master, former = pictured()
    give(master, drawn_image(size=(640, 360)))
    later = Master.objects.order_by("pk").last()
    archives, screen = signed_in(), f"{SCREEN}piece/{master.item_id}/"

    page = archives.get(screen).content.decode()
    archives.post(screen, {"file": former.pk, "act": "poster", "film": master.pk})
    archives.post(screen, {"file": later.pk, "act": "photograph"})

    assert "Une autre image représente maintenant le film" in page
    former.refresh_from_db()
    later.refresh_from_db()
    assert (former.poster_of, later.poster_of) == (master, None)
    assert list(master.item.masters.all()) == [master, later, former]


def test_the_same_picture_given_twice_is_one_file():
    master, picture = pictured()

    give(master, drawn_image(size=(700, 400)))

    assert list(master.posters.all()) == [picture]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"<svg/>", "n’est pas une image"), (film(), "n’est pas une image"), (None, "Choisissez d’abord une image.")],
)
def test_what_is_no_picture_is_refused_in_words(content, said):
    master = a_film()

    if content is None:
        answer = signed_in().post(f"{SCREEN}piece/{master.item_id}/", {"file": master.pk, "act": "given"}, follow=True)
    else:
        answer = give(master, content, "image.jpg")

    assert said in answer.content.decode()
    assert Master.objects.count() == 1


def test_a_picture_of_another_item_or_a_film_for_a_photograph_is_refused():
    master, photograph = a_film(), receive_picture(ItemFactory())

    elsewhere = signed_in().post(
        f"{SCREEN}piece/{photograph.item_id}/", {"file": photograph.pk, "act": "poster", "film": master.pk}
    )
    give(photograph, drawn_image(size=(80, 60)))

    assert elsewhere.status_code == 404
    assert Master.objects.filter(poster_of=None).count() == 2


def test_who_only_reads_changes_nothing():
    master = a_film()

    give(master, drawn_image(), role=Role.READING)

    assert Master.objects.count() == 1


def test_erasing_the_film_leaves_its_picture_as_a_photograph():
    master, picture = pictured()

    master.delete()

    picture.refresh_from_db()
    assert picture.poster_of is None
