"""Puts an answer together for a reader: the sentence, the lines of the table and the picture."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from crm.partners.domain.drawing import Address, Drawing, draw, readable
from crm.partners.domain.interlock_sentences import sentence
from crm.partners.domain.interlock_words import Row, rows_of
from crm.partners.domain.network import Findings, Question, answer_question, load_memberships
from crm.partners.models import Organization, Person

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class Told:
    """What is shown: always in words, and drawn where somebody ties something."""

    findings: Findings
    sentence: str
    rows: tuple[Row, ...]
    page: int
    pages: int
    drawing: Drawing | None

    @property
    def is_cut(self) -> bool:
        """Whether the table has other pages."""
        return len(self.rows) < len(self.findings.interlocks)

    @property
    def previous_page(self) -> int:
        return self.page - 1

    @property
    def next_page(self) -> int:
        return self.page + 1


def load_organizations() -> dict[int, Organization]:
    """All of them by name, as the screens offer and name them."""
    columns = Organization.objects.only("name", "kind", "is_our_council")
    return {one.pk: one for one in columns}


def tell(
    question: Question,
    levels: Collection[str],
    organizations: Mapping[int, Organization],
    *,
    today: date,
    address: Address,
    page: int | None = None,
) -> Told:
    """The answer to ``question`` for someone who may read ``levels``, in three queries: the whole table or a page."""
    findings = answer_question(question, levels)
    pages = -(-len(findings.interlocks) // ROWS_A_PAGE) or 1
    page = page and min(max(page, 1), pages)
    shown = findings.interlocks[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE] if page else findings.interlocks
    memberships = load_memberships(pk for one in shown for pk in one.ties)
    people = Person.objects.in_bulk(sorted({one.person for one in readable(findings.gatherings)}))
    words = sentence(findings, organizations, today=today)
    return Told(
        findings,
        words,
        tuple(rows_of(shown, memberships, today=today, levels=levels, focus=question.organization)),
        page or 1,
        pages,
        draw(findings, organizations, people, title=words, address=address),
    )
