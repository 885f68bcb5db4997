"""The memory gathered over HTTP by a harvester of another author, the client of the package `oaipmh`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from oaipmh.client import Client
from oaipmh.error import NoRecordsMatchError
from oaipmh.metadata import MetadataRegistry, oai_dc_reader

from cms.archive.domain.closing import take_down
from cms.archive.domain.harvesting import catch_up
from cms.archive.domain.numbering import next_number
from cms.archive.models import Item
from tests.factories import FondsFactory, ItemFactory, complete_council

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def harvester(live_server) -> Client:
    complete_council()
    registry = MetadataRegistry()
    registry.registerReader("oai_dc", oai_dc_reader)
    client = Client(f"{live_server.url}/memoire/oai", registry)
    client.updateGranularity()
    return client


@pytest.mark.parametrize("by_form", [False, True])
def test_everything_is_gathered_once_with_what_left(live_server, harvester, by_form):
    fonds = FondsFactory(title="Fonds Tanguay")
    Item.objects.bulk_create(
        [Item(number=next_number(), title=f"Pièce {n}", live=True, collection=fonds) for n in range(210)]
    )
    catch_up(datetime.now(UTC) - timedelta(minutes=1))
    gone = Item.objects.order_by("number")[3]
    take_down(gone, "On ne veut plus.", None, datetime.now(UTC))
    if by_form:
        harvester = Client(harvester._base_url, harvester.getMetadataRegistry(), force_http_get=False)

    records = list(harvester.listRecords(metadataPrefix="oai_dc", set=fonds.slug))

    states = {header.identifier(): header.isDeleted() for header, _about, _more in records}
    assert (len(records), len(states)) == (210, 210)
    assert [name for name, is_deleted in states.items() if is_deleted] == [f"oai:testserver:{gone.number}"]
    titles = {about.getField("title")[0] for _header, about, _more in records if about is not None}
    assert len(titles) == 209


def test_each_verb_is_understood(harvester):
    fonds = FondsFactory(title="Fonds Tanguay", description="Ce qui reste de la tannerie.")
    item = ItemFactory(title="La tannerie", collection=fonds)
    name = f"oai:testserver:{item.number}"

    identity = harvester.identify()
    header, about, _more = harvester.getRecord(identifier=name, metadataPrefix="oai_dc")

    assert (identity.protocolVersion(), identity.deletedRecord()) == ("2.0", "persistent")
    assert identity.granularity() == "YYYY-MM-DDThh:mm:ssZ"
    assert identity.adminEmails() == ["bonjour@conseil.example"]
    assert header.setSpec() == [fonds.slug]
    assert about.getField("title") == ["La tannerie"]
    assert [one.identifier() for one in harvester.listIdentifiers(metadataPrefix="oai_dc")] == [name]
    assert [path for path, _name, _about in harvester.listSets()] == [fonds.slug]
    assert [prefix for prefix, _schema, _space in harvester.listMetadataFormats()] == ["oai_dc"]


def test_a_second_harvest_gathers_what_changed_since(harvester):
    item = ItemFactory()
    later = datetime.now(UTC).replace(microsecond=0, tzinfo=None) + timedelta(days=1)

    with pytest.raises(NoRecordsMatchError):
        list(harvester.listRecords(metadataPrefix="oai_dc", from_=later))
    before = later - timedelta(days=2)
    found = list(harvester.listRecords(metadataPrefix="oai_dc", from_=before, until=later))
    assert [header.identifier() for header, _about, _more in found] == [f"oai:testserver:{item.number}"]
