"""Writes down who of the council looked at personal data or took it away: numbers, never addresses."""

from __future__ import annotations

import logging
from collections.abc import Collection

from wagtail.log_actions import log

from crm.accounts.models import User
from newsletters.models import ConsentPaper, Mailing, MailReport, NewsletterPage, Subscriber

logger = logging.getLogger("parvis.newsletters")

CONSULT = "newsletters.consult_subscriber"
CHANGE = "newsletters.change_subscriber"
EXPORT = "newsletters.export_subscribers"
REGISTER = "newsletters.consult_register"
PAPER = "newsletters.take_paper"
PROOF = "newsletters.prove_consent"
REPORT = "newsletters.consult_report"


def note_consultation(user: User, subscriber: Subscriber) -> None:
    _note(user, subscriber, CONSULT)


def note_change(user: User, subscriber: Subscriber, what: str) -> None:
    _note(user, subscriber, CHANGE, what=what)


def note_export(user: User, subscriber_ids: Collection[int]) -> None:
    """The numbers of everyone in the file, so that a leak can be told to those concerned."""
    logger.info("subscribers exported", extra={"user": user.pk, "count": len(subscriber_ids)})
    log(instance=user, action=EXPORT, user=user, title=f"#{user.pk}", data={"subscribers": list(subscriber_ids)})


def _note(user: User, subscriber: Subscriber, action: str, **data: str) -> None:
    logger.info("subscriber file opened", extra={"user": user.pk, "subscriber": subscriber.pk, "action": action})
    log(instance=subscriber, action=action, user=user, title=f"#{subscriber.pk}", data=data)


def note_proof(user: User, address_hash: str, how: str) -> None:
    """Someone looked an address up to prove its consents; the fingerprint says whose without naming it."""
    logger.info("consent proved", extra={"user": user.pk, "fingerprint": address_hash[:8], "how": how})
    log(instance=user, action=PROOF, user=user, title=f"#{user.pk}", data={"fingerprint": address_hash[:8], "how": how})


def note_paper(user: User, paper: ConsentPaper) -> None:
    """Someone took a paper, on which other people may stand."""
    logger.info("paper of a consent taken", extra={"user": user.pk, "paper": paper.pk})
    log(instance=user, action=PAPER, user=user, title=f"#{user.pk}", data={"paper": paper.pk})


def note_sample(user: User, page: NewsletterPage) -> None:
    """Someone saw a few of the addresses to which a newsletter would go; nothing has left, so only the log says it."""
    logger.info("audience looked at", extra={"user": user.pk, "page": page.pk})


def note_register(user: User, mailing: Mailing, what: str) -> None:
    """Someone looked at who was written to, or at who was not."""
    logger.info("register opened", extra={"user": user.pk, "mailing": mailing.pk, "list": what})
    log(instance=mailing, action=REGISTER, user=user, title=f"#{mailing.pk}", data={"list": what})


def note_report(user: User, report: MailReport) -> None:
    """Someone opened what came back, which may hold a person's own words."""
    logger.info("report opened", extra={"user": user.pk, "report": report.pk})
    log(instance=report, action=REPORT, user=user, title=f"#{report.pk}", data={})
