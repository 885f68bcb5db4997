"""The life of an election: opened, counted, equals told apart, proclaimed."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.assemblies.domain.counting import Fault, fault_in
from crm.assemblies.domain.electors import door_counts
from crm.assemblies.domain.standings import Standing, standings_of
from crm.assemblies.enums import BallotOrder, CandidacyState, ElectionState, TieWay
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Candidacy, Election, TieDecision
from crm.partners.domain.folding import fold


@transaction.atomic
def open_election(election: Election, now: datetime, *, seed: int | None = None) -> Election:
    """Close the candidacies and order the ballot; a second call changes nothing.

    Raises `AssemblyRefused` without a seat to fill, or where a candidacy was neither found valid nor refused.
    """
    held = _held(election)
    if held.state != ElectionState.PREPARING:
        return held
    if not held.seats.exists():
        raise AssemblyRefused(_("Choose first which seats are to be filled."))
    undecided = held.candidacies.filter(state=CandidacyState.PROPOSED).count()
    if undecided:
        raise AssemblyRefused(
            ngettext(
                "%(count)s candidacy is neither valid nor refused yet.",
                "%(count)s candidacies are neither valid nor refused yet.",
                undecided,
            )
            % {"count": undecided}
        )
    held.seed = secrets.randbelow(1_000_000) if seed is None else seed
    _order_ballot(held)
    held.state, held.opened_at = ElectionState.OPEN, now
    held.save()
    return held


def draw_key(seed: int, name: str) -> str:
    """The lot of a name: who has the number of the draw and the names finds the same order, in any language."""
    return sha256(f"{seed} {fold(name)}".encode()).hexdigest()


def _order_ballot(election: Election) -> None:
    standing = list(election.candidacies.filter(state=CandidacyState.VALID).select_related("person"))
    if election.order == BallotOrder.DRAWN:
        standing.sort(key=lambda one: draw_key(election.seed or 0, one.person.name))
    else:
        standing.sort(key=lambda one: (fold(one.person.family_name), fold(one.person.given_name)))
    for rank, one in enumerate(standing, start=1):
        one.rank = rank
    Candidacy.objects.bulk_update(standing, ["rank"])


@transaction.atomic
def take_candidacies_again(election: Election) -> Election:
    """Someone stands from the floor: back to the candidacies. Raises `AssemblyRefused` once a ballot is given."""
    held = _held(election)
    if held.state != ElectionState.OPEN or held.electors.filter(ballot_given_at__isnull=False).exists():
        raise AssemblyRefused(_("Ballots are given: the candidates no longer change."))
    held.state, held.opened_at = ElectionState.PREPARING, None
    held.save()
    return held


@transaction.atomic
def record_count(
    election: Election, ballots: int, spoiled: int, votes: Mapping[int, int | None], now: datetime
) -> Election:
    """Write what was in the box, ``votes`` by candidacy; until it is proclaimed it may be written again.

    Raises `AssemblyRefused` where the figures cannot be: above the ballots given, or more votes than ballots allow.
    """
    held = _held(election)
    if held.state not in (ElectionState.OPEN, ElectionState.COUNTED):
        raise AssemblyRefused(_("Votes are counted between the opening and the proclamation."))
    given = door_counts(held).ballots
    if ballots > given:
        raise AssemblyRefused(
            _("%(ballots)s ballots in the box, but only %(given)s were given.") % {"ballots": ballots, "given": given}
        )
    if spoiled > ballots:
        raise AssemblyRefused(_("There are more spoiled ballots than ballots."))
    for standing in standings_of(held):
        if standing.needs_vote:
            _write_votes(standing, votes, ballots - spoiled)
    held.ballots, held.spoiled = ballots, spoiled
    held.state, held.counted_at = ElectionState.COUNTED, now
    held.save()
    return held


FAULTS = {
    Fault.MISSING: lambda: _("%(whom)s: write the votes of each candidate, zero included."),
    Fault.ABOVE_BALLOTS: lambda: _("%(whom)s: nobody can have more votes than there are good ballots."),
    Fault.TOO_MANY_VOTES: lambda: _("%(whom)s: that is more votes than the good ballots allow."),
}


def _write_votes(standing: Standing, votes: Mapping[int, int | None], good: int) -> None:
    """A tie decided on other figures no longer holds."""
    written = {one.pk: votes.get(one.pk) for one in standing.candidates}
    if fault := fault_in(written, len(standing.seats), good):
        raise AssemblyRefused(FAULTS[fault]() % {"whom": standing.heading})
    if written == {one.pk: one.votes for one in standing.candidates}:
        return
    if standing.tie:
        standing.tie.delete()
    for one in standing.candidates:
        one.votes, one.won_tie = written[one.pk], False
        one.save(update_fields=["votes", "won_tie"])


@transaction.atomic
def decide_tie(
    election: Election, category: str, way: TieWay, words: str, winners: Collection[int], now: datetime
) -> TieDecision:
    """Write how equals were told apart, and who was chosen; it may be corrected until it is proclaimed.

    Raises `AssemblyRefused` where there is nothing to decide, or as many are not chosen as seats are left.
    """
    held = _held(election)
    if held.state != ElectionState.COUNTED:
        raise AssemblyRefused(_("There is nobody to choose between now."))
    TieDecision.objects.filter(election=held, category=category).delete()
    standing = next((one for one in standings_of(held) if one.category == category), None)
    outcome = standing.outcome if standing else None
    if standing is None or outcome is None or not outcome.tied:
        raise AssemblyRefused(_("There is nobody to choose between now."))
    if len(set(winners)) != outcome.seats_left or not set(winners) <= set(outcome.tied):
        raise AssemblyRefused(
            ngettext("Choose %(count)s person.", "Choose %(count)s people.", outcome.seats_left)
            % {"count": outcome.seats_left}
        )
    if not words.strip():
        raise AssemblyRefused(_("Write how it went: it is what the minutes will say."))
    for one in standing.candidates:
        one.won_tie = one.pk in winners
        one.save(update_fields=["won_tie"])
    return TieDecision.objects.create(election=held, category=category, way=way, words=words.strip(), decided_at=now)


def _held(election: Election) -> Election:
    return Election.objects.select_for_update().get(pk=election.pk)
