"""Who asked that an item be taken down: found in what the team wrote of them, and forgotten in time (Law 25).

The journal keeps the taking down, its reason and what its address tells; who asked is a free text for the team:
« Ondine Fictive, 418 555-0100 ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import ngettext

from cms.archive.domain.saying import says
from cms.archive.models import Takedown
from crm.partners.domain.folding import fold
from crm.partners.domain.likeness import email_key, phone_key
from crm.partners.domain.retention import years_before
from crm.partners.models import Council

ADDRESS = re.compile(r"[^\s@,;:()<>«»\"’]+@[^\s@,;:()<>«»\"’]+")
TELEPHONE = re.compile(r"\d[\d\s().-]{8,}\d")


@dataclass(frozen=True)
class Asker:
    """By what someone is known: folded names of two words at least, contacts, who else writes from an address."""

    names: frozenset[str]
    addresses: frozenset[str]
    telephones: frozenset[str]
    housemates: frozenset[str]


class Asked(NamedTuple):
    """What someone asked to be taken down, and what another of the same name may have asked."""

    theirs: list[Takedown]
    possible: list[Takedown]


def asked_by(asker: Asker) -> Asked:
    """One question, however long the journal is."""
    asked = Asked([], [])
    for takedown in Takedown.objects.exclude(asked_by="").order_by("taken_down_at", "pk"):
        said = takedown.asked_by
        if _is_theirs(said, asker):
            asked.theirs.append(takedown)
        elif says(said, asker.names) or asker.telephones & _telephones(said):
            asked.possible.append(takedown)
    return asked


def _is_theirs(said: str, asker: Asker) -> bool:
    """By their address, or by their name beside nothing that could lead to another: to hand it over tells no secret."""
    addresses, telephones = _addresses(said), _telephones(said)
    if addresses & asker.addresses:
        return says(said, asker.names) or not says(said, asker.housemates)
    if telephones & asker.telephones:
        return says(said, asker.names)
    return not addresses and not telephones and fold(re.split(r"[,;(]", said)[0]) in asker.names


def _addresses(said: str) -> set[str]:
    return {email_key(address.rstrip(".")) for address in ADDRESS.findall(said)}


def _telephones(said: str) -> set[str]:
    return set(filter(None, map(phone_key, TELEPHONE.findall(said))))


def leave_askers(takedowns: Iterable[Takedown]) -> int:
    """Empty who asked for these; of how many. The second call finds none."""
    return _forget(pk__in=[takedown.pk for takedown in takedowns])


def forget_askers(now: datetime) -> int:
    """Empty who asked for what was taken down long ago, whatever became of it; of how many. The second call finds none.

    It was the answer to a request, so it names someone as long as the register of requests does: the period is the
    council's.
    """
    limit = years_before(timezone.localdate(now), Council.load().requests_named_for_years)
    return _forget(taken_down_at__date__lt=limit)


def _forget(**which: object) -> int:
    return Takedown.objects.filter(**which).exclude(asked_by="").update(asked_by="")


def words_that_go(count: int) -> str:
    """What erasing takes away of the journal."""
    return ngettext(
        "The name of who asked that one item be taken down; its reason stays.",
        "The name of who asked that %(count)s items be taken down; their reasons stay.",
        count,
    )
