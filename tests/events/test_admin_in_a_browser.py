"""Every screen where a volunteer keeps events, registrations and attendance, as axe-core and a narrow screen see it.

One person signs in once and opens them all: each is looked at on a telephone, then at its full width without loading
it again.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from crm.accounts.policy import Role
from crm.events.actions import ACTIONS, actions_for
from crm.events.domain.recurrence import Pattern, Rule
from crm.events.domain.series import Repetition, repeat_event
from crm.events.models import CountWaiver, Event, OwnKind, Question, RegistrationDesk, Venue
from newsletters.models import RegistrationLetter
from tests.axe import violations
from tests.browser import HEIGHTS, Site
from tests.factories import DeskFactory, EventFactory, HeadCountFactory, RegistrationFactory, complete_council
from tests.journeys.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def a_workshop() -> RegistrationDesk:
    """In a series, full, with someone in each state, and letters of which one did not arrive."""
    start = timezone.now() + timedelta(days=9)
    day = timezone.localtime(start).date()
    event = EventFactory(title="Atelier de compost", starts_at=start)
    desk: RegistrationDesk = DeskFactory(event=event, capacity=4, asks_photo_consent=True)
    Question.objects.create(desk=desk, label="Vos outils", kind="choice", choices="Aucun\nUne pelle")
    weekly = Rule(Pattern.WEEKLY, weekday=day.weekday())
    repeat_event(event, Repetition(weekly, day + timedelta(weeks=2)), timezone.now())
    held = {"offered_places": 1, "offer_ends_at": timezone.now() + timedelta(hours=5)}
    for name, fields in (("registered", {}), ("offered", held), ("waiting", {}), ("cancelled", {})):
        RegistrationFactory(desk=desk, name=f"Voisine {name}", state=name, **fields)
    person = desk.registrations.get(state="registered")
    for mark, state in (("a", "bounced"), ("b", "doubtful")):
        RegistrationLetter.objects.create(registration=person, kind="registered", mark=mark, state=state)
    RegistrationLetter.objects.filter(mark="b").update(handled_at=timezone.now())
    return desk


def what_was_held() -> Event:
    """Counted once and corrected; two others wait for a number, and one waits no more."""
    yesterday = timezone.now() - timedelta(days=1)
    counted: Event = EventFactory(title="Veillée", starts_at=yesterday)
    HeadCountFactory(event=counted, number=40, corrects=HeadCountFactory(event=counted, number=400))
    for title in ("Corvée", "Bal"):
        EventFactory(title=title, starts_at=yesterday)
    CountWaiver.objects.create(event=EventFactory(title="Marche", starts_at=yesterday))
    return counted


def screens() -> list[str]:
    """The address of each, with something on it."""
    desk, counted = a_workshop(), what_was_held()
    draft, event = EventFactory(title="Brouillon", status="draft"), desk.event
    place = Venue.objects.create(name="Parc de la Carrière", address="40, avenue des Tailleurs")
    kind = OwnKind.objects.create(name="Corvée")
    event.refresh_from_db()
    acts = {action.name: action.url(event) for action in actions_for(event)}
    acts = {action.name: action.url(draft) for action in actions_for(draft)} | acts
    waiting = desk.registrations.get(state="waiting")
    offered = desk.registrations.get(state="offered")
    asked = [
        *(("event", name, ()) for name in ("index", "add")),
        *(("event", name, (event.pk,)) for name in ("edit", "inspect")),
        ("event", "delete", (draft.pk,)),
        *(("registration_desk", name, ()) for name in ("index", "add")),
        *(("registration_desk", name, (desk.pk,)) for name in ("people", "edit", "caller")),
        *(("registration_desk", name, (waiting.pk,)) for name in ("places", "cancel")),
        ("registration_desk", "accept", (offered.pk,)),
        ("attendance", "index", ()),
        ("attendance", "event", (counted.pk,)),
        ("attendance", "correct", (counted.head_counts.get(correction=None).pk,)),
        *(("attendance", name, (event.pk,)) for name in ("event", "type_in", "sheet", "empty_sheet", "door")),
        *((name, "index", ()) for name in ("venue", "own_kind", "partner_calendar")),
        *((name, "add", ()) for name in ("venue", "own_kind", "partner_calendar")),
        ("venue", "edit", (place.pk,)),
        ("own_kind", "edit", (kind.pk,)),
    ]
    assert {action.name for action in ACTIONS} - set(acts) == {"restore"}  # offered once something is cancelled
    addresses = [reverse(f"{space}:{name}", args=args) for space, name, args in asked]
    to_count, letters = f"{reverse('attendance:index')}?a-compter=1", reverse("event_letters", args=[desk.pk])
    return [*addresses, *acts.values(), to_count, letters, reverse("unreached_letters")]


def in_the_way(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    found = violations(page)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("reflow: the page scrolls sideways")
    return [f"{width} px: {line}" for line in found]


def test_nothing_stands_in_the_way_of_those_who_keep_events(site: Site) -> None:
    complete_council()
    page = sign_in(site, Role.SECRETARIAT, width=360)
    found = {}

    for address in screens():
        response = page.goto(address)
        assert response is not None
        assert (response.status, page.url) == (200, site.url + address)
        found[address] = in_the_way(page, 360) + in_the_way(page, 1280)

    assert {address: lines for address, lines in found.items() if lines} == {}


def test_a_poster_prints_on_one_letter_page(site: Site) -> None:
    complete_council()
    event = EventFactory(title="Fête d’hiver", starts_at=timezone.now() + timedelta(days=9))

    sheet = site.open(event.get_poster_url()).pdf(prefer_css_page_size=True)

    assert sheet.count(b"/Type /Page\n") == 1
