"""The exact words to which people consent, written from the identity of the council (LCAP, section 10)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.partners.models import Council
from newsletters.models import Topic


@dataclass(frozen=True)
class Wording:
    """What is shown beside the button: what one agrees to, and who asks."""

    statement: str
    sender: str

    @property
    def text(self) -> str:
        return f"{self.statement}\n{self.sender}"

    @property
    def version(self) -> str:
        """Changes with any letter of the text, so that the ledger can tell two versions apart."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def for_topic(self, topic: Topic | None) -> str:
        """What the ledger keeps for one topic: the box ticked, then the words."""
        if topic is None:
            return self.text
        box = f"{topic.name} ({topic.description})" if topic.description else topic.name
        return f"[x] {box}\n{self.text}"


def sign_up_wording(council: Council) -> Wording:
    statement = _(
        "I agree that %(council)s writes to me by e-mail about the topics that I ticked, to keep me informed of the "
        "life of the neighbourhood. I can withdraw this consent at any time, free of charge, with the link that is in "
        "every letter."
    )
    return Wording(statement % {"council": council.name}, sender_line(council))


def confirmation_wording(council: Council, topics: Iterable[Topic]) -> Wording:
    statement = _(
        "I confirm that this address is mine and that %(council)s may write to it about: %(topics)s. I can withdraw "
        "this consent at any time, free of charge, with the link that is in every letter."
    )
    names = "; ".join(topic.name for topic in topics)
    return Wording(statement % {"council": council.name, "topics": names}, sender_line(council))


def preferences_wording(council: Council) -> Wording:
    statement = _(
        "By ticking a topic and saving, I agree that %(council)s writes to me by e-mail about it. I can withdraw this "
        "consent at any time, free of charge, on this page or with the link that is in every letter."
    )
    return Wording(statement % {"council": council.name}, sender_line(council))


def sender_line(council: Council) -> str:
    """Who asks, their postal address and a contact, on one line."""
    contact = ", ".join(part for part in (council.email, council.telephone) if part)
    address = ", ".join(" ".join(line.split()) for line in council.postal_lines)
    return _("Request made by %(council)s, %(address)s. To reach us: %(contact)s.") % {
        "council": council.name,
        "address": address,
        "contact": contact,
    }
