"""How far a mailing has come: the figures, and the sentence that a volunteer reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.partners.domain.tallies import Tally
from newsletters.enums import DeliveryState, ExclusionReason, MailingState
from newsletters.models import Mailing


@dataclass(frozen=True)
class Progress:
    """Counts by state and by reason; they add up to the candidates."""

    state: MailingState
    candidates: int
    prepared: int
    counts: dict[DeliveryState, int]
    exclusions: dict[ExclusionReason, int]

    @property
    def excluded(self) -> int:
        return sum(self.exclusions.values())

    @property
    def waiting(self) -> int:
        """Not yet gone: never tried, leaving at this moment, or to be tried again."""
        return sum(
            self.counts[state] for state in (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEFERRED)
        )

    @property
    def settled(self) -> int:
        return self.prepared - self.waiting


def measure_mailing(mailing: Mailing) -> Progress:
    """Count the rows; nothing is remembered from one time to the next."""
    counts = {DeliveryState(state): total for state, total in mailing.deliveries.count_by_state().items()}
    reasons = mailing.exclusions.values_list("reason").annotate(total=Count("pk")).order_by("reason")
    return Progress(
        state=MailingState(mailing.state),
        candidates=mailing.candidates,
        prepared=mailing.prepared,
        counts=counts,
        exclusions={ExclusionReason(reason): total for reason, total in reasons},
    )


def describe_progress(mailing: Mailing, progress: Progress) -> str:
    """One sentence: where it stands, what has left, what waits, and that nothing is lost."""
    return f"{_opening(mailing)} {_figures(progress)}"


def letters_wait() -> str:
    """What is said in place of "the letters are leaving" when no worker could be called."""
    return _(
        "The letters are ready and kept, but the queue does not answer. They leave by themselves within a minute "
        "of its return: there is nothing to send again."
    )


def _opening(mailing: Mailing) -> str:
    if mailing.state == MailingState.PAUSED:
        return _("Paused: %(reason)s") % {"reason": mailing.pause_reason or _("someone of the council paused it.")}
    return {
        MailingState.SENDING: _("Being sent."),
        MailingState.STOPPED: _("Stopped: the letters that were waiting will not leave."),
        MailingState.FINISHED: _("Finished."),
    }[MailingState(mailing.state)]


def _figures(progress: Progress) -> str:
    counts = progress.counts
    sent, waiting = counts[DeliveryState.SENT], progress.waiting
    parts = [ngettext("%(n)s letter sent", "%(n)s letters sent", sent) % {"n": Tally(sent)}]
    if waiting:
        stopped = progress.state == MailingState.STOPPED
        parts.append(_unsent(waiting) if stopped else _("%(n)s waiting") % {"n": Tally(waiting)})
    if refused := counts[DeliveryState.BOUNCED]:
        parts.append(ngettext("%(n)s refused", "%(n)s refused", refused) % {"n": Tally(refused)})
    if doubtful := counts[DeliveryState.DOUBTFUL]:
        parts.append(ngettext("%(n)s uncertain", "%(n)s uncertain", doubtful) % {"n": Tally(doubtful)})
    if progress.state in {MailingState.SENDING, MailingState.PAUSED}:
        parts.append(_("nothing is lost"))
    return _("%(parts)s.") % {"parts": ", ".join(parts)}


def _unsent(total: int) -> str:
    return ngettext("%(n)s never sent", "%(n)s never sent", total) % {"n": Tally(total)}
