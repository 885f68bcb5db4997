"""From the agenda to the notice: an assembly is planned, its items ordered, and called; a citizen reads its agenda."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from crm.accounts.policy import Role
from crm.assemblies.domain.agendas import add_item
from crm.assemblies.domain.notices import call_assembly
from crm.assemblies.domain.preparing import prepare_assembly
from crm.assemblies.models import Assembly, Notice
from crm.events.domain.publishing import publish_event
from crm.events.enums import EventKind, EventStatus
from crm.partners.enums import ContactKind
from crm.partners.models import Council, PersonContact
from newsletters.models import Topic
from tests.axe import violations, violations_everywhere
from tests.browser import Site, follow
from tests.factories import EventFactory
from tests.factories.newsletters import newsletter_index
from tests.factories.partners import MembershipFactory, OrganizationFactory, PersonFactory
from tests.factories.subscribers import SubscriberFactory, SubscriptionFactory
from tests.journeys.admin import sign_in
from tests.journeys.letters import Outbox, words_of
from tests.newsletters.worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def a_board_and_a_reader() -> None:
    person = PersonFactory(given_name="Alba", family_name="Fictive")
    MembershipFactory(person=person, organization=OrganizationFactory(is_our_council=True))
    PersonContact.objects.create(person=person, kind=ContactKind.EMAIL, value="alba@example.org")
    topic = Topic.objects.create(name="Assemblées", slug="assemblees")
    SubscriptionFactory(subscriber=SubscriberFactory(email="lectrice@example.org"), topic=topic)
    newsletter_index()


@pytest.mark.parametrize("width", [360, 1280])
def test_an_assembly_is_prepared_then_called(site: Site, open_council: Council, outbox: Outbox, width: int) -> None:
    a_board_and_a_reader()
    start = datetime.combine(timezone.localdate() + timedelta(days=12), datetime.min.time())
    start = timezone.make_aware(start.replace(hour=19))
    event = EventFactory(
        title="Assemblée d’hiver", kind=EventKind.BOARD_MEETING, status=EventStatus.DRAFT, starts_at=start, ends_at=None
    )
    publish_event(event, timezone.now())

    page = sign_in(site, Role.SECRETARIAT, width=width)
    page.goto(f"/admin/agenda/edit/{event.pk}/")
    page.get_by_role("button", name="Préparer l’assemblée").click()
    page.get_by_role("button", name="Les points habituels d’une assemblée du conseil").click()
    page.get_by_role("link", name="Ajouter un point").click()
    page.get_by_label("Titre", exact=False).first.fill("Traverse fictive")
    assert violations(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Monter : Traverse fictive").click()
    titles = page.locator(".agenda-item__title")
    expect(titles.nth(8)).to_contain_text("Traverse fictive")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []

    follow(page.get_by_role("link", name="Convoquer l’assemblée…"))
    assert violations(page) == []
    page.get_by_role("button", name="Convoquer 2 personnes").click()
    expect(page.get_by_text("L’assemblée est convoquée : 2 lettres partent.")).to_be_visible()
    assert "Traverse fictive" in words_of(outbox.wait_for("alba@example.org"))
    assert "Traverse fictive" in words_of(outbox.wait_for("lectrice@example.org"))
    wait_until(lambda: Notice.objects.count() == 1, "the notice is written")
    follow(page.get_by_role("link", name="Preuve de l’avis"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_a_citizen_reads_the_agenda_without_scripts(site: Site, open_council: Council) -> None:
    a_board_and_a_reader()
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
