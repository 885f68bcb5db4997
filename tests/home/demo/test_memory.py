"""The demo's memory: 150 items over a century, each state there to be seen."""

from __future__ import annotations

import hashlib

import pytest

from cms.archive.domain.lacks import Lack, count_lacks
from cms.archive.domain.recognizing import photos_to_decide
from cms.archive.enums import Basis, Kind
from cms.archive.models import Agreement, ContributedFile, Contribution, Item, Master, Place, Takedown, Transcript
from crm.partners.domain.personal_files import personal_file
from crm.partners.models import Person
from home.demo.film import CAPTIONS, film_last_run
from home.demo.memory_items import SUBJECTS
from home.demo.memory_pictures import SCENES, draw_old
from newsletters.models import ContributionLetter

pytestmark = pytest.mark.django_db


def test_a_hundred_and_fifty_items_tell_a_century(demo):
    dated = Item.objects.exclude(date_earliest=None)

    assert Item.objects.count() == 150
    assert Item.objects.public().count() == 148
    assert dated.order_by("date_earliest").first().date_earliest.year <= 1900
    assert dated.order_by("-date_latest").first().date_latest.year >= 2000
    assert set(Item.objects.values_list("kind", flat=True)) == set(Kind)
    assert Item.objects.filter(date_edtf="").count() == 2  # « s.d. »


def test_each_item_has_its_file_and_nothing_of_it_is_twice(demo):
    assert not Item.objects.filter(masters=None).exists()
    assert Master.objects.values("sha256").distinct().count() == 151  # of the film, its picture too


def test_each_state_is_there_to_be_seen(demo):
    assert Takedown.objects.get().basis == Basis.TAKEN_DOWN
    assert Item.objects.exclude(embargo_until=None).count() == 1
    assert Agreement.objects.get().items.count() > 50
    assert all(count_lacks()[lack] for lack in (Lack.RIGHTS, Lack.ALT, Lack.PLACE))
    assert Place.objects.filter(former_names__name="Chemin des Tanneurs").get().items.exists()


def test_gifts_and_answers_wait_to_be_looked_at_and_nobody_is_written_to(demo):
    states = Contribution.objects.values_list("state", flat=True)
    assert sorted(states) == ["question", "received", "received"]
    for kept in ContributedFile.objects.all():
        content = kept.file.open().read()
        assert (hashlib.sha256(content).hexdigest(), content[:3]) == (kept.sha256, b"\xff\xd8\xff")
    assert ContributedFile.objects.count() == 3
    assert photos_to_decide() == 1
    assert not ContributionLetter.objects.exists()
    giver = Contribution.objects.get(title="La rue après la tempête")
    owners = Person.objects.filter(contact_details__value=giver.person_email)
    assert any("La rue après la tempête" in [line.value for line in personal_file(owner)] for owner in owners)


def test_the_section_stands_in_the_menu_and_tells_from_the_items(demo, client):
    for address, words in (
        ("/memoire/", "148"),
        ("/memoire/la-grande-batisse/", "La tannerie, la démolition"),
        ("/memoire/de-la-place-au-parc/", "Le trou devenu parc"),
        ("/memoire/carnet/", "Trois plaques de verre"),
    ):
        answer = client.get(address, follow=True)
        assert (answer.status_code, words in answer.content.decode()) == (200, True), address
    assert 'href="/memoire/"' in client.get("/").content.decode()


def test_what_the_demo_says_stays_the_same():
    assert len({view for subject in SUBJECTS for view in subject.views}) > 140
    assert draw_old("street", 1910, 1) == draw_old("street", 1910, 1)
    assert {subject.scene for subject in SUBJECTS} - {"sound", "film"} <= set(SCENES)


def test_a_film_a_walk_that_is_heard_two_times_of_a_place_and_what_was_decided_there(demo, client):
    film = Item.objects.get(kind=Kind.FILM)
    street = Place.objects.get(name="Rue des Tailleurs")
    walk = client.get("/memoire/de-la-place-au-parc/").content.decode()
    story = client.get("/memoire/la-rue-et-la-ruelle/").content.decode()
    here = client.get(street.get_absolute_url(), {"page": 1}).content.decode()

    assert [transcript.cues.count() for transcript in Transcript.objects.filter(master__item=film)] == [len(CAPTIONS)]
    assert Master.objects.get(poster_of__item=film).alt_text
    assert "Hermine raconte, la cloche de la tannerie" in walk
    assert story.count('class="twice__one"') == 2
    assert "Une brigade scolaire au coin des Tailleurs" in here
    assert "Pourquoi ici? " in here


def test_the_film_is_the_same_each_time_and_what_moves_is_all_it_keeps():
    film = film_last_run(7)

    assert film == film_last_run(7)
    assert len(film[0]) < 1_000_000
