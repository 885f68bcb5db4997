"""Reads refusals and complaints written before RFC 3464 and RFC 5965, or in spite of them."""

from __future__ import annotations

import re
from email.message import EmailMessage

from newsletters.domain.hearing.reports import Report
from newsletters.domain.hearing.statuses import find_status
from newsletters.enums import ReportKind

# Only where a word begins: tried at each letter of a word without end, it would take hours.
ADDRESS = r"(?<![^\s<>@,;:\"])<?([^\s<>@,;:\"]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]{2,})>?"
# Where the letter itself begins again, below what the server says of it.
COPY = re.compile(
    r"^-{3,}.{0,80}(copy of|below this line|original message|returned|message d.origine|message original).*$",
    re.IGNORECASE | re.MULTILINE,
)
SENDERS = re.compile(r"(mailer-?daemon|postmaster|mail delivery|^<>$)", re.IGNORECASE)
SUBJECTS = re.compile(
    r"(undeliver|delivery (status|failure|failed|has failed)|failure notice|returned mail|mail delivery failed"
    r"|returning message|non remis|non distribu|échec de (la )?(remise|livraison)|retour.{0,10}(courriel|expéditeur))",
    re.IGNORECASE,
)
DELAYS = re.compile(r"(delayed|warning: (message|could)|retardée?|en attente|différée?)", re.IGNORECASE)
CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
MICROSOFT_RECIPIENT = "X-HmXmrOriginalRecipient"


def read_dialect(message: EmailMessage, text: str) -> Report | None:
    """A plain refusal (qmail, older Exim, gateways), or Microsoft's complaint; nothing when it is neither."""
    return _microsoft_complaint(message) or _plain_refusal(message, text)


def _microsoft_complaint(message: EmailMessage) -> Report | None:
    """The complaint itself is no report: the letter is attached, with the person in a header of theirs."""
    for part in message.walk():
        if part.get(MICROSOFT_RECIPIENT):
            return Report(ReportKind.COMPLAINT, recipient=str(part[MICROSOFT_RECIPIENT]).strip())
    return None


def _plain_refusal(message: EmailMessage, text: str) -> Report | None:
    """From a mail server, by its sender and by its subject or header; the words before the copy of the letter."""
    subject = str(message.get("Subject", ""))
    failed = str(message.get("X-Failed-Recipients", "")).partition(",")[0].strip()
    is_from_server = SENDERS.search(str(message.get("From", ""))) or SENDERS.search(str(message.get("Return-Path", "")))
    if not failed and not (is_from_server and (SUBJECTS.search(subject) or DELAYS.search(subject))):
        return None
    said = COPY.split(text)[0]
    recipient = re.search(ADDRESS, said)
    words = _reason(said, recipient)
    code = CODE.search(words)
    kind = ReportKind.DELAYED if DELAYS.search(subject) else ReportKind.REFUSED
    status = find_status(words)
    if kind == ReportKind.REFUSED and not status and code is None:
        return None  # a server wrote, and what it says cannot be read: a person looks
    return Report(kind, status, int(code[1]) if code else None, words, failed or (recipient[1] if recipient else ""))


def _reason(said: str, recipient: re.Match[str] | None) -> str:
    """What follows the address, where servers write why; everything when that says nothing."""
    after = said[recipient.end() :] if recipient else said
    return after.strip(" :\r\n") if find_status(after) or CODE.search(after) else said
