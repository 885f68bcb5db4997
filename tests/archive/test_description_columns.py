"""What each column of a list of descriptions takes, and what it refuses before anything is written."""

from __future__ import annotations

from datetime import date

import pytest

from cms.archive.domain.descriptions.bringing import start_descriptions, undo_descriptions, write_some
from cms.archive.domain.descriptions.values import latest_words
from cms.archive.models import Item, Master
from crm.partners.enums import LineOutcome
from tests.archive.listed import NOW, planned, with_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "most"),
    [
        ("Titre", 250),
        ("Texte de remplacement", 400),
        ("Cote", 60),
        ("Titulaire des droits", 200),
        ("Donateur", 200),
        ("Source", 250),
        ("Original", 250),
        ("Emplacement", 250),
        ("Photographe", 200),
        ("Lieux", 200),
        ("Sujets", 100),
    ],
)
def test_what_is_longer_than_its_place_is_refused_before_anything_is_written(column, most):
    """SQLite keeps any length; PostgreSQL would stop the whole list."""
    item = with_file("img_01.jpg", live=False)

    refused = planned(f"img_01.jpg;{'x' * (most + 1)}", head=f"Fichier;{column}").lines.get()
    kept = planned(f"img_01.jpg;{'x' * most}", head=f"Fichier;{column}")

    assert (refused.outcome, f"{most} caractères au plus" in refused.reason) == (LineOutcome.REFUSED, True)
    start_descriptions(kept)
    write_some(kept.pk, now=NOW)
    assert kept.lines.get().outcome == LineOutcome.UPDATE
    assert latest_words(Item.objects.get(pk=item.pk)).pk == item.pk


def test_where_it_comes_from_is_no_donor():
    item = with_file("img_01.jpg", live=False)
    batch = planned("img_01.jpg;Trouvée dans un grenier;Ana Fictive", head="Fichier;Provenance;Donateur")
    start_descriptions(batch)
    write_some(batch.pk, now=NOW)

    item.refresh_from_db()
    assert (item.provenance, item.donor) == ("Trouvée dans un grenier", "Ana Fictive")


@pytest.mark.parametrize("said", ["2031-05-01", "1er mai 2031", "le 1er mai 2031"])
def test_a_day_before_which_nothing_is_shown_is_read_and_taken_back(said):
    item = with_file("img_01.jpg", live=True)
    batch = planned(f"img_01.jpg;{said}", head="Fichier;Ne pas publier avant")
    start_descriptions(batch)
    write_some(batch.pk, now=NOW)

    item.refresh_from_db()
    assert (item.embargo_until, Item.objects.public().exists()) == (date(2031, 5, 1), False)
    batch.refresh_from_db()
    undo_descriptions(batch, now=NOW)
    item.refresh_from_db()
    assert (item.embargo_until, Item.objects.public().exists()) == (None, True)


@pytest.mark.parametrize("said", ["2031", "mai 2031", "bientôt", "05/01/2031", "2031-02-30", "?"])
def test_a_day_that_cannot_be_read_is_refused_and_never_passed_over(said):
    with_file("img_01.jpg", live=True, title="img 01")

    line = planned(f"img_01.jpg;La forge;{said}", head="Fichier;Titre;Embargo").lines.get()

    assert line.outcome == LineOutcome.REFUSED
    assert line.reason == f"Le jour «\xa0{said}\xa0» est illisible\xa0: écrivez-le comme 2024-05-14 ou 14 mai 2024."


def test_the_alternative_text_is_not_given_to_the_picture_of_a_film():
    item = with_file("film.mp4", live=False)
    film = item.masters.get()
    Master.objects.filter(pk=film.pk).update(position=1)
    poster = Master.objects.create(
        item=item, file="masters/i.jpg", name="i.jpg", media_type="image/jpeg", size=1, sha256="1", poster_of=film
    )
    batch = planned("film.mp4;Un défilé", head="Fichier;Texte de remplacement")
    start_descriptions(batch)
    write_some(batch.pk, now=NOW)

    assert dict(item.masters.values_list("pk", "alt_text")) == {film.pk: "Un défilé", poster.pk: ""}
