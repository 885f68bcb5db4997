"""The choosers of a letter's blocks: whoever writes finds what anyone may read, and learns of nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from crm.accounts.policy import Role
from crm.assemblies.enums import AssemblyState
from crm.events.enums import EventStatus
from crm.partners.enums import Visibility
from newsletters.blocks import LetterBody
from newsletters.viewsets.choosers import CHOOSERS
from tests.factories import (
    AssemblyFactory,
    DecisionFactory,
    EventFactory,
    FundingFactory,
    ItemFactory,
    OrganizationFactory,
    adopted,
    someone_of,
)

pytestmark = pytest.mark.django_db

SOON = timezone.now() + timedelta(days=3)


def event(title: str, *, is_public: bool) -> Any:
    return EventFactory(title=title, starts_at=SOON, status=EventStatus.PUBLISHED if is_public else EventStatus.DRAFT)


def assembly(title: str, *, is_public: bool) -> Any:
    status = EventStatus.PUBLISHED if is_public else EventStatus.DRAFT
    return AssemblyFactory(event__title=title, event__starts_at=SOON, event__status=status)


def decision(title: str, *, is_public: bool) -> Any:
    return adopted(title=title) if is_public else DecisionFactory(title=title)


def partner(title: str, *, is_public: bool) -> Any:
    return OrganizationFactory(name=title, is_listed=is_public)


def grant(title: str, *, is_public: bool) -> Any:
    return FundingFactory(programme=title, visibility=Visibility.PUBLIC if is_public else Visibility.BOARD)


def item(title: str, *, is_public: bool) -> Any:
    return ItemFactory(title=title, live=is_public)


MAKERS = {
    "letter_events": event,
    "letter_assemblies": assembly,
    "letter_decisions": decision,
    "letter_partners": partner,
    "letter_grants": grant,
    "letter_items": item,
}
FIELDS = {
    "letter_events": ("event", "event"),
    "letter_assemblies": ("assembly", "assembly"),
    "letter_partners": ("partner", "organization"),
    "letter_grants": ("grant", "funding"),
    "letter_items": ("archive", "item"),
}


@pytest.fixture
def volunteer(client: Client) -> Client:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    return client


def test_every_chooser_is_tried_here() -> None:
    assert {chooser.name for chooser in CHOOSERS} == set(MAKERS)


@pytest.mark.parametrize("name", MAKERS)
def test_chooser_offers_and_finds_what_is_public_only(volunteer: Client, name: str) -> None:
    shown = MAKERS[name]("Éloge des ormes", is_public=True)
    hidden = MAKERS[name]("Éloge caché", is_public=False)
    for address in (f"/admin/{name}/", f"/admin/{name}/results/", f"/admin/{name}/results/?q=eloge"):
        answer = volunteer.get(address)
        html = answer.json()["html"] if answer["Content-Type"] == "application/json" else answer.content.decode()
        assert ("Éloge des ormes" in html, "Éloge caché" in html) == (True, False), address
    assert "Éloge des ormes" not in volunteer.get(f"/admin/{name}/results/?q=bouleau").content.decode()
    assert volunteer.get(f"/admin/{name}/chosen/{shown.pk}/").status_code == 200
    assert volunteer.get(f"/admin/{name}/chosen/{hidden.pk}/").status_code == 404
    several = volunteer.get(f"/admin/{name}/chosen-multiple/?id={shown.pk}&id={hidden.pk}").json()["result"]
    assert [one["id"] for one in several] == [str(shown.pk)]


@pytest.mark.parametrize("name", FIELDS)
def test_field_does_not_name_what_is_no_longer_public(name: str) -> None:
    block, field = FIELDS[name]
    widget = LetterBody().child_blocks[block].child_blocks[field].widget
    shown, hidden = (MAKERS[name](title, is_public=title == "Ormes") for title in ("Ormes", "Caché"))
    assert "Ormes" in widget.get_value_data(shown)["title"]
    for value in (hidden, hidden.pk, None):
        assert widget.get_value_data(value) is None


def test_chooser_of_assemblies_offers_those_to_come_and_that_of_events_the_soonest_first(volunteer: Client) -> None:
    for title, days in (("Passée", -3), ("Lointaine", 30), ("Prochaine", 3)):
        AssemblyFactory(event__title=title, event__starts_at=timezone.now() + timedelta(days=days))
    AssemblyFactory(event__title="Close", state=AssemblyState.CLOSED)
    html = volunteer.get("/admin/letter_events/results/").content.decode()
    assert html.index("Prochaine") < html.index("Lointaine") < html.index("Passée")
    assert "Close" not in volunteer.get("/admin/letter_assemblies/results/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", MAKERS)
def test_chooser_asks_as_much_for_three_as_for_one(
    volunteer: Client, django_assert_num_queries: DjangoAssertNumQueries, name: str, number: int
) -> None:
    for rank in range(number):
        MAKERS[name](f"Orme {rank}", is_public=True)
    address = f"/admin/{name}/results/"
    volunteer.get(address)
    with django_assert_num_queries(7):
        volunteer.get(address)
