"""Tells what became of a person's letters, and of their address, in the words of a volunteer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from newsletters.domain.hearing.statuses import refusal_words
from newsletters.enums import DeliveryState, ReportKind, ReportOutcome
from newsletters.models import Delivery, MailReport, Subscriber


@dataclass(frozen=True)
class StoryLine:
    """One moment: what happened, and for whoever wants it the server's own words."""

    when: datetime
    what: str
    words: str = ""


def letter_story(subscriber: Subscriber) -> list[StoryLine]:
    """Everything that left for this person and everything that came back, the latest first. Three queries at most."""
    letters = Delivery.objects.filter(subscriber=subscriber).select_related("mailing").prefetch_related("reports")
    lines = [line for letter in letters for line in _of_letter(letter)]
    reports = MailReport.objects.filter(subscriber=subscriber).select_related("delivery__mailing", "settled_by")
    lines += [StoryLine(report.received_at, report_words(report), report_answer(report)) for report in reports]
    return sorted(lines, key=lambda line: line.when, reverse=True)


def report_words(report: MailReport) -> str:
    """« L’infolettre de mai » est revenue : cette boîte n’existe pas. L’adresse est mise de côté. »"""
    return " ".join(filter(None, [what_happened(report), _consequence(report)]))


def report_answer(report: MailReport) -> str:
    """The server's code, status and words; of the council's own acts, who did them is in their words already."""
    if report.kind == ReportKind.LIFTED:
        return ""
    status = "" if report.status and report.status in report.words else report.status
    return " ".join(filter(None, [str(report.code or ""), status, report.words]))


def _of_letter(letter: Delivery) -> list[StoryLine]:
    """That it left; and where it stands, unless a report says so better."""
    subject = letter.mailing.subject
    lines = [StoryLine(letter.sent_at, _("“{subject}” left.").format(subject=subject))] if letter.sent_at else []
    if letter.state == DeliveryState.SENT or (letter.state == DeliveryState.BOUNCED and letter.reports.all()):
        return lines
    answer = f"{letter.smtp_code or ''} {letter.smtp_reply}".strip()
    words = _("“{subject}”: {state}.").format(subject=subject, state=letter.get_state_display().lower())
    return [*lines, StoryLine(letter.changed_at, words, answer)]


def what_happened(report: MailReport) -> str:
    """The first half of `report_words`: beside it a list says what was done."""
    subject = report.delivery.mailing.subject if report.delivery else ""
    about = _("“{subject}”").format(subject=subject) if subject else _("A letter")
    if report.kind == ReportKind.REFUSED:
        reason = refusal_words(report.code, report.status)
        return _("{about} came back: {reason}.").format(about=about, reason=reason)
    if report.kind == ReportKind.DELAYED:
        return _("{about} waits at the person's server, which still tries.").format(about=about)
    if report.kind == ReportKind.COMPLAINT:
        return _("{about} was reported as spam.").format(about=about)
    if report.kind == ReportKind.LIFTED:
        by = report.settled_by or _("someone")
        return _("Written to again, by {name}: {reason}").format(name=by, reason=report.words)
    return _("{about} brought a message that could not be read.").format(about=about)


def _consequence(report: MailReport) -> str:
    return {
        ReportOutcome.SET_ASIDE: _("The address is set aside."),
        ReportOutcome.COUNTED: _("It is counted: after three mailings in a row the address is set aside."),
        ReportOutcome.OURS: _("It is about us, not about this person: nobody is set aside."),
        ReportOutcome.LEFT: _("The person receives nothing any more."),
        ReportOutcome.WAITING: _("Somebody must look at it."),
        ReportOutcome.TOLD: _("It is among the letters to send again."),
        ReportOutcome.FORGED: _("Its signature is false: it was ignored."),
    }.get(ReportOutcome(report.outcome), "")
