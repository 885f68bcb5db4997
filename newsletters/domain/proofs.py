"""Gathers all that proves the consents of one address, for someone who disputes them or for an authority that asks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from crm.partners.domain.addresses import normalise_address
from crm.partners.models import Council
from newsletters.domain.addresses import hash_address
from newsletters.domain.evidence_words import evidence_words
from newsletters.domain.ledger import PERSON, former_hashes
from newsletters.domain.papers import describe_paper
from newsletters.enums import Standing, SuppressionReason
from newsletters.models import ConsentEvent, Subscriber, Suppression, Topic


@dataclass(frozen=True)
class ProofLine:
    """One line of the ledger, whole; ``by`` is a role or the number of an account, never a name."""

    number: int
    occurred_at: datetime
    what: str
    topic: str
    how: str
    by: str
    page: str
    wording: str
    wording_version: str
    basis: str
    basis_date: date | None
    evidence: str
    paper: str
    paper_number: int | None
    paper_sha256: str
    address_hash: str

    @property
    def fingerprint(self) -> str:
        return self.address_hash[:8]


@dataclass(frozen=True)
class ConsentProof:
    """What we can show of one address on a day; every line of the ledger and nothing about anyone else."""

    address: str
    address_hash: str
    made_at: datetime
    council: str
    standing: str
    set_aside: str
    lines: tuple[ProofLine, ...]

    @property
    def former(self) -> list[str]:
        """Fingerprints of the addresses that this one followed."""
        return list(dict.fromkeys(line.fingerprint for line in self.lines if line.address_hash != self.address_hash))


def consent_proof(typed: str, council: Council, now: datetime, on: date) -> ConsentProof:
    """The proof of an address as someone gives it, whether or not its file still exists. Raises ``ValidationError``."""
    address = normalise_address(typed)
    address_hash = hash_address(address)
    suppression = Suppression.objects.filter(address_hash=address_hash).first()
    events = ConsentEvent.objects.filter(address_hash__in=former_hashes(address_hash)).select_related("paper")
    names = dict(Topic.objects.values_list("slug", "name"))
    return ConsentProof(
        address=address,
        address_hash=address_hash,
        made_at=now,
        council=council.name,
        standing=_standing(address_hash, on),
        set_aside=str(SuppressionReason(suppression.reason).label) if suppression else "",
        lines=tuple(_line(event, names) for event in events),
    )


def as_json(proof: ConsentProof) -> str:
    """The same facts for a machine, with the seal that the paper bears."""
    kept = {"made_at": proof.made_at, "seal": seal(proof), **asdict(proof)}
    return json.dumps(kept, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def seal(proof: ConsentProof) -> str:
    """A SHA-256 of the facts, whenever it is made: paper and file bear the same until the ledger has a new line."""
    facts = asdict(proof)
    del facts["made_at"]
    written = json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _standing(address_hash: str, on: date) -> str:
    person: Any = Subscriber.objects.filter(address_hash=address_hash).with_standing(on).first()
    if person is None:
        return _("No file: this address is known by its lines alone.")
    return str(Standing(person.standing).label)


def _line(event: ConsentEvent, names: dict[str, str]) -> ProofLine:
    return ProofLine(
        number=event.pk,
        occurred_at=event.occurred_at,
        what=event.get_kind_display(),
        topic=names.get(event.topic_slug, event.topic_slug) or _("every topic"),
        how=event.get_method_display(),
        by=_("the person") if event.actor == PERSON else event.actor,
        page=event.page,
        wording=event.wording,
        wording_version=event.wording_version,
        basis=event.get_basis_display(),
        basis_date=event.basis_date,
        evidence=evidence_words(event.evidence),
        paper=describe_paper(event.paper),
        paper_number=event.paper_id if event.paper and event.paper.file else None,
        paper_sha256=event.paper_hash,
        address_hash=event.address_hash,
    )
