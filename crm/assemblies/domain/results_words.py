"""Says the results of an election as the minutes say them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.assemblies.domain.electors import DoorCounts
from crm.assemblies.domain.standings import Standing
from crm.assemblies.models import Election


def results_words(standings: Sequence[Standing], door: DoorCounts, election: Election) -> str:
    """A paragraph for the electors and the ballots, then one a category."""
    return "\n\n".join([_turnout(standings, door, election), *(_category(one) for one in standings)])


def _turnout(standings: Sequence[Standing], door: DoorCounts, election: Election) -> str:
    words = _("Electors: %(residents)s residents, %(establishments)s for establishments.") % {
        "residents": door.residents,
        "establishments": door.establishments,
    }
    if not any(one.needs_vote for one in standings):
        return words
    return " ".join(
        [
            words,
            _("Ballots: %(given)s given, %(counted)s in the box, %(spoiled)s spoiled.")
            % {"given": door.ballots, "counted": election.ballots or 0, "spoiled": election.spoiled},
        ]
    )


def _category(standing: Standing) -> str:
    return " ".join([f"{standing.heading}.", *_sentences(standing)])


def _sentences(standing: Standing) -> Iterator[str]:
    winners = standing.winners
    if standing.needs_vote:
        voted = sorted(standing.candidates, key=lambda one: (-(one.votes or 0), one.rank))
        yield _("Votes: %(votes)s.") % {"votes": ", ".join(f"{one} {one.votes}" for one in voted)}
    if standing.tie:
        yield _("%(way)s: %(words)s") % {"way": standing.tie.get_way_display(), "words": standing.tie.words}
    if winners:
        names = ", ".join(str(one) for one in winners)
        if standing.needs_vote:
            yield _("Elected: %(names)s.") % {"names": names}
        else:
            yield _("Elected without a vote: %(names)s.") % {"names": names}
    vacant = len(standing.seats) - len(winners)
    if vacant:
        yield ngettext("%(count)s seat stays vacant.", "%(count)s seats stay vacant.", vacant) % {"count": vacant}
