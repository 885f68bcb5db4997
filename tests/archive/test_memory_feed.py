"""What entered the memory lately, for feed readers."""

from __future__ import annotations

from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from django.utils import timezone

from cms.archive.enums import Basis
from crm.partners.models import Council
from tests.archive.described import SECRET
from tests.factories import ItemFactory

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_the_feed_tells_what_entered_last(client: Client, council: Council) -> None:
    ItemFactory(title=SECRET, live=False)
    ItemFactory(title=SECRET, embargo_until=timezone.localdate() + timedelta(days=1))
    ItemFactory(title=SECRET, closed_for=Basis.TAKEN_DOWN)
    now = timezone.now()
    old = ItemFactory(title="Publiée hier", first_published_at=now - timedelta(days=1))
    ItemFactory(title="Publiée avant", first_published_at=now - timedelta(days=9), date_words="vers 1921")

    feed = fromstring(client.get("/memoire/fil.xml").content)  # noqa: S314 (our own answer)

    entries = feed.findall("a:entry", ATOM)
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in entries] == [
        "Publiée hier",
        "Publiée avant (vers 1921)",
    ]
    assert entries[0].findtext("a:id", namespaces=ATOM) == f"http://testserver/memoire/{old.number}/"
