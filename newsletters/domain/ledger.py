"""Writes the lines that prove consent; they are never changed afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from newsletters.domain.wording import Wording
from newsletters.enums import ConsentBasis, ConsentKind, ConsentMethod
from newsletters.models import ConsentEvent, ConsentPaper, Topic

PERSON, USER = "person", "user"
# Beside a move, the hash of the other address.
MOVED_FROM, MOVED_TO = "from:", "to:"


@dataclass(frozen=True)
class Act:
    """How something came to us: by what door, when, and by whose hand."""

    method: ConsentMethod
    now: datetime
    actor: str = PERSON
    page: str = ""


@dataclass(frozen=True)
class Proof:
    """What the ledger can show for a line: the words agreed to, or the basis with its date and its paper."""

    wording: Wording | None = None
    basis: ConsentBasis | None = None
    basis_date: date | None = None
    evidence: str = ""
    paper: ConsentPaper | None = None


NO_PROOF = Proof()


def user_actor(user_id: int) -> str:
    """The number of a user, never their name: the ledger outlives both."""
    return f"{USER}:{user_id}"


def record(
    kind: ConsentKind, address_hash: str, topics: Iterable[Topic | None], act: Act, proof: Proof = NO_PROOF
) -> None:
    """Append one line a topic; ``None`` stands for every topic, later ones included."""
    ConsentEvent.objects.bulk_create([new_event(kind, address_hash, topic, act, proof) for topic in topics])


def new_event(
    kind: ConsentKind, address_hash: str, topic: Topic | None, act: Act, proof: Proof = NO_PROOF
) -> ConsentEvent:
    """A line of the ledger, not yet written."""
    wording = proof.wording
    return ConsentEvent(
        kind=kind,
        address_hash=address_hash,
        topic_slug=topic.slug if topic else "",
        occurred_at=act.now,
        wording=wording.for_topic(topic) if wording else "",
        wording_version=wording.version if wording else "",
        page=act.page,
        method=act.method,
        actor=act.actor,
        basis=proof.basis or "",
        basis_date=proof.basis_date,
        evidence=proof.evidence,
        paper=proof.paper,
        paper_hash=proof.paper.sha256 if proof.paper else "",
    )


def former_hashes(address_hash: str) -> list[str]:
    """This address, and those from which its person moved to it, each move having its line; the latest first."""
    found, to_follow = [address_hash], [address_hash]
    while to_follow:
        moves = ConsentEvent.objects.filter(kind=ConsentKind.MOVED, address_hash=to_follow.pop())
        for evidence in moves.values_list("evidence", flat=True):
            mark, _space, former = evidence.partition(";")[0].partition(" ")
            if mark == MOVED_FROM and former not in found:
                found.append(former)
                to_follow.append(former)
    return found
