"""Reads the status of a refusal (RFC 3463), or guesses it from a server's words, and says whose matter it is."""

from __future__ import annotations

import re
from enum import StrEnum

from django.utils.translation import gettext as _

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")


class Verdict(StrEnum):
    """Whose matter a refusal is."""

    GONE = "gone"  # there is no such mailbox: never again
    FOR_NOW = "for_now"  # full, put off, out of order: counted
    DISTRUST = "distrust"  # a matter of policy or authentication (5.7.x): ours
    UNSURE = "unsure"  # refused without a reason that can be read: counted


# What servers say without a status, or beside one that says nothing (x.0.0). The first that fits is taken: "this
# account was disabled for spam" is about us only when nothing before says that the mailbox is not there.
WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(words, re.IGNORECASE))
    for status, words in (
        (
            "5.2.2",
            r"(mailbox|mail box|inbox|account|user|recipient)('s)?\b.{0,30}\b(is )?(full|over ?quota|exceed)"
            r"|quota.{0,20}exceed|exceed\w{0,6}.{0,30}quota|over quota|insufficient.{0,20}storage"
            r"|bo[iî]te.{0,30}(pleine|satur)|quota.{0,20}d[ée]pass|espace.{0,30}insuffisant",
        ),
        (
            "5.7.1",
            r"\bspam\b|\bblack ?list|\bblock ?list|\bblocked\b|\bdnsbl\b|\brbl\b|reputation|\bdmarc\b|\bdkim\b|\bspf\b"
            r"|not authenticated|unauthenticated|policy|\bpolitique\b|ind[ée]sirable|pourriel",
        ),
        (
            "5.1.2",
            r"(host|domain)( name)?\b.{0,40}(not found|unknown|does ?n.t exist|does not exist)|unrouteable address"
            r"|unrouteable mail domain|domaine.{0,30}(inconnu|introuvable|n.existe)",
        ),
        (
            "5.2.1",
            r"(mailbox|account|user|recipient|address)\b.{0,40}(disabled|inactive|deactivated|suspended|discontinued)"
            r"|(compte|bo[iî]te|adresse).{0,40}(d[ée]sactiv|ferm[ée]e?|suspendue?)",
        ),
        (
            "5.1.1",
            r"(user|recipient|mailbox|address|account|addressee|person)s?\b.{0,60}(unknown|not found|does ?n.t exist"
            r"|does not exist|invalid|not exist|not listed|no longer)"
            r"|(unknown|no such|invalid|not a known|nonexistent) (user|recipient|mailbox|address|account|person|local)"
            r"|no mailbox here by that name|does ?n.t have a .{0,40}account"
            r"|(destinataire|utilisateur|usager|adresse|compte|bo[iî]te).{0,60}(inconnue?|introuvable|n.existe|inexistant"
            r"|invalide)",
        ),
        (
            "4.4.7",
            r"timed? ?out|delivery time expired|retry time|too long|try again later|temporar|d[ée]lai.{0,30}d[ée]pass",
        ),
    )
)


def find_status(words: str) -> str:
    """The status that a server wrote, or the one its words amount to; empty when they say nothing.

    A class alone (x.0.0) is a status that says nothing, so the words decide before it does.
    """
    written = [".".join(match.groups()) for match in STATUS.finditer(words) if match[1] != "2"]
    telling = [status for status in written if not status.endswith(".0.0")]
    if telling:
        return telling[0]
    guessed = next((status for status, pattern in WORDS if pattern.search(words)), "")
    return guessed or (written[0] if written else "")


def judge_refusal(code: int | None, status: str) -> Verdict:
    """Whose matter a final refusal is, by its status; by the code of SMTP alone only that it is counted.

    5.1.x and 5.2.1 are an address that is not there, but for the two of 5.1.x that are about the sender (5.1.7, 5.1.8).
    A 4.x.x is never for good, whatever it says.
    """
    if status.startswith(("5.7.", "4.7.")) or status in {"5.1.7", "5.1.8"}:
        return Verdict.DISTRUST
    if status.startswith("5.1.") or status == "5.2.1":
        return Verdict.GONE
    if status.startswith("4.") or status == "5.2.2" or (code is not None and 400 <= code < 500):
        return Verdict.FOR_NOW
    return Verdict.UNSURE


def refusal_words(code: int | None, status: str) -> str:
    """Why a letter came back, for whoever has never read the answer of a mail server."""
    if status in {"5.2.2", "4.2.2"}:
        return _("the mailbox is full")
    if status in {"5.1.2", "5.4.4"}:
        return _("what follows the @ leads nowhere")
    if status == "5.2.1":
        return _("the mailbox is closed")
    verdict = judge_refusal(code, status)
    if verdict == Verdict.GONE:
        return _("there is no such mailbox")
    if verdict == Verdict.DISTRUST:
        return _("their server distrusts our letters")
    if verdict == Verdict.FOR_NOW:
        return _("their server put it off again and again")
    return _("their server refused it without a clear reason")
