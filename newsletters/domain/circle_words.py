"""Names the circles of people of our own records, and says which ones may be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.events.domain.dates import plain_date
from crm.events.models import Event
from crm.partners.enums import OrganizationKind
from crm.partners.models import Organization
from newsletters.domain.circles import Circle
from newsletters.enums import CircleKind

# A letter to those of an event is written before it, or soon after.
SINCE, MOST = timedelta(days=120), 20
Choices = list[tuple[str, Any]]


def circle_words(circle: Circle) -> str:
    """« Les partenaires de « La fête » (12 juin 2026) »; an event that is gone has no name."""
    if circle.kind is CircleKind.MEMBERS:
        return _("The members of the board")
    if circle.kind is CircleKind.KIND:
        return _("The representatives of organizations of this kind: %(kind)s") % {
            "kind": OrganizationKind(circle.of).label
        }
    event = Event.objects.filter(pk=circle.of).first()
    said = {"event": event_words(event) if event else "…"}
    if circle.kind is CircleKind.CO_HOSTS:
        return _("The partners of %(event)s") % said
    return _("Those registered for %(event)s") % said


def event_words(event: Event) -> str:
    return _("“%(title)s” (%(day)s)") % {"title": event.title, "day": plain_date(event.starts_at)}


def offered_circles(user: User, now: datetime) -> Choices:
    """What a form offers, grouped; those registered only to who may see them. Three queries."""
    recent = Event.objects.public().filter(starts_at__gte=now - SINCE).order_by("-starts_at", "-pk")
    choices: Choices = [("", "—"), (Circle(CircleKind.MEMBERS).key, _("members of the board"))]
    choices += _of_events(CircleKind.CO_HOSTS, recent.filter(organizations__isnull=False).distinct())
    if user.has_perm("events.view_registration"):
        choices += _of_events(CircleKind.REGISTERED, recent.filter(desk__isnull=False))
    kinds = Organization.objects.filter(is_our_council=False).order_by("kind").values_list("kind", flat=True).distinct()
    named = ((kind, _("representatives: %(kind)s") % {"kind": OrganizationKind(kind).label}) for kind in kinds)
    return [*choices, *_group(CircleKind.KIND, named)]


def _of_events(kind: CircleKind, events: QuerySet[Event]) -> Choices:
    words = _("partners of %(event)s") if kind is CircleKind.CO_HOSTS else _("registered for %(event)s")
    return _group(kind, ((str(event.pk), words % {"event": event_words(event)}) for event in events[:MOST]))


def _group(kind: CircleKind, named: Iterable[tuple[str, Any]]) -> Choices:
    choices = [(Circle(kind, of).key, label) for of, label in named]
    return [(str(kind.label), choices)] if choices else []
