"""The annual assemblies of the demo left minutes: the last adopted those of the one before."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from crm.assemblies.enums import MinutesState
from crm.assemblies.models import Minutes
from crm.events.enums import EventKind

pytestmark = pytest.mark.django_db


def test_each_annual_assembly_left_minutes_with_a_quorum_and_its_election(demo: datetime, client: Client) -> None:
    found = Minutes.objects.filter(assembly__event__kind=EventKind.ANNUAL_ASSEMBLY)
    before, last = found.order_by("assembly__event__starts_at")

    assert (before.state, last.state) == (MinutesState.PUBLISHED, MinutesState.DRAFT)
    assert before.adoption_item is not None
    assert before.adoption_item.assembly == last.assembly
    told = [" ".join(one.sections.values_list("body", flat=True)).replace("\xa0", " ") for one in (before, last)]
    assert all("IL Y A QUORUM" in text and "surplus de 412 $" in text for text in told)
    assert "membres avec droit de vote" in told[0]
    assert "IL Y A QUORUM : 42 électrices et électeurs sont présents, quorum de 25" in told[1]
    assert "Rosalba" in told[1]
    assert client.get(f"/assemblees/{before.assembly.held_on}/proces-verbal/").status_code == 200
