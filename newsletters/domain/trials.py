"""Sends copies of a newsletter to oneself or to the board before anyone else reads it, and keeps what became of it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.assemblies.domain.convening import Member, address_of, members_on
from newsletters.domain.compose import compose_issue
from newsletters.domain.links import with_nobodys_links
from newsletters.domain.mjml_engine import UnreadableMarkup
from newsletters.domain.render import render_letter
from newsletters.enums import TrialState
from newsletters.models import NewsletterPage, Trial
from newsletters.relay import (
    AnswerLost,
    ConnectionLost,
    RelayError,
    RelayRefused,
    RelayUnreachable,
    UnsendableAddress,
    open_relay,
)

# Longer than a worker needs, even with a server that is slow at each of its answers: after it nobody is at it.
TRIAL_LEASE = timedelta(minutes=5)
UNDER_WAY = (TrialState.WAITING, TrialState.LEAVING)
# Looked for only where a word begins: a word without end would otherwise be gone through once a letter.
ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:\"'])[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")


def ask_trial(page: NewsletterPage, by: User, now: datetime) -> Trial | None:
    """Note that someone wants a test letter, for a worker to send; ``None`` while their last one is on its way."""
    return _ask({"page": page, "asked_by": by, "person": None}, by, now)


def ask_board_trials(page: NewsletterPage, by: User, now: datetime) -> list[Trial]:
    """Note a test letter for each member of the board who has an address, but those that one is on its way to."""
    asked = (_ask({"page": page, "person": member.person}, by, now) for member in members_written_to(now))
    return [trial for trial in asked if trial is not None]


def members_written_to(now: datetime) -> list[Member]:
    """The members of the board, surely, whose address is known."""
    return [member for member in members_on(timezone.localdate(now)) if member.is_sure and member.email]


def _ask(whose: dict[str, Any], by: User, now: datetime) -> Trial | None:
    asked = {"state": TrialState.WAITING, "asked_at": now, "changed_at": now, "smtp_code": None, "smtp_reply": ""}
    with transaction.atomic():
        trials = Trial.objects.select_for_update()
        trial, is_new = trials.get_or_create(**whose, defaults={"asked_by": by, **asked})
        if is_new:
            return trial
        if is_under_way(trial, now):
            return None
        Trial.objects.filter(pk=trial.pk).update(asked_by=by, **asked)
    return trial


def is_under_way(trial: Trial, now: datetime) -> bool:
    """A worker has it, or may still take it up."""
    return trial.state in UNDER_WAY and now < trial.changed_at + TRIAL_LEASE


def claim_trial(trial_id: int, now: datetime) -> Trial | None:
    """Take a test letter that waits; ``None`` when another worker has it, or when it is gone with its newsletter."""
    waiting = Trial.objects.filter(pk=trial_id, state=TrialState.WAITING)
    if not waiting.update(state=TrialState.LEAVING, changed_at=now):
        return None
    return Trial.objects.select_related("page", "asked_by", "person__user").get(pk=trial_id)


def post_trial(trial: Trial, now: datetime) -> TrialState:
    """Send a test letter that was claimed, of the latest draft, and write down what the server answered."""
    address, code, reply = address_of(trial.person) if trial.person else trial.asked_by.email, None, ""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    try:
        letter = trial_letter(trial.page.get_latest_revision_as_object(), address, now)
        content = letter.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        with open_relay() as relay:
            relay.send(sender, address, content)
        state = TrialState.SENT
    except UnreadableMarkup:
        state = TrialState.UNREADABLE
    except RelayError as error:
        state, code, reply = _judge(error), error.code, without_addresses(error.reply, address)
    claimed = Trial.objects.filter(pk=trial.pk, state=TrialState.LEAVING)
    claimed.update(state=state, smtp_code=code, smtp_reply=reply, changed_at=now)
    return state


def trial_letter(page: NewsletterPage, address: str, now: datetime) -> EmailMultiAlternatives:
    """The letter as it would leave, marked as a test; its personal links lead to the sign-up page and change nothing.

    Raises ``UnreadableMarkup``.
    """
    content = compose_issue(page, now)
    letter = render_letter(content)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    message = EmailMultiAlternatives(
        subject=_("[Test] %(subject)s") % {"subject": content.subject},
        body=with_nobodys_links(letter.text),
        from_email=formataddr((content.sender.name, sender)),
        to=[address],
        reply_to=[content.sender.email],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=sender.rpartition("@")[2])},
    )
    message.attach_alternative(with_nobodys_links(letter.html), "text/html")
    return message


def without_addresses(words: str, known: str) -> str:
    """A server's words with … in the place of every address, the one that we wrote to in whatever spelling."""
    return ADDRESS.sub("…", re.sub(re.escape(known), "…", words, flags=re.IGNORECASE))


def _judge(error: RelayError) -> TrialState:
    """Whose fault it is."""
    if isinstance(error, AnswerLost):
        return TrialState.LOST
    if isinstance(error, ConnectionLost | RelayUnreachable):
        return TrialState.UNREACHABLE
    if isinstance(error, RelayRefused):
        return TrialState.WE_ARE_REFUSED
    if isinstance(error, UnsendableAddress):
        return TrialState.UNSENDABLE
    return TrialState.PUT_OFF if error.is_temporary else TrialState.REFUSED
