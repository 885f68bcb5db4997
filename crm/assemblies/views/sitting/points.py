"""One item of the agenda on the screen: its forms, filled with what is stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property

from crm.assemblies.domain.interests import Interest, interests_of
from crm.assemblies.domain.voting import voters
from crm.assemblies.enums import DecisionResult, ItemKind
from crm.assemblies.models import AgendaItem, Decision, PublicQuestion
from crm.assemblies.sitting_forms import DiscussionForm, QuestionForm, VoteForm, discussion_of, question_of, words_of
from crm.assemblies.views.sitting.refusals import Refusal
from crm.partners.models import Person

WITH_QUESTIONS = (ItemKind.QUESTIONS, ItemKind.COUNCILLOR, ItemKind.INFORMATION)


@dataclass(frozen=True)
class Kept:
    """A form whose words are saved as they are written: what it is called, what it was refused."""

    key: str
    version: int
    form: Any
    refusal: Refusal | None
    screen_url: str


@dataclass(frozen=True)
class Proposal(Kept):
    decision: Decision
    able: list[Person]

    @property
    def results(self) -> list[tuple[str, Any]]:
        """An adopted decision keeps its number: it can no longer be rejected or postponed."""
        adopted = (DecisionResult.UNANIMOUS, DecisionResult.MAJORITY)
        offered = adopted if self.decision.number else tuple(DecisionResult)
        return [(result.value, result.label) for result in offered]


@dataclass(frozen=True)
class Asked(Kept):
    question: PublicQuestion


@dataclass
class Point:
    """The item that is open on the screen."""

    item: AgendaItem
    people: Any
    until: datetime
    refusal: Refusal | None
    screen_url: str
    sees_closed_session: bool
    levels: Collection[str]

    def _kept(self, key: str, record: Any, stored: dict[str, Any], make: Any, **kwargs: Any) -> dict[str, Any]:
        """The form with what is stored, or with what was typed where it was refused."""
        refused = self.refusal if self.refusal is not None and self.refusal.key == key else None
        given = {"data": refused.form.data} if refused is not None else {"initial": stored}
        version = refused.version if refused is not None and refused.version is not None else record.version
        return {
            "key": key,
            "version": version,
            "form": make(**given, **kwargs, auto_id=f"id-{key}-%s"),
            "refusal": refused,
            "screen_url": self.screen_url,
        }

    @cached_property
    def discussion(self) -> Kept:
        key = f"discussion-{self.item.pk}"
        return Kept(**self._kept(key, self.item, discussion_of(self.item), DiscussionForm))

    @cached_property
    def proposals(self) -> list[Proposal]:
        decisions = self.item.decisions.select_related("mover", "seconder").prefetch_related("votes__person")
        if not self.sees_closed_session:
            decisions = decisions.filter(is_closed_session=False)
        return [self._proposal(decision) for decision in decisions.order_by("pk")]

    def _proposal(self, decision: Decision) -> Proposal:
        able = voters(self.item, decision.voted_at) if decision.voted_at else self.able
        key = f"decision-{decision.pk}"
        kept = self._kept(key, decision, words_of(decision), VoteForm, decision=decision, able=able)
        return Proposal(**kept, decision=decision, able=able)

    @cached_property
    def able(self) -> list[Person]:
        return voters(self.item, self.until)

    @cached_property
    def present(self) -> list[Person]:
        here = self.item.assembly.presences.filter(arrived_at__lte=self.until).exclude(left_at__lte=self.until)
        return list(Person.objects.filter(pk__in=here.values("person")))

    @cached_property
    def conflicts(self) -> list[Any]:
        return list(self.item.conflicts.select_related("person"))

    @cached_property
    def interests(self) -> list[Interest]:
        """Who of those present also sits at a partner that the item names, and has not declared it yet."""
        declared = {one.person_id for one in self.conflicts}
        here = {person.pk for person in self.present} - declared
        found = interests_of([self.item], self.item.assembly.held_on, self.levels).get(self.item.pk, [])
        return [interest for interest in found if interest.person_pk in here]

    @property
    def withdrawn(self) -> list[str]:
        return [str(one.person) for one in self.conflicts if one.withdrew]

    @cached_property
    def questions(self) -> list[Asked]:
        return [
            Asked(
                **self._kept(f"question-{one.pk}", one, question_of(one), QuestionForm, people=self.people),
                question=one,
            )
            for one in self.item.questions.all()
        ]

    @property
    def takes_questions(self) -> bool:
        return self.item.kind in WITH_QUESTIONS or bool(self.questions)
