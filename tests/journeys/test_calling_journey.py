"""A citizen reads the agenda of an assembly that was called, on a telephone without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from crm.assemblies.domain.agendas import add_item
from crm.assemblies.domain.notices import call_assembly
from crm.assemblies.domain.preparing import prepare_assembly
from crm.assemblies.models import Assembly
from crm.events.enums import EventKind
from crm.partners.models import Council
from tests.axe import violations_everywhere
from tests.browser import Site
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_a_citizen_reads_the_agenda_without_scripts(site: Site, open_council: Council) -> None:
    start = timezone.now() + timedelta(days=12)
    event = EventFactory(kind=EventKind.BOARD_MEETING, starts_at=start, ends_at=start + timedelta(hours=2))
    assembly = prepare_assembly(event, timezone.now())
    add_item(assembly, title="Traverse fictive", introduction="Trois tracés sont proposés.", minutes_planned=20)
    add_item(assembly, title="Plainte fictive", is_closed_session=True)
    call_assembly(assembly, None, timezone.now(), given_otherwise="Par la poste")
    address = f"/assemblees/{Assembly.objects.get().held_on}/ordre-du-jour/"

    page = site.open(address, width=360, javascript=False)

    names = page.locator(".business__name")
    expect(names).to_have_text(["Traverse fictive", "Huis clos"])
    assert violations_everywhere(site, address) == []
    assert violations_everywhere(site, event.get_absolute_url()) == []
