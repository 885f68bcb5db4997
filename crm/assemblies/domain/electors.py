"""Keeps the door of an election: who may vote, with which proof, and one ballot a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.assemblies.domain.elector_stays import elector_returns, is_here
from crm.assemblies.domain.versions import stir_table
from crm.assemblies.enums import ElectionState, ElectorKind
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Election, Elector
from crm.partners.domain.folding import fold


class SameName(AssemblyRefused):
    """Someone of that name is written down already, at another address: the door asks whether it is the same person."""


@dataclass(frozen=True)
class Arrival:
    """What is written at the door of one person."""

    name: str
    kind: ElectorKind
    place: str
    proof: str
    is_someone_else: bool = False


@dataclass(frozen=True)
class Welcome:
    """The elector; whether they were there already, and whether a ballot is handed over now."""

    elector: Elector
    was_known: bool
    gets_ballot: bool


@dataclass(frozen=True)
class DoorCounts:
    """How many came, how many have their ballot, how many are in the room now."""

    residents: int
    establishments: int
    ballots: int
    here: int = 0

    @property
    def electors(self) -> int:
        return self.residents + self.establishments


@transaction.atomic
def welcome_elector(election: Election, arrival: Arrival, by: User | None, now: datetime) -> Welcome:
    """Write someone down, with a ballot once the election is open; the same one a second time gets no second ballot.

    Who had left the room is back in it.

    Raises `SameName` where a namesake votes already and nobody said that it is someone else, and `AssemblyRefused`
    once the votes are counted.
    """
    held = _door_of(election)
    alike = list(held.electors.filter(name_key=fold(arrival.name)))
    known = next((one for one in alike if one.place_key == fold(arrival.place)), None)
    if known is None and alike and not arrival.is_someone_else:
        raise SameName(
            _("%(name)s is written down already (%(place)s). A person votes once, even by two rights.")
            % {"name": alike[0], "place": alike[0].place}
        )
    elector = known or Elector.objects.create(
        election=held,
        kind=arrival.kind,
        name=arrival.name,
        place=arrival.place,
        proof=arrival.proof,
        checked_by=by,
        checked_at=now,
    )
    if known is None:
        stir_table(held.assembly_id)
    else:
        elector_returns(known, now)
    given = held.state == ElectionState.OPEN and _give(elector, now)
    return Welcome(elector, was_known=known is not None, gets_ballot=given)


@transaction.atomic
def give_ballot(elector: Elector, now: datetime) -> bool:
    """Hand over the one ballot of this person; False where it was before.

    Raises `AssemblyRefused` unless the election is open.
    """
    held = _door_of(elector.election)
    if held.state != ElectionState.OPEN:
        raise AssemblyRefused(_("Ballots are given once the election is open."))
    return _give(elector, now)


@transaction.atomic
def give_every_ballot(election: Election, now: datetime) -> int:
    """To everyone who was written down before the election opened; return to how many."""
    held = _door_of(election)
    if held.state != ElectionState.OPEN:
        raise AssemblyRefused(_("Ballots are given once the election is open."))
    return held.electors.filter(ballot_given_at=None).update(ballot_given_at=now)


@transaction.atomic
def strike_elector(elector: Elector) -> None:
    """Take off someone written down by mistake. Raises `AssemblyRefused` once they have a ballot."""
    _door_of(elector.election)
    if Elector.objects.filter(pk=elector.pk, ballot_given_at=None).delete()[0] == 0:
        raise AssemblyRefused(_("This person has a ballot: the list no longer changes for them."))
    stir_table(elector.election.assembly_id)


def door_counts(election: Election) -> DoorCounts:
    """How many so far; the counts that were kept, once the names are gone."""
    if election.forgotten_at is not None:
        return DoorCounts(election.residents, election.establishments, election.ballots_given)
    return DoorCounts(
        **election.electors.aggregate(
            residents=Count("pk", filter=Q(kind=ElectorKind.RESIDENT)),
            establishments=Count("pk", filter=Q(kind=ElectorKind.ESTABLISHMENT)),
            ballots=Count("pk", filter=Q(ballot_given_at__isnull=False)),
            here=Count("pk", filter=is_here()),
        )
    )


def find_electors(election: Election, words: str) -> QuerySet[Elector]:
    """Those whose name or place holds each word, the last written first."""
    found = election.electors.prefetch_related("absences")
    for word in fold(words).split():
        found = found.filter(Q(name_key__contains=word) | Q(place_key__contains=word))
    return found


def _give(elector: Elector, now: datetime) -> bool:
    given = Elector.objects.filter(pk=elector.pk, ballot_given_at=None).update(ballot_given_at=now)
    elector.refresh_from_db(fields=["ballot_given_at"])
    return bool(given)


def _door_of(election: Election) -> Election:
    held = Election.objects.select_for_update().get(pk=election.pk)
    if held.state in (ElectionState.COUNTED, ElectionState.PROCLAIMED):
        raise AssemblyRefused(_("The votes are counted: the door is closed."))
    if held.forgotten_at is not None:
        raise AssemblyRefused(_("The names of this election were destroyed: none is added to it."))
    return held
