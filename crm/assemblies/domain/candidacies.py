"""Receives candidacies: who stands for which seats, with whose support, and whether it is valid."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.assemblies.domain.bylaws import bylaw_in_force
from crm.assemblies.enums import BylawKind, CandidacyState, ElectionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Candidacy, Election, Supporter
from crm.partners.domain.folding import fold
from crm.partners.domain.retention import keep_until
from crm.partners.models import Person


def supporters_needed(election: Election) -> int | None:
    """What the by-laws ask that day, or None where no rule is written."""
    assembly = election.assembly
    rule = bylaw_in_force(BylawKind.SUPPORTERS, assembly.held_on, assembly.event.kind)
    return rule.amount if rule else None


def person_called(given_name: str, family_name: str, levels: Collection[str]) -> Person:
    """The one person of that name whom one may see, or a new one, for the board only.

    Raises `AssemblyRefused` where several have that name.
    """
    name = f"{given_name} {family_name}".strip()
    known = [
        person for person in Person.objects.visible(levels).matching(name, levels) if fold(person.name) == fold(name)
    ]
    if len(known) > 1:
        raise AssemblyRefused(_("Several people are called “%(name)s”: tell them apart first.") % {"name": name})
    return known[0] if known else Person.objects.create(given_name=given_name, family_name=family_name)


@transaction.atomic
def receive_candidacy(election: Election, person: Person, category: str, now: datetime) -> Candidacy:
    """Write that someone stands; sent twice it is the same candidacy, and one withdrawn is received again.

    Raises `AssemblyRefused` once the election is open, or for seats that are not to be filled.
    """
    held = _still_preparing(election)
    if category not in {seat.category for seat in held.seats.select_related("post")}:
        raise AssemblyRefused(_("This election fills no such seat."))
    known = held.candidacies.filter(person=person).first()
    if known is None:
        return Candidacy.objects.create(election=held, person=person, category=category, received_at=now)
    if known.category != category and known.state != CandidacyState.WITHDRAWN:
        raise AssemblyRefused(_("%(person)s already stands at this election.") % {"person": person})
    if known.state == CandidacyState.WITHDRAWN:
        known.state, known.reason, known.category, known.received_at = CandidacyState.PROPOSED, "", category, now
        known.save()
        _keep_again(known)
    return known


def add_supporters(candidacy: Candidacy, written: str) -> list[str]:
    """Add « name, address », one a line; return the names that were there already, which count once.

    Raises `AssemblyRefused` once the election is open.
    """
    with transaction.atomic():
        _still_preparing(candidacy.election)
        repeated = []
        for line in filter(None, (line.strip() for line in written.splitlines())):
            name, _comma, address = (part.strip() for part in line.partition(","))
            if name and not _add_supporter(candidacy, name[:150], address[:200]):
                repeated.append(name)
        return repeated


def _add_supporter(candidacy: Candidacy, name: str, address: str) -> bool:
    try:
        with transaction.atomic():
            Supporter.objects.create(candidacy=candidacy, name=name, address=address)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def remove_supporter(candidacy: Candidacy, supporter_id: int) -> None:
    """Take off one signature; a candidacy found valid that lacks one is to be checked again."""
    _still_preparing(candidacy.election)
    candidacy.supporters.filter(pk=supporter_id).delete()
    needed = supporters_needed(candidacy.election)
    if candidacy.state == CandidacyState.VALID and (needed is None or candidacy.supporters.count() < needed):
        _decide(candidacy, CandidacyState.PROPOSED, "")


@transaction.atomic
def validate_candidacy(candidacy: Candidacy) -> Candidacy:
    """Find it valid: it has the supporters that the by-laws ask for. A second call changes nothing.

    Raises `AssemblyRefused` where some are missing, or where no rule says how many are needed.
    """
    _still_preparing(candidacy.election)
    needed = supporters_needed(candidacy.election)
    if needed is None:
        raise AssemblyRefused(
            _("No rule of the by-laws says how many supporters a candidate needs: write it first, with its source.")
        )
    missing = needed - candidacy.supporters.count()
    if missing > 0:
        raise AssemblyRefused(
            ngettext("%(count)s supporter is missing.", "%(count)s supporters are missing.", missing)
            % {"count": missing}
        )
    return _decide(candidacy, CandidacyState.VALID, "")


@transaction.atomic
def refuse_candidacy(candidacy: Candidacy, reason: str) -> Candidacy:
    """Refuse it, and say why. Raises `AssemblyRefused` without a reason, or once the election is open."""
    _still_preparing(candidacy.election)
    if not reason.strip():
        raise AssemblyRefused(_("Write why this candidacy is refused."))
    return _decide(candidacy, CandidacyState.REFUSED, reason.strip())


@transaction.atomic
def withdraw_candidacy(candidacy: Candidacy) -> Candidacy:
    """The person no longer stands. Raises `AssemblyRefused` once the election is open."""
    _still_preparing(candidacy.election)
    return _decide(candidacy, CandidacyState.WITHDRAWN, "")


def _decide(candidacy: Candidacy, state: CandidacyState, reason: str) -> Candidacy:
    candidacy.state, candidacy.reason = state, reason
    candidacy.save(update_fields=["state", "reason"])
    if state in (CandidacyState.REFUSED, CandidacyState.WITHDRAWN):
        _keep_a_while(candidacy)
    else:
        _keep_again(candidacy)
    return candidacy


def last_day_kept(candidacy: Candidacy) -> date:
    """As long as the names of the electors and of the supporters."""
    return candidacy.election.assembly.held_on + timedelta(days=candidacy.election.keep_days)


def _keep_a_while(candidacy: Candidacy) -> None:
    """Someone known for this candidacy alone is kept until then; « À effacer » proposes them afterwards."""
    person = candidacy.person
    elsewhere = person.candidacies.exclude(state__in=(CandidacyState.REFUSED, CandidacyState.WITHDRAWN))
    known = (person.memberships, person.interactions, person.presences, elsewhere)
    if person.keep_until is None and person.user_id is None and not any(one.exists() for one in known):
        keep_until(person, last_day_kept(candidacy))


def _keep_again(candidacy: Candidacy) -> None:
    """They stand after all: the day that this candidacy had set is taken back."""
    if candidacy.person.keep_until == last_day_kept(candidacy):
        keep_until(candidacy.person, None)


def _still_preparing(election: Election) -> Election:
    held = Election.objects.select_for_update().get(pk=election.pk)
    if not held.takes_candidacies:
        raise AssemblyRefused(_("The election is open: candidacies are closed."))
    if held.forgotten_at is not None:
        raise AssemblyRefused(_("The names of this election were destroyed: none is added to it."))
    return held


def candidacies_let_go(person: Person) -> QuerySet[Candidacy]:
    """Those of someone who is erased that decided nothing: refused or withdrawn, once the results are proclaimed.

    Before that they may be contested; what stood on the ballot is part of the vote, and stays.
    """
    off_the_ballot = (CandidacyState.REFUSED, CandidacyState.WITHDRAWN)
    return Candidacy.objects.filter(person=person, state__in=off_the_ballot, election__state=ElectionState.PROCLAIMED)
