"""What a report says once it is read, whoever wrote it and however it came."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a message in the return mailbox is."""

    REFUSED = "refused"  # the letter will never arrive
    DELAYED = "delayed"  # their server still tries
    COMPLAINT = "complaint"  # the person pressed "this is spam"
    AUTOMATIC = "automatic"  # out of the office, a receipt: nobody decided anything
    UNREAD = "unread"  # none of these: a person must look


@dataclass(frozen=True)
class Report:
    """One message, read. Its tokens are those found anywhere in it, not yet verified; its words hold no address."""

    kind: Kind
    status: str = ""
    code: int | None = None
    words: str = ""
    recipient: str = ""
    tokens: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
