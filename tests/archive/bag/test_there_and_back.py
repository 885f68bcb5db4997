"""The memory leaves in a bag and stands up again in a database where there was nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import bagit
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect

from cms.archive.domain.agreements import make_token
from cms.archive.domain.closing import tombstone_of
from cms.archive.domain.contribution_links import make_token as make_gift_token
from cms.archive.domain.numbering import next_number
from cms.archive.domain.recognizing import Said, accept_name, answer_photo, opinions_of
from cms.archive.domain.terms import TERMS
from cms.archive.models import (
    Agreement,
    BroughtPost,
    Contribution,
    Fonds,
    HarvestRecord,
    Homecoming,
    Item,
    Master,
    MemoryPostPage,
    Place,
    RecognitionAnswer,
    RecognitionPhoto,
    Takedown,
    Term,
)
from cms.archive.outside.taking_back import start_taking_back
from tests.archive.bag.emptying import empty_memory
from tests.archive.bag.test_refused_bags import sign_again
from tests.archive.bag.whole_memory import ARRIVED, CREATED, GIVEN, NOW, RECORDED, derive_all, make_memory
from tests.archive.bag.whole_telling import HIDDEN, SPRING, tell_of, told_state
from tests.archive.described import item_dated
from tests.factories import ItemFactory, UserFactory
from tests.html import html_errors

pytestmark = pytest.mark.django_db


def leave(to: Path) -> Path:
    call_command("memory", "export", str(to), verbosity=0)
    return to


def manifest(bag: Path, algorithm: str = "sha256") -> dict[str, str]:
    lines = (bag / f"manifest-{algorithm}.txt").read_text().splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def rows(bag: Path, name: str) -> list[dict]:
    found: list[dict] = json.loads((bag / name).read_text())["@graph"]
    return found


def test_a_bag_is_whole_for_a_program_of_another_author(council, tmp_path):
    make_memory()

    bag = leave(tmp_path / "sac")

    read = bagit.Bag(str(bag))
    assert read.validate()
    assert set(read.algorithms) == {"sha256", "sha512"}
    assert read.info["Source-Organization"] == council.name
    assert read.info["Parvis-Last-Number"] == "4"
    assert len(list((bag / "data/masters").rglob("*.jpg"))) == 2


def test_what_leaves_comes_back_the_same(client, council, tmp_path):
    item = make_memory()
    tell_of(item)
    derive_all()
    first = leave(tmp_path / "un")
    told = told_state()
    token, address = make_token(Agreement.objects.get()), item.get_absolute_url()
    gone = Takedown.objects.exclude(destroyed_at=None).get().number

    empty_memory()
    assert (Item.objects.count(), Master.objects.count(), Fonds.objects.count()) == (0, 0, 0)
    call_command("memory", "import", str(first))
    assert told_state() == told
    derive_all()
    second = leave(tmp_path / "deux")

    before, after = manifest(first), manifest(second)
    assert set(before) == set(after)
    for path in before:
        assert not path.endswith(".jsonld") or rows(first, path) == rows(second, path), path
    assert before == after  # not a byte differs: days, proofs and private names are what they were
    assert client.get(address).status_code == 200
    assert client.get(f"/memoire/accord/{token}/").status_code == 200
    assert client.get(f"/memoire/{gone}/").status_code == 410
    assert tombstone_of(gone).reason == "Erreur."
    assert next_number() == 5


def test_days_answers_and_gifts_that_the_memory_relies_on_make_the_journey(client, council, tmp_path):
    number = make_memory().number
    gift = Contribution.objects.exclude(agreement=None).get()
    bag = leave(tmp_path / "sac")
    empty_memory()

    call_command("memory", "import", str(bag))

    item = Item.objects.get(number=number)
    assert (item.created_at, item.changed_at) == (CREATED, CREATED)
    assert item.masters.first().received_at == ARRIVED
    assert Agreement.objects.get().recorded_at == RECORDED
    assert Contribution.objects.get().received_at == GIVEN
    assert client.get(f"/memoire/contribution/{make_gift_token(gift.pk)}/").status_code == 200
    opinions = opinions_of(RecognitionPhoto.objects.get())
    assert [(one.name, one.count, one.state, one.is_enough) for one in opinions] == [
        ("Rosaire Fictif", 2, "waiting", True),
        ("Ovila", 1, "set_aside", False),
    ]
    assert accept_name(item.recognition, "rosaire fictif", "Rosaire Fictif", UserFactory(), NOW).pk == item.pk
    again = Said("Rosaire Fictif", "sure", "C’était l’oncle.", "à droite", "Rita Voisine")
    assert answer_photo(item.recognition, again, "Rita Voisine Rosaire Fictif", NOW).answered_at == NOW
    assert RecognitionAnswer.objects.count() == 3


def test_old_addresses_lead_to_the_memory_again_and_what_came_is_known(client, council, tmp_path):
    tell_of(make_memory())
    bag = leave(tmp_path / "sac")
    empty_memory()
    Redirect.add_redirect("/photo.php?id=7", "https://ici.example/", is_permanent=False)

    call_command("memory", "import", str(bag))

    lines = csv.reader((bag / "data/metadata/old-addresses.csv").open(encoding="utf-8-sig"))
    assert [line[:4] for line in lines][1:] == [
        ["/2014/05/une-boite", "/memoire/le-carnet/une-boite/", "", "True"],
        ["/memoire/la-tannerie", "/memoire/la-tannerie-raconte/", "", "True"],
        ["/photo.php?id=7", "/memoire/1/", "", "False"],
    ]
    led = client.get("/2014/05/une-boite/")
    assert (led.status_code, led["Location"]) == (301, "/memoire/le-carnet/une-boite/")
    assert client.get("/memoire/la-tannerie/")["Location"] == "/memoire/la-tannerie-raconte/"
    assert client.get("/photo.php?id=7")["Location"] == "https://ici.example/"
    assert set(Redirect.objects.values_list("old_path", "created_at")) > {("/2014/05/une-boite", SPRING)}
    came = BroughtPost.objects.order_by("key").values_list("key", "page__title", "item__number", "old_path")
    assert list(came) == [("facebook 9", None, 1, ""), ("wordpress 7", "Une boîte", None, "/2014/05/une-boite")]
    with pytest.raises(ValidationError):
        start_taking_back(Homecoming.objects.get())


def test_what_stands_again_has_its_parts_its_links_and_its_draft(council, tmp_path):
    number = make_memory().number
    bag = leave(tmp_path / "sac")
    empty_memory()

    call_command("memory", "import", str(bag))

    item = Item.objects.get(number=number)
    assert [(one.name, one.detail) for one in item.credits.order_by("pk")] == [
        ("Onésime Fictif", "à gauche"),
        ("Alma Publique", ""),
    ]
    assert [str(step) for step in item.collection.path()] == ["Fonds Tanguay", "Photographies"]
    assert [term.broader.label for term in item.subjects.all()] == ["Métiers"]
    assert Term.objects.get(label="Tanneries").synonyms.get().label == "Cuir"
    place = Place.objects.get()
    assert (str(place.former_names.get()), str(place.latitude)) == ("Chemin du Cuir (jusqu’en 1932)", "46.812345")
    assert "Rose Cachée" in item.team_notes
    assert not item.credits.filter(name__contains="Rose").exists()
    draft = Item.objects.get(title="Un brouillon")
    taken_up = draft.get_latest_revision_as_object()
    assert (draft.live, taken_up.title) == (False, "Un brouillon repris")
    assert (draft.team_notes, taken_up.team_notes) == ("De Zénobie Fictive.", "")
    assert (draft.donor, taken_up.donor) == ("", "Zénobie Fictive")
    assert (item.donor, item.embargo_reason[:4]) == ("Zénobie Fictive", "Tant")
    assert {one.asked_by for one in Takedown.objects.all()} == {"", "Zénobie Fictive"}
    agreement = Agreement.objects.get()
    assert list(agreement.items.all()) == [item]
    assert storages["archive"].open(agreement.scan).read() == b"%PDF-1.4 papier"
    assert {(one.number, one.is_deleted) for one in HarvestRecord.objects.all()} == {(1, False), (2, True), (3, True)}


def test_a_draft_that_names_what_is_gone_or_says_too_little_never_stops_the_memory(council, tmp_path):
    make_memory()
    draft = Item.objects.get(live=False, title="Un brouillon")
    words = {**draft.latest_revision.content, "title": "", "collection": 999, "subjects": [999], "places": [999]}
    draft.revisions.update(content=words)
    bag = leave(tmp_path / "sac")
    (said,) = [row["draft"] for row in rows(bag, "data/metadata/items.jsonld") if "draft" in row]
    assert said["collection"] is None
    items, named = bag / "data/metadata/items.jsonld", '"draft": {"collection": '
    items.write_text(items.read_text().replace(f"{named}null", f"{named}999"))  # as a bag of before says it
    sign_again(bag)
    empty_memory()

    call_command("memory", "import", str(bag))

    back = Item.objects.get(title="Un brouillon").get_latest_revision_as_object()
    assert (back.title, back.collection, list(back.subjects.all()), list(back.places.all())) == ("", None, [], [])


def test_consents_and_words_of_the_team_stand_apart_and_a_cell_is_no_formula(council, tmp_path):
    item = make_memory()
    tell_of(item)
    entry = MemoryPostPage.objects.get(slug="une-boite")
    entry.team_notes = "Redemander à Zénobie Fictive."
    entry.save_revision()
    named = ItemFactory(title="Nommée", donor="Odile Nommée", donor_is_public=True)

    bag = leave(tmp_path / "sac")

    outside = [path for path in bag.rglob("data/**/*") if path.is_file() and "consents" not in path.parts]
    private = ("zenobie@exemple.example", "Zénobie", "Cachée", "Rita", "Rosaire", "rosaire", "Ovila")
    assert [path for path in outside if any(one.encode() in path.read_bytes() for one in private)] == []
    table = list(csv.DictReader((bag / "data/metadata/items.csv").open(encoding="utf-8-sig")))
    assert (table[0]["number"], table[0]["dcterms:identifier (reference)"]) == ("1", "'=2+2")
    assert {one["dcterms:provenance (donor)"] for one in table} == {"", named.donor}
    said = {
        "dcterms:creator": "Onésime Fictif",
        "dcterms:created": "1921~ | vers 1921",
        "dcterms:description (transcription)": "Tannerie\nTanguay",
        "dcterms:subject (shown)": "Alma Publique",
        "dcterms:isPartOf": "Fonds Tanguay | http://testserver/memoire/fonds/photographies/ | Photographies",
    }
    assert {heading: table[0][heading] for heading in said} == said
    assert set(TERMS.values()) == {heading.partition(" ")[0] for heading in table[0] if ":" in heading}
    kept = list(csv.DictReader((bag / "data/consents/team.csv").open(encoding="utf-8-sig")))
    assert kept[0] == {
        "number": "1",
        "donor": "Zénobie Fictive",
        "original_kept_at": "'=1+1 chez Zénobie Fictive",
        "embargo_reason": "Tant que vivait Zénobie Fictive.",
        "team_notes": "Rappeler Zénobie Fictive.\nDans le carnet du conseil, sans être public\xa0: Rose Cachée "
        "(y figure (à l’image ou au son)).",
    }
    assert "seul data/site est public" in (bag / "LISEZ-MOI.txt").read_text()


def test_the_site_of_a_bag_has_what_is_open_on_a_side_in_the_decade_of_the_other(council, tmp_path):
    for said in ("avant 1940", "depuis 1950", "s.d."):
        item_dated(said)

    site = leave(tmp_path / "sac") / "data/site"

    assert sorted(page.name for page in (site / "decades").iterdir()) == ["1930.html", "1950.html", "sans-date.html"]
    assert "avant 1940" in (site / "decades/1930.html").read_text()


def test_the_site_of_a_bag_opens_without_a_server_and_shows_what_is_public(council, tmp_path):
    tell_of(make_memory())
    derive_all()

    site = leave(tmp_path / "sac") / "data/site"

    words = "".join(page.read_text() for page in site.rglob("*.html"))
    closed = ("Zénobie", "Rose", "brouillon", "Retirée", HIDDEN, "l’équipe", "Du conseil", "raconte encore")
    assert [hidden for hidden in closed if hidden in words] == []
    assert sorted(page.name for page in (site / "items").iterdir()) == ["1.html"]
    assert sorted(page.name for page in (site / "collections").iterdir()) == ["photographies.html"]
    assert (site / "decades/1910.html").exists()
    story = (site / "stories/la-tannerie-raconte.html").read_text()
    assert [part.split('"')[0] for part in story.split('alt="')[1:]] == [
        *["Trois ouvriers"] * 3,
        "La rue, aujourd’hui, vue",
        "Une, vue",
        "Deux, vue",
    ]
    assert {path.name for path in (site / "documents").iterdir()} == {"001.pdf"}
    walk = (site / "walks/vers-la-riviere.html").read_text()
    assert [part.partition("<")[0] for part in walk.split('text-anchor="middle">')[1:]] == ["1", "2", "N"]
    assert 'class="where__trail"' in walk
    left = set()
    for page in site.rglob("*.html"):
        assert html_errors(page.read_text()) == []
        assert all((page.parent / address).resolve().is_file() for address in named_in(page, "src"))
        left |= {one for one in named_in(page, "href") if not (page.parent / one).resolve().is_file()}
    assert {one for one in left if "rightsstatements.org" not in one} == {
        "http://testserver/nous-joindre/",
        "https://ailleurs.example/cuir",
    }


def named_in(page: Path, mark: str) -> list[str]:
    return [part.split('"')[0] for part in page.read_text().split(f'{mark}="')[1:]]


def test_a_memory_that_is_there_is_not_written_over(council, tmp_path):
    make_memory()
    bag = leave(tmp_path / "sac")
    count = Item.objects.count()

    with pytest.raises(CommandError, match="déjà une mémoire"):
        call_command("memory", "import", str(bag))

    assert Item.objects.count() == count


def test_a_folder_that_holds_something_is_not_filled(council, tmp_path):
    (tmp_path / "autre").write_text("à garder")

    with pytest.raises(CommandError, match="vide"):
        leave(tmp_path)

    assert [one.name for one in tmp_path.iterdir()] == ["autre"]
