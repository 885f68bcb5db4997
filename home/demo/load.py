"""Loads the demo council into an empty installation."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone

from cms.pages.domain.search.repairing import repair
from cms.pages.domain.search.writing import all_at_once
from crm.accounts.models import User
from crm.events.domain.publishing import cancel_event, postpone_event, publish_event
from crm.events.enums import EventStatus
from crm.events.models import Event
from crm.partners.models import Council, Picture
from home.demo.agenda import PlannedEvent, planned_events
from home.demo.assemblies import hold_assemblies
from home.demo.attendance import count_those_who_came
from home.demo.contacts import keep_in_touch
from home.demo.decisions import decide_and_follow
from home.demo.doubles import share_out, write_twice
from home.demo.drawings import DRAWINGS, TITLES, draw
from home.demo.elections import elect_the_board
from home.demo.gifts import bring_gifts
from home.demo.identity import IDENTITY
from home.demo.memory import remember
from home.demo.memory_pages import tell_memory
from home.demo.minutes import keep_minutes
from home.demo.neighbours import repeat_and_listen
from home.demo.pages import build_pages
from home.demo.partners import people_the_neighbourhood
from home.demo.partnerships import agree_and_seek
from home.demo.places import accompany_events, open_places, whereabouts
from home.demo.privacy import ask_and_forget
from home.demo.readers import TOPICS, Reader, readers
from home.demo.registrations import open_desks
from newsletters.domain.consent import confirm_subscription, request_subscription
from newsletters.domain.wording import sign_up_wording
from newsletters.models import Topic

ANNOUNCED_BEFORE = timedelta(days=30)
SUBSCRIBED_BEFORE = 40


def is_loaded() -> bool:
    """Whether this installation already serves a council, the demo's or a real one."""
    return bool(Council.load().name)


@transaction.atomic
def load_demo(now: datetime) -> None:
    """Load everything at once, or nothing. Call it only where `is_loaded` says no."""
    with all_at_once():
        _load(now)
    repair(whole=True)


def _load(now: datetime) -> None:
    pictures = _hang_pictures()
    council = _introduce_council()
    _offer_topics()
    for reader in readers():
        _welcome(reader, council, now - timedelta(days=SUBSCRIBED_BEFORE + reader.number))
    open_places()
    for planned in planned_events(timezone.localdate(now)):
        _announce(planned, pictures, now)
    open_desks(now)
    people_the_neighbourhood(timezone.localdate(now))
    hold_assemblies(now)
    elect_the_board(now)
    accompany_events(now)
    repeat_and_listen(now)
    agree_and_seek(now)
    decide_and_follow(timezone.localdate(now))
    build_pages(pictures, now)
    _open_accounts()
    count_those_who_came(now)
    keep_minutes(now)
    keep_in_touch(timezone.localdate(now))
    write_twice(timezone.localdate(now))
    share_out()
    remember(now)
    tell_memory(now)
    bring_gifts(now)
    ask_and_forget(timezone.localdate(now))


def _introduce_council() -> Council:
    council = Council.load()
    for field, value in IDENTITY.items():
        setattr(council, field, value)
    council.save()
    return council


def _offer_topics() -> None:
    for position, (name, slug, description) in enumerate(TOPICS):
        Topic.objects.create(name=name, slug=slug, description=description, position=position)


def _welcome(reader: Reader, council: Council, asked_at: datetime) -> None:
    """Subscribe someone as the site does: asked, then confirmed some minutes later unless the letter was missed."""
    topics = list(Topic.objects.filter(slug__in=reader.topics))
    subscriber = request_subscription(
        reader.email, topics, wording=sign_up_wording(council), now=asked_at, page="/infolettre/abonnement/"
    )
    if reader.has_confirmed:
        confirm_subscription(subscriber, council, now=asked_at + timedelta(minutes=6), page="/infolettre/confirmer/")


def _hang_pictures() -> dict[str, Picture]:
    return {
        name: Picture.objects.create(
            title=TITLES[name],
            file=ImageFile(BytesIO(draw(name)), name=f"{name}.jpg"),
            credit="Dessin : Parvis",
        )
        for name in DRAWINGS
    }


def _announce(planned: PlannedEvent, pictures: dict[str, Picture], now: datetime) -> None:
    """Put an event in the agenda as a volunteer does: written, announced a month before, then perhaps called off."""
    plan = planned.plan
    event = Event.objects.create(
        kind=plan.kind,
        title=plan.title,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        **whereabouts(plan),
        online_url=plan.online_url,
        audiences=(plan.audience.value,),
        summary=plan.summary,
        description=plan.description,
        image=pictures.get(plan.drawing),
        image_alt=plan.drawing_alt,
    )
    if plan.status != EventStatus.DRAFT:
        publish_event(event, min(now, planned.starts_at - ANNOUNCED_BEFORE))
    if plan.status == EventStatus.CANCELLED:
        cancel_event(event, now, note=plan.status_note)
    if plan.status == EventStatus.POSTPONED:
        postpone_event(event, now, note=plan.status_note)


def _open_accounts() -> None:
    """The demo logins, only where the settings show them on the sign-in page."""
    if not settings.SHOW_DEMO_LOGINS:
        return
    for group, email in settings.DEMO_LOGINS:
        user = User.objects.create_user(email, settings.DEMO_PASSWORD, first_name=group)
        user.groups.add(Group.objects.get(name=group))
