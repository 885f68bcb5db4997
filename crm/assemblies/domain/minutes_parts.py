"""Puts the words of the record in order: presence and quorum, the items, the closing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.assemblies.domain import minutes_words as words
from crm.assemblies.domain.decision_words import decision_paragraphs
from crm.assemblies.domain.presences import expected_members
from crm.assemblies.domain.quorum import Quorum, quorum_of
from crm.assemblies.enums import ItemKind, ItemState
from crm.assemblies.models import AgendaItem, Assembly, Decision


@dataclass(frozen=True)
class Part:
    """One section as the record says it now; ``key`` says which one, from one drafting to the next."""

    key: str
    heading: str
    body: str
    item: AgendaItem | None = None
    is_closed_session: bool = False


def minutes_parts(assembly: Assembly) -> list[Part]:
    """Every section, in order. What was decided behind closed doors at an open item stands apart, and closed."""
    quorum = quorum_of(assembly)
    items = list(
        assembly.items.select_related("presenter")
        .prefetch_related(
            "conflicts__person",
            "questions__answered_by",
            "decisions__mover",
            "decisions__seconder",
            "decisions__votes__person",
        )
        .order_by("position", "pk")
    )
    kinds = {item.kind for item in items}
    is_exhausted = all(item.state in (ItemState.DONE, ItemState.WITHDRAWN) for item in items)
    parts = [_opening(assembly, quorum, with_sentence=ItemKind.OPENING not in kinds)]
    for item in items:
        parts += _of_item(assembly, item, quorum, is_exhausted=is_exhausted)
    if ItemKind.CLOSING not in kinds and assembly.closed_at is not None:
        parts.append(Part("closing", _("Closing"), words.closing_sentence(assembly, is_exhausted=is_exhausted)))
    return parts


def _opening(assembly: Assembly, quorum: Quorum, *, with_sentence: bool) -> Part:
    presences = list(assembly.presences.select_related("person", "membership__post").order_by("arrived_at", "pk"))
    came = {one.person_id for one in presences}
    absent = [str(one.person) for one in expected_members(assembly) if one.is_voting and one.person.pk not in came]
    lines = [words.where_and_when(assembly), *words.presence_lists(assembly, presences, absent)]
    if assembly.opened_at is not None:
        lines.append(words.strong(words.quorum_sentence(quorum, assembly.opened_at)))
        lines += [words.opening_sentence(assembly)] if with_sentence else []
    lines += words.movements(assembly, presences, quorum)
    return Part("opening", _("Presence and quorum"), _joined(lines))


def _of_item(assembly: Assembly, item: AgendaItem, quorum: Quorum, *, is_exhausted: bool) -> list[Part]:
    decided = sorted((one for one in item.decisions.all() if one.result), key=_as_voted)
    closed = [] if item.is_closed_session else [decision for decision in decided if decision.is_closed_session]
    lines = list(words.item_sentences(item))
    if item.kind == ItemKind.OPENING and assembly.opened_at is not None:
        lines.insert(0, words.opening_sentence(assembly))
    if item.kind == ItemKind.CLOSING and assembly.closed_at is not None:
        lines.append(words.closing_sentence(assembly, is_exhausted=is_exhausted))
    lines += words.what_became(assembly, item, is_told=bool(lines or decided))
    body = _joined([*lines, *_said([one for one in decided if one not in closed], quorum)])
    parts = [Part(f"item:{item.pk}", str(item), body, item, item.is_closed_session)]
    if closed:
        heading = _("{item}, in closed session").format(item=item)
        parts.append(Part(f"item:{item.pk}:closed", heading, _joined(_said(closed, quorum)), item, True))
    return parts


def _as_voted(decision: Decision) -> tuple[bool, float, int]:
    """In the order of the votes; what has no hour comes last, whatever the database thinks of empty dates."""
    voted_at = decision.voted_at
    return voted_at is None, voted_at.timestamp() if voted_at else 0.0, decision.pk


def _said(decisions: list[Decision], quorum: Quorum) -> list[SafeString]:
    return [line for decision in decisions for line in decision_paragraphs(decision, quorum)]


def _joined(lines: list[SafeString]) -> str:
    return "".join(lines)
