"""Reads a message of the return mailbox: a delivery report (RFC 3464), a complaint (RFC 5965), or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from typing import cast

from newsletters.domain.hearing.automatic import is_automatic
from newsletters.domain.hearing.dialects import read_dialect
from newsletters.domain.hearing.reports import Report
from newsletters.domain.hearing.return_paths import find_return_tokens
from newsletters.domain.hearing.statuses import find_status
from newsletters.domain.trials import without_addresses
from newsletters.enums import ReportKind

# What is said in favour of a letter, or of our own signatures, is no complaint (RFC 6430, RFC 6591).
NO_COMPLAINT = {"not-spam", "auth-failure", "dmarc"}
LINK = re.compile(r"/d/([A-Za-z0-9_-]{16,52})")
FOLD = re.compile(r"=\r?\n|\r?\n[ \t]+")
WORDS_LENGTH = 500
# What a server says stands in its first lines; whatever is longer is somebody's attempt to keep us busy.
TEXT_LENGTH = 64 * 1024
# What the library raises for a header, a charset or a nesting of parts that makes no sense.
BEYOND_REPAIR = (ValueError, LookupError, AttributeError, TypeError, RecursionError, MessageError)


def read_report(raw: bytes) -> Report:
    """Read one message. Whatever it holds, it is read: what makes no sense is ``ReportKind.UNREAD``."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
    except BEYOND_REPAIR:
        return _with_marks(Report(ReportKind.UNREAD), raw, [])
    try:
        report = _read(message)
    except BEYOND_REPAIR:
        report = Report(ReportKind.UNREAD)
    return _with_marks(report, raw, _encoded_texts(message))


def _read(message: EmailMessage) -> Report:
    parts = list(message.walk())
    kinds = {part.get_content_type(): part for part in reversed(parts)}
    if (feedback := kinds.get("message/feedback-report")) is not None:
        return _complaint(_fields(feedback))
    if (statuses := kinds.get("message/delivery-status")) is not None:
        return _delivery_report(statuses)
    if "message/disposition-notification" in kinds:
        return Report(ReportKind.AUTOMATIC)
    found = read_dialect(message, _text(message))
    if found is not None:
        return found
    return Report(ReportKind.AUTOMATIC if is_automatic(message) else ReportKind.UNREAD)


def _complaint(fields: Message) -> Report:
    if str(fields.get("Feedback-Type", "abuse")).strip().lower() in NO_COMPLAINT:
        return Report(ReportKind.AUTOMATIC)
    recipient = fields.get("Original-Rcpt-To") or fields.get("Removal-Recipient")
    return Report(ReportKind.COMPLAINT, recipient=_address(recipient))


def _delivery_report(part: Message) -> Report:
    """The first recipient's block: each of our letters has one. Delivered, relayed, expanded: nothing went wrong."""
    for block in _blocks(part):
        action = str(block.get("Action", "failed")).strip().lower()
        if not (block.get("Final-Recipient") or block.get("Original-Recipient") or block.get("Status")):
            continue
        words = str(block.get("Diagnostic-Code", ""))[:TEXT_LENGTH].partition(";")[2].strip()
        written = find_status(str(block.get("Status", "")))
        inner = find_status(words)
        # Exchange and some gateways sum up what the other server said in a vaguer status of their own.
        vague = not written or written.endswith(".0.0") or written.startswith("5.5.")
        status = (inner or written) if vague else written
        kind = {"failed": ReportKind.REFUSED, "delayed": ReportKind.DELAYED}.get(action, ReportKind.AUTOMATIC)
        code = re.match(r"\D{0,3}([245]\d\d)\b", words)
        recipient = _address(block.get("Original-Recipient") or block.get("Final-Recipient"))
        return Report(kind, status, int(code[1]) if code else None, _without_codes(words, code), recipient)
    return Report(ReportKind.UNREAD)


def _without_codes(words: str, code: re.Match[str] | None) -> str:
    """The words alone: a server that answers in several lines repeats its code, and often its status, in each."""
    return re.sub(rf"\b{code[1]}[ -]([245]\.\d+\.\d+)? *", "", words) if code else words


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a report, which the library has parsed; of a mended one, which it has not."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (cast(Message, block) for block in payload)


def _fields(part: Message) -> Message:
    """The fields of a feedback report, which the library keeps as an inner message or as plain text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return cast(Message, payload[0])
    return message_from_bytes((part.get_payload(decode=True) or str(payload).encode()).lstrip())  # type: ignore[union-attr]


def _address(value: object) -> str:
    """« rfc822; someone@example.org », « <someone@example.org> » or the address alone."""
    address = str(value or "").rpartition(";")[2].strip().strip("<>").strip()
    return address if re.fullmatch(r"[^@\s]+@[^@\s]+", address) else ""


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    return str(cast(EmailMessage, part).get_content())[:TEXT_LENGTH] if part else ""


def _with_marks(report: Report, raw: bytes, encoded: Iterable[str]) -> Report:
    """Add what our own letters carry and a report gives back, and take the addresses out of the words."""
    text = "\n".join([FOLD.sub("", raw.decode("latin-1")), *encoded])
    return Report(
        kind=report.kind,
        status=report.status,
        code=report.code,
        words=" ".join(without_addresses(_clean(report.words), report.recipient or "\0").split())[:WORDS_LENGTH],
        recipient=_clean(report.recipient),
        tokens=find_return_tokens(text),
        links=tuple(dict.fromkeys(LINK.findall(text))),
    )


def _encoded_texts(message: EmailMessage) -> list[str]:
    """The parts that cannot be read in the raw message, up to one that makes no sense."""
    found: list[str] = []
    try:
        for part in message.walk():
            if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
                content = part.get_payload(decode=True)
                found += [content.decode("latin-1")] if isinstance(content, bytes) else []
    except BEYOND_REPAIR:
        pass
    return found


def _clean(words: str) -> str:
    """What a database takes: bytes that no charset explains become �, and a NUL nothing."""
    return words.encode("utf-8", "replace").decode().replace("\x00", "")
