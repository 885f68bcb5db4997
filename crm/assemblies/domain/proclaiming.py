"""Proclaims an election: terms end, the elected are seated with theirs, the results are in the assembly's record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from crm.assemblies.domain.electors import door_counts
from crm.assemblies.domain.results_words import results_words
from crm.assemblies.domain.seats_to_fill import holders_of, named_until_then
from crm.assemblies.domain.standings import Standing, standings_of
from crm.assemblies.domain.versions import save_version, take_table
from crm.assemblies.enums import CandidacyState, ElectionState, ItemKind
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import AgendaItem, Candidacy, Election, ElectionSeat
from crm.partners.domain.interlock_words import day_words
from crm.partners.domain.mandates import Appointment, MandateRefused, end_term, months_after, seat_member
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.enums import Visibility
from crm.partners.models import Membership


@dataclass(frozen=True)
class Seating:
    """Who goes to which seat, and until when."""

    seat: ElectionSeat
    candidacy: Candidacy
    term_ends_on: PartialDate | None


@transaction.atomic
def proclaim_results(election: Election, on: date, now: datetime) -> Election:
    """Write the results into the memberships, all of them or none; a second call changes nothing.

    Raises `AssemblyRefused` while votes are missing or equals were not told apart, or where a seat cannot be given.
    """
    held = Election.objects.select_for_update().get(pk=election.pk)
    if held.is_proclaimed:
        return held
    standings = standings_of(held)
    _check_known(held, standings)
    decision = appointed_by(held)
    try:
        _end_terms(terms_that_end(held), on, decision)
        for seating in seatings(standings, on):
            _seat(seating, on, decision)
    except MandateRefused as refusal:
        raise AssemblyRefused(str(refusal)) from refusal
    held.results = results_words(standings, door_counts(held), held)
    held.state, held.proclaimed_at = ElectionState.PROCLAIMED, now
    held.save()
    _tell_assembly(held)
    return held


def appointed_by(election: Election) -> str:
    """« Assemblée générale annuelle du 14 avril 2026 »."""
    event = election.assembly.event
    return _("%(assembly)s of %(day)s") % {
        "assembly": event.get_kind_display(),
        "day": day_words(election.assembly.held_on),
    }


def terms_that_end(election: Election) -> list[Membership]:
    """Those of the seats that are filled, and of whoever the board named until the annual assembly."""
    posts = [seat.post for seat in election.seats.select_related("post")]
    held = [one for one in holders_of(posts, election.assembly.held_on) if one.ends_on is None]
    return [*held, *named_until_then(election.assembly)]


def seatings(standings: Sequence[Standing], on: date) -> list[Seating]:
    """The longest terms go to the most voted for; at the same length, each keeps the seat that was theirs."""
    pairs = [pair for standing in standings for pair in _assigned(standing, on)]
    start = PartialDate.of(on)
    return [
        Seating(seat, candidacy, months_after(start, seat.months) if seat.months else None) for seat, candidacy in pairs
    ]


def _assigned(standing: Standing, on: date) -> Iterator[tuple[ElectionSeat, Candidacy]]:
    winners = standing.winners
    before = {
        one.post_id: one.person_id for one in holders_of([s.post for s in standing.seats], on - timedelta(days=1))
    }
    by_length = sorted(standing.seats, key=lambda seat: -(seat.months or 0))
    for _months, group in groupby(by_length, key=lambda seat: seat.months or 0):
        seats = list(group)
        chosen, winners = winners[: len(seats)], winners[len(seats) :]
        own = {seat.pk: one for seat in seats for one in chosen if before.get(seat.post_id) == one.person_id}
        others = iter([one for one in chosen if one not in own.values()])
        for seat in seats:
            one = own.get(seat.pk) or next(others, None)
            if one is not None:
                yield seat, one


def _check_known(election: Election, standings: Sequence[Standing]) -> None:
    if election.state == ElectionState.PREPARING:
        raise AssemblyRefused(_("Open the election first."))
    for standing in standings:
        if standing.outcome is None:
            raise AssemblyRefused(_("Write the votes first."))
        if standing.outcome.tied:
            raise AssemblyRefused(
                _("%(whom)s: %(people)s have as many votes. Write how they were told apart.")
                % {"whom": standing.heading, "people": ", ".join(str(one) for one in standing.equals)}
            )


def _end_terms(memberships: Sequence[Membership], on: date, decision: str) -> None:
    """They last until the day before, so that nobody sits twice on one day."""
    for membership in memberships:
        end_term(membership, PartialDate.of(on - timedelta(days=1)), ended_by=decision)


def _seat(seating: Seating, on: date, decision: str) -> None:
    """Who is elected is public, by name; their contact details stay as they were."""
    person = seating.candidacy.person
    if person.visibility != Visibility.PUBLIC:
        person.visibility = Visibility.PUBLIC
        person.save()
    how = Appointment(
        starts_on=PartialDate.of(on),
        term_ends_on=seating.term_ends_on,
        appointed_by=decision,
        source=decision,
        visibility=Visibility.PUBLIC,
    )
    seating.seat.filled_by = seat_member(person, seating.seat.post, how, on=on)
    seating.seat.save(update_fields=["filled_by"])
    seating.candidacy.state = CandidacyState.ELECTED
    seating.candidacy.save(update_fields=["state"])


def _tell_assembly(election: Election) -> None:
    """The candidates who were not chosen are told so; the election's item holds the results, for the minutes."""
    for one in election.candidacies.filter(state=CandidacyState.VALID):
        one.state = CandidacyState.NOT_ELECTED
        one.save(update_fields=["state"])
    item = election.assembly.items.filter(kind=ItemKind.ELECTION).first()
    if item is not None:
        _write_in(item, election.results)


def _write_in(item: AgendaItem, results: str) -> None:
    """Adopted minutes stay as they were adopted; the results are on the election's page all the same."""
    try:
        take_table(item.assembly_id)
    except AssemblyRefused:
        return
    item.refresh_from_db()
    written = "\n\n".join(filter(None, (item.discussion.strip(), results)))
    save_version(item, item.version, discussion=written)
