"""Reads one line of a list: whose address, which topics, and the proof that we may write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.partners.domain.addresses import normalise_address
from crm.partners.domain.imports.columns import fold
from crm.partners.domain.imports.tables import Line
from newsletters.domain.addresses import hash_address
from newsletters.domain.expiry import last_day
from newsletters.domain.import_columns import Field
from newsletters.enums import ConsentBasis
from newsletters.models import Topic

BASIS_NAMES = {
    ConsentBasis.EXPRESS: ("express", "expres", "expresse", "consentement expres"),
    ConsentBasis.MEMBERSHIP: ("membership", "membre", "adhesion"),
    ConsentBasis.INQUIRY: ("inquiry", "demande", "demande de renseignements"),
    ConsentBasis.PUBLISHED: ("published", "publiee", "adresse publiee", "adresse professionnelle publiee"),
}
BASES = {name: basis for basis, names in BASIS_NAMES.items() for name in names}
PAPERS: dict[ConsentBasis | None, tuple[Field, ...]] = {ConsentBasis.PUBLISHED: (Field.SOURCE, Field.RELEVANCE)}
DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True)
class LineProof:
    """Why we may write, complete, and until when."""

    basis: ConsentBasis
    basis_date: date
    evidence: str

    @property
    def expires_on(self) -> date | None:
        return last_day(self.basis, self.basis_date)


@dataclass(frozen=True)
class Candidate:
    """A line that could be imported, as far as the line alone can tell."""

    line: int
    email: str
    address_hash: str
    topics: tuple[Topic, ...]
    proof: LineProof


@dataclass(frozen=True)
class Reader:
    """How the lines of one file are read: its columns, our topics by their folded names, today."""

    mapping: Mapping[str, int]
    topics: Mapping[str, Topic]
    default_topics: tuple[Topic, ...]
    on: date

    def read(self, line: Line) -> Candidate:
        """Raises ``ValidationError`` with one sentence for each thing that is wrong."""
        email = normalise_address(self._cell(line, Field.EMAIL))
        topics = self._topics(line)
        proof = self._proof(line)
        if proof.expires_on is not None and proof.expires_on < self.on:
            raise ValidationError(_("The implied consent ended on %(day)s.") % {"day": proof.expires_on.isoformat()})
        return Candidate(line.number, email, hash_address(email), topics, proof)

    def _cell(self, line: Line, field: Field) -> str:
        return line.cell(self.mapping.get(field, -1))

    def _topics(self, line: Line) -> tuple[Topic, ...]:
        cell = self._cell(line, Field.TOPICS)
        if fold(cell) in self.topics:
            return (self.topics[fold(cell)],)
        if not cell:
            if not self.default_topics:
                raise ValidationError(_("No topic is named."))
            return self.default_topics
        names = [name.strip() for name in cell.replace("|", ";").replace(",", ";").split(";") if name.strip()]
        unknown = [name for name in names if fold(name) not in self.topics]
        if unknown:
            raise ValidationError(_("Unknown topic: %(topics)s.") % {"topics": ", ".join(unknown)})
        return tuple(dict.fromkeys(self.topics[fold(name)] for name in names))

    def _proof(self, line: Line) -> LineProof:
        """Basis, date and evidence; a published address needs its source and its relevance instead."""
        basis = self._basis(line)
        needed = (Field.BASIS, Field.BASIS_DATE, *PAPERS.get(basis, (Field.EVIDENCE,)))
        missing = [str(field.label) for field in needed if not self._cell(line, field)]
        if missing or basis is None:
            raise ValidationError(
                _("Without proof, we may not write. Missing: %(missing)s.") % {"missing": ", ".join(missing)}
            )
        written = [self._cell(line, field) for field in (Field.SOURCE, Field.RELEVANCE, Field.EVIDENCE)]
        return LineProof(basis, self._date(line), "; ".join(filter(None, written)))

    def _basis(self, line: Line) -> ConsentBasis | None:
        words = self._cell(line, Field.BASIS)
        if words and fold(words) not in BASES:
            raise ValidationError(_("Unknown basis: write express, membership, inquiry or published."))
        return BASES.get(fold(words))

    def _date(self, line: Line) -> date:
        cell = self._cell(line, Field.BASIS_DATE)
        for form in DATE_FORMATS:
            try:
                day = datetime.strptime(cell, form).date()  # noqa: DTZ007  (a day has no time zone)
            except ValueError:
                continue
            if day > self.on:
                raise ValidationError(_("The date of the basis is in the future: %(date)s.") % {"date": cell})
            return day
        raise ValidationError(_("The date “%(date)s” cannot be read: write it as 2024-05-14.") % {"date": cell})


def topics_by_name(topics: Iterable[Topic]) -> dict[str, Topic]:
    """Our topics under the names and the short names that a list may use."""
    return {fold(name): topic for topic in topics for name in (topic.name, topic.slug)}
