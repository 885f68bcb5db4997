"""Knows an answer that no person decided to send (RFC 3834, and what came before it)."""

from __future__ import annotations

import re
from email.message import EmailMessage

HEADERS = ("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply", "X-Vacation", "X-Auto-Reply")
PRECEDENCES = {"auto_reply", "bulk", "junk"}
SUBJECT = re.compile(
    r"^\s*((re|ré|tr|rép)\s*:\s*)?(\[?auto(matic|matique)?[ -]?(reply|response|réponse)|automatic reply|auto ?:"
    r"|réponse automatique|message automatique|accusé de réception|absence( du bureau)?\b|absente?\b"
    r"|out of (the )?office|away from|vacation|en vacances|je suis absente?)",
    re.IGNORECASE,
)


def is_automatic(message: EmailMessage) -> bool:
    """Whether a program sent it by itself: out of the office, a receipt, a robot's thanks."""
    submitted = str(message.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    if submitted not in {"", "no"}:
        return True
    if any(message.get(header) for header in HEADERS):
        return True
    if str(message.get("Precedence", "")).strip().lower() in PRECEDENCES:
        return True
    return bool(SUBJECT.search(str(message.get("Subject", ""))))
