"""What the library does when something changes: forget stale pages, mark withdrawn addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models.signals import m2m_changed
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.signals import page_published, post_page_move

from cms.pages.domain.withdrawal import leave_tombstone, lift_tombstone
from cms.pages.models import Tombstone
from cms.pages.page_cache import forget_pages_after_commit, forget_pages_when_changed
from crm.assemblies.domain.public_minutes import minutes_of_day
from crm.assemblies.models import (
    AgendaItem,
    Assembly,
    Decision,
    DecisionErratum,
    DecisionVote,
    Erratum,
    Minutes,
    MinutesSection,
    Sending,
    SendingReminder,
)
from crm.assemblies.signals import minutes_published, minutes_withdrawn
from crm.events.models import Event, OwnKind, Question, Registration, RegistrationDesk, Venue
from crm.events.signals import event_published, event_withdrawn, neighbours_changed
from crm.partners.models import (
    Council,
    Membership,
    Merger,
    Organization,
    OrganizationAddress,
    OrganizationContact,
    OrganizationName,
    Person,
    Picture,
    Post,
    Sector,
)


def watch() -> None:
    """Called when all the rooms are ready: every kind of page is watched, those of the storeys above included."""
    forget_pages_when_changed(
        *get_page_models(),
        PageViewRestriction,
        Site,
        Redirect,
        Picture,
        get_document_model(),
        Council,
        Event,
        RegistrationDesk,
        Question,
        Registration,
        OwnKind,
        Venue,
        Tombstone,
        Assembly,
        AgendaItem,
        Decision,
        Minutes,
        MinutesSection,
        Erratum,
        Organization,
        OrganizationName,
        OrganizationContact,
        OrganizationAddress,
        Sector,
        Merger,
        Person,
        Post,
        Membership,
        Decision,
        DecisionVote,
        DecisionErratum,
        Sending,
        SendingReminder,
    )
    # The sectors of an organization are written after it, as rows of their own.
    m2m_changed.connect(
        forget_pages_after_commit, sender=Organization.sectors.through, dispatch_uid="forget-pages-sectors"
    )
    # A move is written without saving the pages it moves.
    post_page_move.connect(forget_pages_after_commit, dispatch_uid="forget-pages-moved")
    neighbours_changed.connect(forget_pages_after_commit, dispatch_uid="forget-pages-neighbours")
    page_published.connect(_stand_again, dispatch_uid="lift-tombstone-page")
    event_published.connect(_announce_again, dispatch_uid="lift-tombstone-event")
    event_withdrawn.connect(_mark_withdrawn, dispatch_uid="leave-tombstone-event")
    minutes_published.connect(_publish_again, dispatch_uid="lift-tombstone-minutes")
    minutes_withdrawn.connect(_mark_minutes_withdrawn, dispatch_uid="leave-tombstone-minutes")


def _stand_again(instance: Page, **kwargs: Any) -> None:
    if instance.url:
        lift_tombstone(instance.url)


def _announce_again(event: Event, **kwargs: Any) -> None:
    lift_tombstone(event.get_absolute_url())


def _mark_withdrawn(event: Event, now: datetime, **kwargs: Any) -> None:
    leave_tombstone(event.get_absolute_url(), event.status_note, now)


def _minutes_address(minutes: Minutes) -> str:
    return reverse("public_minutes", args=[minutes.assembly.held_on])


def _publish_again(minutes: Minutes, **kwargs: Any) -> None:
    lift_tombstone(_minutes_address(minutes))


def _mark_minutes_withdrawn(minutes: Minutes, now: datetime, **kwargs: Any) -> None:
    """Unless other minutes of the same day still stand there."""
    if not minutes_of_day(minutes.assembly.held_on):
        leave_tombstone(_minutes_address(minutes), "", now)
