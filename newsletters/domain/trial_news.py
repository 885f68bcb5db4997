"""Tells who asked for a test letter what became of it, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsletters.domain.trials import is_under_way
from newsletters.enums import TrialState
from newsletters.models import Trial

NEWS: dict[TrialState, tuple[str | Promise, str | Promise]] = {
    TrialState.WAITING: (
        _("The test letter has not left: nothing took it up."),
        _("Ask for another one. If that happens again, tell the person who looks after the site."),
    ),
    TrialState.SENT: (
        _("The test letter has left."),
        _("Read it on your telephone too. If it does not come within a few minutes, look among the junk mail."),
    ),
    TrialState.PUT_OFF: (
        _("The test letter has not left: the mail server asks to wait."),
        _("Ask for another one in some ten minutes. A newsletter that is put off so leaves again by itself."),
    ),
    TrialState.REFUSED: (
        _("The mail server refused the test letter."),
        _(
            "Check the address of your account. If it is right, give the server's answer to the person who looks after "
            "the site before you send the newsletter: it might be refused as well."
        ),
    ),
    TrialState.WE_ARE_REFUSED: (
        _("The test letter has not left: the mail server refuses the letters of this site."),
        _(
            "Trying again changes nothing. Give the server's answer to the person who looks after the site: the mail "
            "account or its password is to be checked, and the newsletter would not leave either."
        ),
    ),
    TrialState.UNREACHABLE: (
        _("The test letter has not left: the mail server does not answer."),
        _("Ask for another one in a few minutes. If it lasts, tell the person who looks after the site."),
    ),
    TrialState.LOST: (
        _("Nobody knows whether the test letter left: the mail server's answer was lost."),
        _("Look in your mail, the junk mail too. If it is not there, ask for another one."),
    ),
    TrialState.UNSENDABLE: (
        _("The test letter has not left: the address of your account cannot be written to."),
        _("Put in your account an address without accents before the @."),
    ),
    TrialState.UNREADABLE: (
        _("The test letter has not left: one of the newsletter's blocks holds broken markup."),
        _("Go back to writing, take out the block that was changed last, and ask for another test letter."),
    ),
}
KEPT_HERE = (
    _("The test letter is in the local outbox."),
    _("This machine has no mail server: letters stay on it, and nobody receives them."),
)
ON_ITS_WAY = (_("The test letter is on its way."), _("What became of it will be said here."))


@dataclass(frozen=True)
class TrialNews:
    """What the screen shows of a test letter; ``answer`` holds the server's words where it refused."""

    is_under_way: bool
    is_good: bool
    at: datetime
    sentence: str
    advice: str
    answer: str


def news_of(trial: Trial, now: datetime) -> TrialNews:
    """The letter's state in words; one that left long ago without an answer counts as lost."""
    coming = is_under_way(trial, now)
    state = TrialState.LOST if trial.state == TrialState.LEAVING else TrialState(trial.state)
    sentence, advice = ON_ITS_WAY if coming else NEWS[state]
    if state == TrialState.SENT and settings.OUTBOX_DIR:
        sentence, advice = KEPT_HERE
    return TrialNews(
        is_under_way=coming,
        is_good=coming or state == TrialState.SENT,
        at=trial.asked_at if coming else trial.changed_at,
        sentence=str(sentence),
        advice=str(advice),
        answer=f"{trial.smtp_code or ''} {trial.smtp_reply}".strip(),
    )


@dataclass(frozen=True)
class BoardNews:
    """What became of the test letters to the board, counted; nobody is named."""

    at: datetime
    sent: int
    coming: int
    failed: tuple[tuple[str, int], ...]  # why, and how many

    @property
    def is_under_way(self) -> bool:
        return self.coming > 0


def news_of_board(trials: Sequence[Trial], now: datetime) -> BoardNews | None:
    """Counted by what became of each; None where none was ever asked for."""
    if not trials:
        return None
    told = [news_of(trial, now) for trial in trials]
    failed = Counter(one.sentence for one in told if not one.is_good)
    return BoardNews(
        at=max(trial.asked_at for trial in trials),
        sent=sum(one.is_good and not one.is_under_way for one in told),
        coming=sum(one.is_under_way for one in told),
        failed=tuple(failed.most_common()),
    )
