"""Many items described at once, from a list or by common values, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.descriptions.bringing import (
    A_HANDFUL,
    forget_prepared_descriptions,
    obstacles_of,
    plan_descriptions,
    prepare_descriptions,
    start_descriptions,
    stop_descriptions,
    undo_descriptions,
    write_some,
)
from cms.archive.domain.lacks import Lack, count_lacks, items_lacking, next_to_describe
from cms.archive.models import Item, Place, Term
from crm.accounts.policy import Role
from crm.partners.enums import ImportState, LineOutcome
from tests.archive.listed import NOW, planned, with_file, written
from tests.factories import ItemFactory, PlaceFactory, TermFactory, someone_of

pytestmark = pytest.mark.django_db

LINE = "IMG_01.JPG;La forge;vers 1921;Rue des Tailleurs;Un feu;Domaine public;Onésime Fictif;Un homme au feu"


def test_a_line_describes_the_item_whose_file_it_names():
    street = PlaceFactory(name="Rue des Tailleurs")
    item = with_file("img_01.jpg", live=False, title="img 01")

    batch = written(LINE)

    item.refresh_from_db()
    assert (batch.state, item.title, item.date_edtf) == (ImportState.IMPORTED, "La forge", "1921~")
    assert list(item.places.all()) == [street]
    assert (item.copyright, item.credits.get().name) == (Copyright.PUBLIC_DOMAIN, "Onésime Fictif")
    assert item.masters.get().alt_text == "Un homme au feu"
    assert not item.live
    assert item.get_latest_revision_as_object().title == "La forge"


def test_what_stands_on_the_site_shows_it_at_once():
    item = with_file("img_01.jpg", live=True)

    written("img_01.jpg;La forge;;;;;;")

    item.refresh_from_db()
    assert (item.title, item.live, item.has_unpublished_changes) == ("La forge", True, False)


def test_undone_each_item_says_again_what_it_said():
    item = with_file("img_01.jpg", live=False, title="img 01", copyright="")
    batch = written(LINE)

    undo_descriptions(batch, now=NOW)
    undo_descriptions(batch, now=NOW)

    item.refresh_from_db()
    assert (item.title, item.date_said, item.date_earliest, item.copyright) == ("img 01", "", None, "")
    assert not item.places.exists()
    assert not item.credits.exists()
    assert item.masters.get().alt_text == ""
    assert not Place.objects.exists()


def test_what_was_corrected_since_is_not_lost():
    item = with_file("img_01.jpg", live=False)
    batch = written(LINE)
    item.refresh_from_db()
    item.title = "La forge de la rue"
    item.save_revision()
    item.save()

    assert [one.what for one in obstacles_of(batch)] == [f"{item.number}. La forge de la rue"]
    with pytest.raises(ValidationError):
        undo_descriptions(batch, now=NOW)
    item.refresh_from_db()
    assert item.title == "La forge de la rue"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("autre.jpg;La forge;;;;;;", "Aucun fichier ne s’appelle"),
        (";La forge;;;;;;", "ne nomme ni fichier ni pièce"),
        ("img_01.jpg;;hier soir;;;;;", "hier soir"),
        ("img_01.jpg;;31 février 1937;;;;;", "calendrier"),
        ("img_01.jpg;;;;;Libre;;", "n’est pas un choix"),
        (f"img_01.jpg;{'x' * 251};;;;;;", "trop long"),
    ],
)
def test_a_line_that_cannot_be_written_says_why_and_changes_nothing(line, why):
    item = with_file("img_01.jpg", title="img 01")

    batch = written(line)

    only = batch.lines.get()
    assert (only.outcome, why in only.reason) == (LineOutcome.REFUSED, True)
    item.refresh_from_db()
    assert item.title == "img 01"


def test_two_files_of_one_name_are_told_apart_by_the_number():
    first, second = with_file("img_01.jpg"), with_file("IMG_01.JPG")

    batch = planned("img_01.jpg;La forge;;;;;;")
    assert "2 pièces ont un fichier" in batch.lines.get().reason
    batch = planned(f"{second.number};La forge", head="Numéro;Titre")

    assert batch.lines.get().item == second.pk
    assert first.pk != second.pk


def test_the_same_item_twice_is_described_by_the_first_line():
    with_file("img_01.jpg")

    batch = planned("img_01.jpg;La forge;;;;;;", "IMG_01.JPG;Le four;;;;;;")

    assert [line.outcome for line in batch.lines.all()] == [LineOutcome.UPDATE, LineOutcome.REFUSED]


def test_a_line_that_says_what_is_known_changes_nothing():
    with_file("img_01.jpg", title="La forge")

    assert planned("img_01.jpg;La forge;;;;;;").lines.get().outcome == LineOutcome.KNOWN


def test_former_names_and_synonyms_are_understood():
    street = PlaceFactory(name="Avenue du Parvis")
    street.former_names.create(name="Rue du Marché")
    street.save()
    term = TermFactory(label="Églises")
    term.synonyms.create(label="Lieux de culte")
    term.save()
    item = with_file("img_01.jpg", live=False)
    head = "Fichier;Lieux;Sujets"
    batch = planned("img_01.jpg;rue du marche;lieux de culte", head=head)
    start_descriptions(batch)
    write_some(batch.pk, now=NOW)

    item.refresh_from_db()
    assert (item.places.get(), item.subjects.get()) == (street, term)
    assert (Place.objects.count(), Term.objects.count()) == (1, 1)


def test_what_the_lists_lack_is_added_or_refused_as_one_chose():
    with_file("img_01.jpg")

    assert "rue neuve" in planned("img_01.jpg;;;rue neuve;;;;").lines.get().reason
    refused = planned("img_01.jpg;;;rue neuve;;;;", makes_missing=False).lines.get()
    assert refused.outcome == LineOutcome.REFUSED
    assert not Place.objects.exists()
    written("img_01.jpg;;;rue neuve;;;;")
    assert Place.objects.get().name == "rue neuve"


def test_windows_1252_and_workbooks_are_read_alike():
    with_file("img_01.jpg")
    windows = "Fichier;Titre\r\nimg_01.jpg;L’été à l’œuvre\r\n".encode("cp1252")
    book = Workbook()
    book.active.append(["Fichier", "Titre"])
    book.active.append(["img_01.jpg", "L’été à l’œuvre"])
    kept = BytesIO()
    book.save(kept)

    for raw in (windows, kept.getvalue()):
        assert planned(raw=raw).lines.get().after == {"title": "L’été à l’œuvre"}


def test_a_list_without_a_file_column_is_refused():
    batch = prepare_descriptions("x.csv", b"Titre;Date\r\nLa forge;1921\r\n", by=None, now=NOW)

    with pytest.raises(ValidationError, match="noms de fichiers"):
        plan_descriptions(batch, batch.mapping)


def test_a_long_list_is_written_by_handfuls_and_stopped_between_two():
    items = [with_file(f"p{n:03}.jpg", live=False) for n in range(A_HANDFUL + 2)]
    batch = planned(*(f"p{n:03}.jpg;Vue {n};;;;;;" for n in range(len(items))))
    start_descriptions(batch)

    assert write_some(batch.pk, now=NOW) is True
    stop_descriptions(batch, now=NOW)
    assert write_some(batch.pk, now=NOW) is False

    assert Item.objects.filter(title__startswith="Vue").count() == A_HANDFUL
    undo_descriptions(batch, now=NOW)
    assert not Item.objects.filter(title__startswith="Vue").exists()


@pytest.mark.parametrize(
    ("before", "said", "told"),
    [
        ("", "mai 37", "remplit : date. Compris : mai 1937, donc entre le 1er mai 1937 et le 31 mai 1937."),
        ("1921", "avant 1940", "remplace : date. Compris : avant 1940, donc le 31 décembre 1939 au plus tard."),
        ("1921", "s.d.", "remplace : date. Compris : la date a été cherchée, et personne ne la connaît."),
        ("1921", "1921", ""),
    ],
)
def test_a_list_is_planned_with_how_each_date_is_read(before, said, told):
    with_file("img_01.jpg", date_said=before)

    batch = planned(f"img_01.jpg;;{said};;;;;")

    assert batch.lines.get().reason.replace("\u00a0", " ") == told


def test_lists_nobody_decided_about_are_forgotten():
    with_file("img_01.jpg")
    planned(LINE)

    assert forget_prepared_descriptions(NOW) == 0
    assert forget_prepared_descriptions(datetime(2026, 11, 28, tzinfo=UTC)) > 0


def test_the_cockpit_counts_what_lacks_and_proposes_the_poorest_item(django_assert_num_queries):
    rich = with_file("a.jpg", title="Riche", date_said="1921", copyright=Copyright.CC0)
    rich.places.add(PlaceFactory())
    rich.save()
    rich.masters.update(alt_text="Une forge.")
    poor = with_file("b.jpg", copyright="")
    ItemFactory(copyright="")  # has no file: nothing to look at

    with django_assert_num_queries(1):
        counts = count_lacks()

    assert counts == {Lack.RIGHTS: 2, Lack.ALT: 1, Lack.DATE: 2, Lack.PLACE: 2, Lack.TRANSCRIPTION: 0}
    assert list(items_lacking(Lack.ALT)) == [poor]
    assert next_to_describe() == poor
    assert next_to_describe(after=poor.number) == poor


def test_what_lacks_most_is_proposed_before_what_came_first():
    first = with_file("a.jpg", date_said="1921")
    poorest = with_file("b.jpg", copyright="")
    last = with_file("c.jpg", date_said="1921")

    assert next_to_describe() == poorest
    assert next_to_describe(after=first.number) == poorest
    assert next_to_describe(after=poorest.number) == last
    assert next_to_describe(after=last.number) == poorest
    poorest.masters.all().delete()
    assert next_to_describe() == first


def test_the_fast_form_saves_a_photograph_and_leads_to_the_next(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    first, second = with_file("a.jpg", live=False), with_file("b.jpg", live=False)
    said = {"title": "La forge", "date_said": "vers 1921", "places": "Rue Neuve; rue neuve"}
    said[f"alt_text-{first.masters.get().pk}"] = "Un feu."

    shown = client.post(f"/admin/a-decrire/{first.pk}/", said)
    assert "Compris" in shown.content.decode()
    assert Item.objects.get(pk=first.pk).date_said == ""
    answer = client.post(f"/admin/a-decrire/{first.pk}/", {**said, "date_said-confirmed": "1921~"})

    assert answer["Location"] == f"/admin/a-decrire/{second.pk}/?apres={first.number}"
    first.refresh_from_db()
    assert (first.title, first.date_words, first.places.get().name) == ("La forge", "vers 1921", "Rue Neuve")
    assert first.masters.get().alt_text == "Un feu."


def test_the_next_takes_up_the_place_and_the_copyright_where_it_has_none(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    first, second = with_file("a.jpg", copyright=Copyright.CC0), with_file("b.jpg", copyright="")
    first.places.add(PlaceFactory(name="Rue Neuve"))
    first.save()
    address = f"/admin/a-decrire/{second.pk}/?apres={first.number}"

    assert "Rue Neuve" not in client.get(address).context["form"].initial["places"]
    initial = client.get(f"{address}&comme=1").context["form"].initial

    assert (initial["places"], initial["copyright"]) == ("Rue Neuve", Copyright.CC0)
    assert Item.objects.get(pk=second.pk).copyright == ""
    second.copyright = Copyright.IN_COPYRIGHT
    second.save()
    assert client.get(f"{address}&comme=1").context["form"].initial["copyright"] == Copyright.IN_COPYRIGHT
    for nothing in ("?apres=9999&comme=1", "?apres=x&comme=1", "?comme=1"):
        assert client.get(f"/admin/a-decrire/{second.pk}/{nothing}").status_code == 200


def test_a_date_is_read_back_while_one_types(client, council):
    client.force_login(someone_of(Role.ARCHIVES))

    assert client.get("/admin/memoire/lire-une-date/?q=vers 1921").json()["edtf"] == "1921~"
    refused = client.get("/admin/memoire/lire-une-date/?q=jadis").json()
    assert (refused["edtf"], "jadis" in refused["told"]) == ("", True)


def test_an_item_is_saved_with_five_fields_once_its_date_is_confirmed(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    said = {
        "title": "La forge",
        "kind": "photo",
        "date_said": "l’hiver 1971",
        "description": "",
        "copyright": "",
        "credits-TOTAL_FORMS": 0,
        "credits-INITIAL_FORMS": 0,
        "credits-MIN_NUM_FORMS": 0,
        "credits-MAX_NUM_FORMS": 1000,
    }

    shown = client.post("/admin/memoire/add/", said)
    assert "Compris" in shown.content.decode()
    assert not Item.objects.exists()
    client.post("/admin/memoire/add/", {**said, "date_said-confirmed": "1971-24"})

    item = Item.objects.get()
    assert (item.title, item.live, item.date_edtf) == ("La forge", False, "1971-24")
    assert item.number


@pytest.mark.parametrize("role", [Role.BOARD, Role.READING])
def test_who_only_looks_describes_nothing(role, client, council):
    client.force_login(someone_of(role))
    item = with_file("a.jpg")

    for address in ("/admin/descriptions/", "/admin/a-decrire/", f"/admin/a-decrire/{item.pk}/"):
        assert client.get(address).status_code == 302
