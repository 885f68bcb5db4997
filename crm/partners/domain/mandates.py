"""The verbs of a mandate: to seat someone, to end or renew a term, to verify, to vacate a seat.

Each writes one fact and keeps the others: two memberships of one person never disturb each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.partners.domain.partial_dates import PartialDate
from crm.partners.domain.tenure import Answer
from crm.partners.enums import Capacity, Visibility, WayIn
from crm.partners.models import Membership, Organization, Person, Post


class MandateRefused(Exception):
    """What was asked cannot be; the sentence says why, and nothing was written."""


@dataclass(frozen=True)
class Appointment:
    """How someone came to a place: from when, until when, by which decision, known from where.

    Without a ``capacity``, who sits in a seat that an organization fills is its delegate.
    """

    starts_on: PartialDate | None = None
    term_ends_on: PartialDate | None = None
    on_behalf_of: Organization | None = None
    capacity: Capacity | None = None
    appointed_by: str = ""
    source: str = ""
    mandate: str = ""
    visibility: Visibility = Visibility.BOARD


@transaction.atomic
def seat_member(person: Person, post: Post, how: Appointment, *, on: date) -> Membership:
    """Seat ``person``; the term's end follows from the seat's length of term where it is not given.

    Raises `MandateRefused` where someone surely holds the seat during that term. Without a starting date whoever writes
    this says that the person sits there ``on`` that day.
    """
    Post.objects.select_for_update().get(pk=post.pk)
    seated = Membership(
        person=person,
        organization_id=post.organization_id,
        post=post,
        starts_on=how.starts_on,
        term_ends_on=how.term_ends_on or term_end(post, how.starts_on),
        on_behalf_of=how.on_behalf_of or post.held_for,
        capacity=how.capacity or (Capacity.DELEGATE if post.held_for_id else Capacity.OWN_NAME),
        appointed_by=how.appointed_by,
        source=how.source,
        mandate=how.mandate,
        visibility=how.visibility,
        last_verified_on=None if how.starts_on else on,
    )
    tenure = seated.tenure
    meanwhile = post.memberships.select_related("person").within(tenure.start_max, tenure.end_min)
    if holder := meanwhile.first():
        raise MandateRefused(
            _("{person} holds this seat. End that term first, or choose another seat.").format(person=holder.person)
        )
    _keep(seated)
    return seated


def term_end(post: Post, starts_on: PartialDate | None) -> PartialDate | None:
    """When a term that starts then ends, by the seat's length of term; ex officio lasts as long as the office."""
    if starts_on is None or not post.term_months or post.way_in == WayIn.EX_OFFICIO:
        return None
    return months_after(starts_on, post.term_months)


def months_after(starts_on: PartialDate, months: int) -> PartialDate:
    """So many months later, as exactly as the start is known; the last of a shorter month."""
    year, month = divmod(starts_on.year * 12 + (starts_on.month or 1) - 1 + months, 12)
    if not starts_on.month:
        return PartialDate(year)
    if not starts_on.day:
        return PartialDate(year, month + 1)
    last_of_month = PartialDate(year, month + 1).latest
    return PartialDate.of(last_of_month.replace(day=min(starts_on.day, last_of_month.day)))


@transaction.atomic
def end_term(membership: Membership, ends_on: PartialDate, *, ended_by: str = "") -> Membership:
    """End it on that day, the last one included; nothing else of this person changes.

    Raises `MandateRefused` where it would end before it started, or has another end already.
    """
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    if held.ends_on is not None and held.ends_on != ends_on:
        raise MandateRefused(_("This term has an end already. Correct the membership to change it."))
    if held.starts_on and ends_on.latest < held.starts_on.earliest:
        raise MandateRefused(_("It would end before it started."))
    return _write_end(held, ends_on, ended_by)


def _write_end(held: Membership, ends_on: PartialDate, ended_by: str) -> Membership:
    held.ends_on, held.end_is_unknown = ends_on, False
    held.ended_by = ended_by or held.ended_by
    held.save(update_fields=["ends_on", "end_is_unknown", "ended_by"])
    return held


@transaction.atomic
def renew_term(membership: Membership, starts_on: PartialDate, how: Appointment) -> Membership:
    """End this term the day before the next one starts, and start that one in the same place.

    Raises `MandateRefused` where it was renewed already, or ended before.
    """
    held = Membership.objects.select_for_update(of=("self",)).select_related("post").get(pk=membership.pk)
    if Membership.objects.filter(renews=held).exists():
        raise MandateRefused(_("This term was renewed already."))
    if held.starts_on and starts_on.earliest <= held.starts_on.earliest:
        raise MandateRefused(_("The next term must start after this one."))
    if held.ends_on is None:
        held.ends_on, held.end_is_unknown = _just_before(starts_on), False
        held.save(update_fields=["ends_on", "end_is_unknown"])
    elif held.ends_on.latest > starts_on.latest:
        raise MandateRefused(_("This term ends after the next one would start."))
    length = term_end(held.post, starts_on) if held.post else None
    renewal = Membership(
        person_id=held.person_id,
        organization_id=held.organization_id,
        post_id=held.post_id,
        role=held.role,
        starts_on=starts_on,
        term_ends_on=how.term_ends_on or length,
        on_behalf_of_id=held.on_behalf_of_id,
        capacity=held.capacity,
        mandate=how.mandate or held.mandate,
        appointed_by=how.appointed_by,
        source=how.source,
        visibility=held.visibility,
        renews=held,
    )
    _keep(renewal)
    return renewal


def _keep(membership: Membership) -> None:
    """Save it, or say in words what the database would refuse."""
    try:
        membership.clean()
    except ValidationError as error:
        raise MandateRefused(" ".join(error.messages)) from error
    membership.save()


def _just_before(moment: PartialDate) -> PartialDate:
    """The day before a known day; before a mere month or year nobody knows the day, so the same month or year."""
    return PartialDate.of(moment.earliest - timedelta(days=1)) if moment.is_exact else moment


def verify_membership(membership: Membership, *, on: date, by: AbstractBaseUser | None, source: str = "") -> Membership:
    """Write that someone checked today that it lasts; a doubt about its end is lifted up to that day.

    Raises `MandateRefused` on a day when it surely did not last: its dates are what must be corrected.
    """
    if membership.tenure.on(on) == Answer.NO:
        raise MandateRefused(_("Its dates say that it does not last on that day: correct them first."))
    membership.last_verified_on = on
    membership.last_verified_by = by  # type: ignore[assignment]
    membership.source = source or membership.source
    membership.save(update_fields=["last_verified_on", "last_verified_by", "source"])
    return membership


@transaction.atomic
def vacate(post: Post, ends_on: PartialDate, *, on: date, ended_by: str = "") -> list[Membership]:
    """End what lasts in this seat on that day, an end written for later included; the seat stays, vacant.

    What is over ``on`` that day is history, and a second call changes nothing.
    """
    day = ends_on.latest
    lasting = post.memberships.within(day, day, perhaps=True).filter(end_max__gte=on).exclude(ends_on=ends_on)
    return [_write_end(held, ends_on, ended_by) for held in lasting.select_for_update()]
