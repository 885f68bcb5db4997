"""Writes the demo's neighbourhood: its organizations, its people, and who sits where."""

from __future__ import annotations

from datetime import date, timedelta

from crm.partners.domain.partial_dates import PartialDate, read_edtf
from crm.partners.enums import NameKind, OrganizationKind
from crm.partners.models import Membership, Organization, OrganizationName, Person, Post, Sector
from home.demo.neighbourhood import NEIGHBOURS, PLACES, Place
from home.demo.reach import REACHES, tell_how_to_reach
from home.demo.seats import BOARD_SEATS, ELSEWHERE, FOR_US, OUR_BOARD, OUTSIDE_SEATS, Seat, Sits


def people_the_neighbourhood(today: date) -> None:
    """Everything around the council on that day."""
    sectors = {name: Sector.objects.create(name=name) for name in sorted({place.sector for place in PLACES})}
    places: dict[str, Organization] = {}
    for place in sorted(PLACES, key=lambda place: bool(place.parent)):
        places[place.key] = _found(place, sectors, places)
    people = {
        one.key: Person.objects.create(
            given_name=one.given_name, family_name=one.family_name, visibility=one.visibility
        )
        for one in NEIGHBOURS
    }
    seats = {seat.key: _set_up(seat, places, position) for position, seat in enumerate((*BOARD_SEATS, *OUTSIDE_SEATS))}
    for sits in (*OUR_BOARD, *FOR_US, *ELSEWHERE):
        _seat(sits, people, places, seats, today)


def _found(place: Place, sectors: dict[str, Sector], places: dict[str, Organization]) -> Organization:
    organization = Organization(
        name=place.name,
        kind=place.kind,
        description=place.description,
        is_our_council=place.key == "council",
        is_listed=place.is_listed and place.kind != OrganizationKind.COUNCIL,
        founded_on=read_edtf(place.founded) if place.founded else None,
        parent=places.get(place.parent),
    )
    organization.sectors.set([sectors[place.sector]])
    names = ((place.acronym, NameKind.ACRONYM), (place.formerly, NameKind.FORMER))
    organization.other_names.set([OrganizationName(name=name, kind=kind) for name, kind in names if name])
    if reach := REACHES.get(place.key):
        tell_how_to_reach(organization, reach)
    organization.save()
    return organization


def _set_up(seat: Seat, places: dict[str, Organization], position: int) -> Post:
    return Post.objects.create(
        organization=places[seat.place],
        title=seat.title,
        held_for=places["council"] if seat.is_outside else None,
        is_voting=seat.is_voting,
        reserved_for=seat.reserved_for,
        way_in=seat.way_in,
        term_months=seat.term_months or None,
        position=position,
    )


def _seat(
    sits: Sits, people: dict[str, Person], places: dict[str, Organization], seats: dict[str, Post], today: date
) -> None:
    """As it is known, past or present: the verbs of a mandate are for what happens from now on."""
    report, verified = moment(sits.report, today), moment(sits.verified, today)
    Membership.objects.create(
        person=people[sits.who],
        organization=places[sits.place],
        post=seats.get(sits.seat),
        role=sits.role,
        starts_on=moment(sits.since, today),
        ends_on=last_day(sits.until, today),
        end_is_unknown=sits.end_is_unknown,
        term_ends_on=moment(sits.term, today),
        on_behalf_of=places["council"] if sits.is_for_us else None,
        capacity=sits.capacity,
        mandate=sits.mandate,
        appointed_by=sits.decision,
        source=sits.source or sits.decision,
        next_report_on=report.earliest if report else None,
        last_verified_on=verified.earliest if verified else None,
        visibility=sits.visibility,
    )


def moment(written: str, today: date) -> PartialDate | None:
    """What `home.demo.seats` writes, as a partial date."""
    if not written:
        return None
    if written[0] == "d":
        return PartialDate.of(today + timedelta(days=int(written[1:])))
    if written[0] == "a":
        years, _plus, months = written[1:].partition("+")
        day = annual_assembly(today, int(years))
        return PartialDate(day.year + int(months or 0) // 12, day.month, day.day)
    years, *parts = written[1:].split("-")
    return PartialDate(today.year - int(years), *(int(part) for part in parts))


def last_day(written: str, today: date) -> PartialDate | None:
    """As `moment`; a term that an annual assembly ends lasts until the day before."""
    found = moment(written, today)
    return PartialDate.of(found.earliest - timedelta(days=1)) if found and written[0] == "a" else found


def annual_assembly(today: date, years_ago: int) -> date:
    """The 16th of April: the last one before that day, or some years before."""
    last = date(today.year, 4, 16)
    return last.replace(year=today.year - (last > today) - years_ago)
