"""What a harvester is told: the six verbs, the errors of the protocol, what left."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine

from cms.archive.domain.closing import destroy, restore, take_down
from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.harvesting import catch_up
from cms.archive.domain.numbering import next_number
from cms.archive.domain.terms import ELEMENTS
from cms.archive.enums import CreditRole, Level
from cms.archive.models import Credit, HarvestRecord, Item
from cms.archive.tasks import tell_harvesters
from crm.partners.domain.merging import merge, undo_merger
from crm.partners.enums import RecordKind, Visibility
from crm.partners.models import Merger
from tests.archive.described import credited_item, read
from tests.factories import (
    FondsFactory,
    ItemFactory,
    PersonFactory,
    PlaceFactory,
    TermFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NS = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
NOW = datetime(2026, 11, 26, 15, 30, 12, tzinfo=UTC)


def ask(client: Any, method: str = "get", **said: str) -> ET.Element:
    said = {name.rstrip("_"): value for name, value in said.items()}
    response = getattr(client, method)("/memoire/oai", said)
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert (response["Access-Control-Allow-Origin"], response["Cache-Control"]) == ("*", "no-cache")
    assert not response.cookies
    return ET.fromstring(response.content)  # noqa: S314 (our own answer)


def error_of(answer: ET.Element) -> str | None:
    found = answer.find("o:error", NS)
    return None if found is None else found.get("code")


def texts(answer: ET.Element, path: str) -> list[str | None]:
    return [one.text for one in answer.findall(path, NS)]


def listed(client: Any, **said: str) -> list[tuple[str | None, str | None]]:
    """Number and state of each record that an answer lists."""
    answer = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **said)
    headers = answer.findall(".//o:header", NS)
    return [((one.findtext("o:identifier", "", NS)).rsplit(":", 1)[1], one.get("status")) for one in headers]


def test_a_record_says_what_the_page_says_and_no_more(client, council):
    fonds = FondsFactory(title="Fonds Tanguay")
    item = ItemFactory(
        title="Le « four » & la neige\x0b",
        collection=fonds,
        donor="Zénobie Cachée",
        original_kept_at="Chez Zénobie",
        team_notes="À vérifier",
        reference="T-12",
        date_said="vers 1921",
        date_words="vers 1921",
        date_edtf="1921~",
    )
    Item.subjects.through.objects.create(item=item, term=TermFactory(label="Tanneries"))
    Item.places.through.objects.create(item=item, place=PlaceFactory(name="Rue des Tailleurs"))
    Credit.objects.create(item=item, role=CreditRole.CREATOR, name="Onésime Fictif")
    Credit.objects.create(item=item, person=PersonFactory(given_name="Rose", visibility=Visibility.BOARD))

    answer = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:testserver:{item.number}")

    said = {(one.tag.partition("}")[2], one.text) for one in answer.findall(".//dc:*", NS)}
    assert {
        ("title", "Le « four » & la neige"),
        ("creator", "Onésime Fictif"),
        ("subject", "Tanneries"),
        ("coverage", "Rue des Tailleurs"),
        ("date", "1921~"),
        ("date", "vers 1921"),
        ("type", "StillImage"),
        ("identifier", f"http://testserver/memoire/{item.number}/"),
        ("identifier", "T-12"),
        ("relation", "Fonds Tanguay"),
        ("rights", "http://rightsstatements.org/vocab/NKC/1.0/"),
    } <= said
    whole = ET.tostring(answer, encoding="unicode")
    assert [word for word in ("Zénobie", "vérifier", "Rose") if word in whole] == []
    assert texts(answer, ".//o:setSpec") == [fonds.slug]


def test_the_page_and_the_record_say_the_same_under_the_same_terms(client, council):
    item = credited_item(copyright=Copyright.CC_BY, description="Des enfants devant l’école.")

    page = read(client, item.get_absolute_url())
    answer = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:testserver:{item.number}")

    rows = [(row.dt.code.get_text(), one.get_text()) for row in page.select(".terms > div") for one in row.select("dd")]
    shown = {(ELEMENTS[term], words) for term, words in rows if term != "dcterms:modified"}
    told = {(one.tag.partition("}")[2], one.text) for one in answer.findall(".//dc:*", NS)}
    assert shown - told == {("identifier", str(item.number))}
    assert told - shown == {
        ("type", "Photographie"),
        ("date", "vers 1921"),
        ("relation", f"http://testserver{item.collection.get_absolute_url()}"),
        ("identifier", f"http://testserver/memoire/{item.number}/"),
        ("rights", str(item.get_copyright_display())),
    }
    assert told >= {
        ("description", "Des enfants devant l’école."),
        ("description", "Hiver 1921"),
        ("description", "Donné par Odile Larrivée"),
        ("creator", "Studio Fictif"),
        ("contributor", "Alma Publique"),
        ("publisher", "Le Courrier du rang"),
        ("subject", "La Coop fictive"),
        ("subject", "Hiver"),
    }
    assert {element for element, _words in told} == set(ELEMENTS.values())


def test_what_is_not_open_has_no_record(client, council):
    ItemFactory(live=False)
    ItemFactory(embargo_until=date(2999, 1, 1))

    assert error_of(ask(client, verb="ListRecords", metadataPrefix="oai_dc")) == "noRecordsMatch"
    assert not HarvestRecord.objects.exists()


def test_what_is_taken_down_is_told_as_deleted_at_once_and_comes_back_when_restored(client, council):
    item, user = ItemFactory(), UserFactory()
    number = str(item.number)

    takedown = take_down(item, "On ne veut plus.", user, NOW)
    assert listed(client) == [(number, "deleted")]
    restore(takedown, user, NOW)
    assert listed(client) == [(number, None)]
    destroy(take_down(item, "On ne veut plus.", user, NOW), user, NOW)

    answer = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:testserver:{number}")
    assert answer.find(".//o:header", NS).get("status") == "deleted"  # type: ignore[union-attr]
    assert answer.find(".//o:metadata", NS) is None


def test_what_is_unpublished_is_told_as_deleted(client, council):
    item = ItemFactory()

    item.unpublish()

    assert listed(client) == [(str(item.number), "deleted")]


def test_what_closed_without_a_word_says_nothing_any_more(client, council):
    item = ItemFactory()
    Item.objects.filter(pk=item.pk).update(live=False, title="Secret")

    answer = ask(client, verb="ListRecords", metadataPrefix="oai_dc")

    assert answer.find(".//o:header", NS).get("status") == "deleted"  # type: ignore[union-attr]
    assert "Secret" not in ET.tostring(answer, encoding="unicode")
    assert catch_up(NOW) == 1
    assert catch_up(NOW) == 0


def test_an_embargo_that_ends_is_told_by_beat(client, council):
    with time_machine.travel(datetime(2026, 11, 26, 15, tzinfo=UTC), tick=False):
        item = ItemFactory(embargo_until=date(2026, 11, 28))
        tell_harvesters()
        assert not HarvestRecord.objects.exists()
    with time_machine.travel(datetime(2026, 11, 28, 15, tzinfo=UTC), tick=False):
        tell_harvesters()
        tell_harvesters()

        assert listed(client, from_="2026-11-28") == [(str(item.number), None)]


def test_from_and_until_count_both_ends_by_the_day_and_by_the_second(client, council):
    first, second = ItemFactory(), ItemFactory()
    HarvestRecord.objects.filter(number=first.number).update(stamped_at=NOW)
    HarvestRecord.objects.filter(number=second.number).update(stamped_at=NOW + timedelta(seconds=1))
    one, two = (str(first.number), None), (str(second.number), None)

    assert listed(client, from_="2026-11-26T15:30:12Z", until="2026-11-26T15:30:12Z") == [one]
    assert listed(client, from_="2026-11-26T15:30:13Z", until="2026-11-27T00:00:00Z") == [two]
    assert listed(client, from_="2026-11-26", until="2026-11-26") == [one, two]
    assert listed(client, until="2026-11-25") == []


def test_a_set_holds_what_is_below_it(client, council):
    fonds = FondsFactory(title="Fonds")
    series = FondsFactory(title="Série", parent=fonds, level=Level.SERIES)
    item, _other = ItemFactory(collection=series), ItemFactory()

    assert texts(ask(client, verb="ListSets"), ".//o:setSpec") == [fonds.slug, f"{fonds.slug}:{series.slug}"]
    assert listed(client, set=fonds.slug) == listed(client, set=f"{fonds.slug}:{series.slug}")
    assert listed(client, set=fonds.slug) == [(str(item.number), None)]
    series.parent = FondsFactory(title="Autre")
    series.save()
    assert listed(client, set=f"autre:{series.slug}") == [(str(item.number), None)]


def test_what_left_is_told_without_the_name_of_a_set_that_nobody_is_told_of(client, council):
    fonds, hidden = FondsFactory(title="Fonds"), FondsFactory(title="Fonds Secret")
    series = FondsFactory(title="Série secrète", parent=fonds, level=Level.SERIES)
    above, below, apart = (ItemFactory(collection=one) for one in (fonds, series, hidden))
    of_series, never = f"{fonds.slug}:{series.slug}", FondsFactory(title="Jamais")
    ItemFactory(collection=never, live=False)

    for item in (below, apart):
        take_down(item, "On ne veut plus.", UserFactory(), NOW)

    answer = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    headers = {
        one.findtext("o:identifier", "", NS).rsplit(":", 1)[1]: one for one in answer.iterfind(".//o:header", NS)
    }
    assert {number: texts(one, "o:setSpec") for number, one in headers.items()} == {
        str(above.number): [fonds.slug],
        str(below.number): [fonds.slug],
        str(apart.number): [],
    }
    assert "secret" not in ET.tostring(answer, encoding="unicode").lower()
    assert texts(ask(client, verb="ListSets"), ".//o:setSpec") == [fonds.slug]
    # Whoever gathered that set is told of what left it; of one that never was public, nothing.
    assert listed(client, set=hidden.slug) == [(str(apart.number), "deleted")]
    assert listed(client, set=of_series) == [(str(below.number), "deleted")]
    said = [ask(client, verb="ListRecords", metadataPrefix="oai_dc", set=one) for one in (never.slug, "inconnu")]
    assert [error_of(one) for one in said] == ["noRecordsMatch", "noRecordsMatch"]


def test_sets_that_are_all_closed_are_none(client, council):
    ItemFactory(collection=FondsFactory(title="Jamais"), live=False)
    ItemFactory()

    assert error_of(ask(client, verb="ListSets")) == "noSetHierarchy"
    assert error_of(ask(client, verb="ListRecords", metadataPrefix="oai_dc", set="jamais")) == "noSetHierarchy"


def test_a_place_that_is_renamed_stamps_what_quotes_it(client, council):
    item, place = ItemFactory(), PlaceFactory()
    Item.places.through.objects.create(item=item, place=place)
    HarvestRecord.objects.update(stamped_at=NOW - timedelta(days=400))

    place.name = "Rue des Fileuses"
    place.save()

    assert HarvestRecord.objects.get(number=item.number).stamped_at > NOW - timedelta(days=400)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Dance", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=x", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=mods", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=a b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=inconnu", "noSetHierarchy"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1990-01-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=forgé", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListSets", "noSetHierarchy"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:999999", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=1", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:ailleurs:1", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:testserver:999999", "idDoesNotExist"),
    ],
)
def test_what_cannot_be_answered_is_said_in_the_words_of_the_protocol(client, council, query, code):
    ItemFactory()

    answer = ET.fromstring(client.get(f"/memoire/oai?{query}").content)  # noqa: S314 (our own answer)

    assert error_of(answer) == code
    attributes = answer.find("o:request", NS).attrib  # type: ignore[union-attr]
    assert (attributes == {}) == (code in ("badVerb", "badArgument"))


def test_a_form_is_answered_as_an_address_is(strict_client, council):
    ItemFactory()

    by_form = ask(strict_client, "post", verb="ListIdentifiers", metadataPrefix="oai_dc")

    assert len(by_form.findall(".//o:header", NS)) == 1
    assert strict_client.put("/memoire/oai").status_code == 405


def test_what_changes_during_a_harvest_is_in_this_one_or_in_the_next(client, council):
    Item.objects.bulk_create([Item(number=next_number(), title=f"Pièce {n}", live=True) for n in range(130)])
    catch_up(datetime.now(UTC) - timedelta(hours=1))
    begun = datetime.now(UTC)
    first = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    token = first.findtext(".//o:resumptionToken", "", NS)

    moved = Item.objects.order_by("number").last()
    moved.save()  # type: ignore[union-attr]
    HarvestRecord.objects.filter(number=moved.number).update(  # type: ignore[union-attr]
        stamped_at=begun + timedelta(seconds=2)
    )
    rest = ask(client, verb="ListIdentifiers", resumptionToken=token)

    assert (len(first.findall(".//o:header", NS)), len(rest.findall(".//o:header", NS))) == (100, 29)
    end = rest.find(".//o:resumptionToken", NS)
    assert end is not None
    assert (end.text, end.get("cursor")) == (None, "100")
    assert ask(client, verb="ListRecords", resumptionToken=token).find(".//o:metadata", NS) is not None


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_database_as_much_for_three_records_as_for_one(
    client, council, django_assert_num_queries, count
):
    for item in [ItemFactory(collection=FondsFactory()) for _ in range(count)]:
        Item.subjects.through.objects.create(item=item, term=TermFactory())

    with django_assert_num_queries(6):
        ask(client, verb="ListRecords", metadataPrefix="oai_dc")


def test_whoever_harvested_a_name_is_told_that_it_left(council):
    shown, closed = PersonFactory(visibility=Visibility.PUBLIC), PersonFactory(visibility=Visibility.BOARD)
    item, place, term = ItemFactory(), PlaceFactory(), TermFactory()
    Credit.objects.create(item=item, role=CreditRole.SHOWN, person=shown)
    Item.places.through.objects.create(item=item, place=place)
    Item.subjects.through.objects.create(item=item, term=term)

    def is_told_of(change):
        HarvestRecord.objects.update(stamped_at=NOW)
        change()
        return HarvestRecord.objects.get(number=item.number).stamped_at > NOW

    later = NOW + timedelta(days=1)
    with time_machine.travel(later, tick=False):
        assert is_told_of(place.delete)
        assert is_told_of(term.delete)
        assert is_told_of(lambda: merge(RecordKind.PERSON, closed.pk, shown.pk, {}, by=None, now=later))
        assert is_told_of(lambda: undo_merger(Merger.objects.get(), now=later))
    assert Credit.objects.get().person_id == shown.pk
