"""Offers to the search what the rooms below keep: events, decisions, minutes, the partners of the public directory."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import m2m_changed
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.pages.domain.directory import PUBLIC, address_of
from cms.pages.domain.search.sources import Offered, Source, kind, own_key
from cms.pages.domain.search.watching import watch
from cms.pages.domain.search.writing import refresh
from cms.pages.models import DirectoryPage
from crm.assemblies.domain.public_minutes import readable_minutes
from crm.assemblies.models import AgendaItem, Decision, Erratum, Minutes, MinutesSection, Sending
from crm.events.domain.dates import plain_date
from crm.events.models import Event, OwnKind
from crm.partners.models import Organization, OrganizationAddress, OrganizationName, Sector


def watch_records() -> None:
    """Called once, when the models of the rooms below are ready."""
    watch(EVENTS)
    watch(DECISIONS)
    watch(MINUTES)
    watch(PARTNERS)
    # The sectors of an organization are written after it, as rows of their own.
    m2m_changed.connect(_tell_of_sectors, sender=Organization.sectors.through, dispatch_uid="search-sectors")


def _offer_event(event: Event) -> Offered:
    day = timezone.localdate(event.starts_at)
    return Offered(
        title=event.title,
        url=event.get_absolute_url(),
        names=f"{event.venue}\n{event.address}\n{event.kind_label}",
        description=event.summary,
        text=f"{_plain(event.description)}\n{event.accessibility}\n{event.status_note}",
        day=day,
        day_in_words=plain_date(day),
    )


EVENTS = Source(
    name="event",
    kind=kind("evenements", _("Events")),
    noun=_("Event"),
    public=lambda: Event.objects.public().select_related("own_kind"),
    offer=_offer_event,
    watched={Event: own_key, OwnKind: lambda one: one.events.values_list("pk", flat=True)},
)


def _offer_decision(decision: Decision) -> Offered:
    recipients = [one.recipient for one in decision.sendings.all()]
    return Offered(
        title=decision.title,
        url=decision.get_absolute_url(),
        names="\n".join([decision.number, str(decision.get_kind_display()), *recipients]),
        text=f"{decision.text}\n{decision.considerations}",
        day=decision.adopted_on,
        day_in_words=plain_date(decision.adopted_on) if decision.adopted_on else "",
    )


DECISIONS = Source(
    name="decision",
    kind=kind("decisions", _("Decisions")),
    noun=_("Decision"),
    public=lambda: Decision.objects.public().prefetch_related("sendings__organization"),
    offer=_offer_decision,
    watched={Decision: own_key, Sending: lambda one: [one.decision_id]},
)


def _offer_minutes(minutes: Minutes) -> Offered:
    """As anyone reads them: nothing of a closed session, no name that the public does not read."""
    event, day = minutes.assembly.event, minutes.assembly.held_on
    reading = readable_minutes(minutes)
    said = [f"{one.number} {one.heading}\n{_plain(one.body)}" for one in reading.sections]
    return Offered(
        title=gettext("Minutes of the assembly of %(day)s") % {"day": plain_date(day)},
        url=reverse("public_minutes", args=[day]),
        names=f"{event.title}\n{event.kind_label}",
        text="\n".join([*said, *(one.text for one in reading.errata)]),
        day=day,
        day_in_words=plain_date(day),
    )


def _in_print(**which: Any) -> QuerySet[Minutes, int]:
    """Those that the index may hold: while an assembly sits, its minutes are read by nobody."""
    return Minutes.objects.public().filter(**which).values_list("pk", flat=True)


MINUTES = Source(
    name="minutes",
    kind=kind("proces-verbaux", pgettext_lazy("several", "Minutes")),
    noun=_("Minutes"),
    public=lambda: Minutes.objects.public().select_related("assembly__event__own_kind").with_words(),
    offer=_offer_minutes,
    watched={
        Minutes: own_key,
        MinutesSection: lambda one: _in_print(pk=one.minutes_id),
        Erratum: lambda one: [one.minutes_id],
        Event: lambda one: Minutes.objects.filter(assembly__event=one.pk).values_list("pk", flat=True),
        # Closed afterwards, they take their words along.
        AgendaItem: lambda one: _in_print(assembly=one.assembly_id),
        Decision: lambda one: _in_print(assembly__items=one.item_id) if one.item_id else [],
    },
)


def _listed() -> QuerySet[Organization]:
    """Those that have a page: the directory itself may be closed."""
    if not DirectoryPage.objects.live().public().exists():
        return Organization.objects.none()
    return Organization.objects.listed().prefetch_related("sectors", "other_names", "addresses")


def _offer_partner(one: Organization) -> Offered:
    directory = DirectoryPage.objects.live().public().first()
    addresses = [str(place) for place in one.addresses.all() if place.visibility in PUBLIC]
    sectors = [sector.name for sector in one.sectors.all()]
    return Offered(
        title=one.name,
        url=f"{directory.url}{address_of(one)}" if directory else "",
        names="\n".join(other.name for other in one.other_names.all()),
        description=one.description,
        text="\n".join([str(one.get_kind_display()), *sectors, *addresses]),
        is_lasting=True,
    )


def _of_part(part: Any) -> list[int]:
    return [part.organization_id]


def _all_listed(page: DirectoryPage) -> Iterable[int]:
    return list(Organization.objects.listed().values_list("pk", flat=True))


PARTNERS = Source(
    name="partner",
    kind=kind("partenaires", _("Partners")),
    noun=_("Partner"),
    public=_listed,
    offer=_offer_partner,
    watched={
        Organization: own_key,
        OrganizationName: _of_part,
        OrganizationAddress: _of_part,
        Sector: lambda one: one.organizations.values_list("pk", flat=True),
        DirectoryPage: _all_listed,
    },
)


def _tell_of_sectors(instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Organization):
        refresh(PARTNERS, [instance.pk])


def _plain(html: str) -> str:
    """The words alone; where a paragraph ends, no two words are joined."""
    return unescape(strip_tags(html.replace("<", " <")))
