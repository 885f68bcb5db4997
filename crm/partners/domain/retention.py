"""How long a person is kept: until the day written on the record; without a day, some years after the last trace."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.utils import timezone

from crm.partners.models import Council, Interaction, Membership, Person, PrivacyRequest, Purge


@dataclass(frozen=True)
class Overdue:
    """How many people were to be kept until a day that has passed, and the first of those days."""

    count: int
    since: date


def past_their_day(on: date, levels: Collection[str]) -> QuerySet[Person]:
    """Those who were to be kept until a day before ``on``, the oldest first."""
    return Person.objects.visible(levels).filter(keep_until__lt=on).order_by("keep_until", "family_name", "pk")


def overdue_people(on: date, levels: Collection[str]) -> Overdue | None:
    """One query; None where nobody is."""
    found = past_their_day(on, levels).order_by().aggregate(count=Count("pk"), since=Min("keep_until"))
    return Overdue(found["count"], found["since"]) if found["count"] else None


def without_trace(on: date, levels: Collection[str]) -> QuerySet[Person]:
    """Those without a day, of whom nothing is known for as long as the council keeps them: no place, contact, account.

    Who was erased and keeps a name, for the terms on our board, is proposed no more.
    """
    limit = years_before(on, Council.load().people_kept_for_years)
    places = Membership.objects.filter(person=OuterRef("pk"), end_max__gte=limit)
    contacts = Interaction.people.through.objects.filter(person=OuterRef("pk"), interaction__happened_on__gte=limit)
    erased = Purge.objects.filter(person_number=OuterRef("pk"))
    silent = Person.objects.visible(levels).filter(keep_until=None, user=None, created_at__date__lt=limit)
    return silent.filter(~Exists(places), ~Exists(contacts), ~Exists(erased))


def proposed_day(person: Person, on: date) -> date | None:
    """The years that the council sets after the last trace; None while a place may last, or an account is there."""
    if person.user_id is not None or person.memberships.filter(end_max__gte=on).exists():
        return None
    traces = [
        timezone.localdate(person.created_at),
        *person.memberships.values_list("end_max", flat=True),
        *person.interactions.values_list("happened_on", flat=True),
    ]
    return years_before(max(traces), -Council.load().people_kept_for_years)


def keep_until(person: Person, day: date | None) -> None:
    """Write the day; None keeps the person without one."""
    person.keep_until = day
    person.save(update_fields=["keep_until"])


def forget_who_asked(on: date) -> int:
    """Name nobody any more in requests answered long ago; the number of them. A second call finds none.

    That an answer was given, and when, is kept; who asked and what was written to them is not.
    """
    limit = years_before(on, Council.load().requests_named_for_years)
    old = PrivacyRequest.objects.filter(answered_on__lt=limit)
    named = old.exclude(asked_by="", answer="", person=None)
    return named.update(asked_by="", answer="", person=None)


def years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - years, day=28)
