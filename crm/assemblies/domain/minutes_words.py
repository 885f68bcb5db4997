"""Says in the French of councils what the record of an assembly holds: pure words, marked and escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.assemblies.domain.quorum import Quorum
from crm.assemblies.enums import ItemKind, ItemState
from crm.assemblies.models import AgendaItem, Assembly, ConflictDeclaration, Presence, PublicQuestion
from crm.events.domain.dates import event_when, plain_date, short_time


def paragraph(words: str) -> SafeString:
    return format_html("<p>{}</p>", words)


def strong(words: str) -> SafeString:
    return format_html("<p><b>{}</b></p>", words)


def paragraphs(text: str) -> list[SafeString]:
    """A paragraph for each line that says something."""
    return [paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def bullets(lines: Iterable[str]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines)))


def where_and_when(assembly: Assembly) -> SafeString:
    event = assembly.event
    place = ", ".join(part for part in (event.venue, event.address) if part)
    words = _("{title} held {when}, {place}.") if place else _("{title} held {when}.")
    return paragraph(words.format(title=event.title, when=event_when(event, today=date.min), place=place))


def presence_lists(assembly: Assembly, presences: list[Presence], absent: list[str]) -> Iterator[SafeString]:
    """Who was there with a vote, who without, who was expected and did not come."""
    for heading, is_voting in ((_("Present:"), True), (_("Present, without a vote:"), False)):
        people = {one.person_id: _with_seat(one) for one in presences if one.is_voting is is_voting}
        if people:
            yield paragraph(heading)
            yield bullets(people.values())
    if absent:
        yield paragraph(_("Absent:"))
        yield bullets(absent)
    if assembly.citizens_present is not None:
        yield paragraph(
            ngettext(
                "{count} citizen attends the assembly.",
                "{count} citizens attend the assembly.",
                assembly.citizens_present,
            ).format(count=assembly.citizens_present)
        )


def _with_seat(presence: Presence) -> str:
    seat = presence.membership.label if presence.membership is not None else ""
    return f"{presence.person}, {seat}" if seat else str(presence.person)


def quorum_sentence(quorum: Quorum, moment: datetime) -> str:
    """« IL Y A QUORUM : 6 membres avec droit de vote sont présents, 5 sont requis (source). »"""
    count = quorum.count_at(moment)
    present = ngettext("{count} voting member is present", "{count} voting members are present", count)
    if quorum.counts_electors:
        present = ngettext("{count} elector is present", "{count} electors are present", count)
    present = present.format(count=count)
    if quorum.needed is None or quorum.rule is None:
        return _("{present}; no rule on the quorum is written.").format(present=present)
    source = f" ({quorum.rule.source})" if quorum.rule.source else ""
    words = _("THERE IS A QUORUM: {present}, {needed} required{source}.")
    if not quorum.is_met_at(moment):
        words = _("THERE IS NO QUORUM: {present}, {needed} required{source}.")
    return words.format(present=present, needed=quorum.needed, source=source)


def opening_sentence(assembly: Assembly) -> SafeString:
    words = _("The assembly is opened at {hour}.")
    if assembly.chair is not None:
        words = _("{chair} chairs the assembly and opens it at {hour}.")
    if assembly.secretary is not None:
        words += " " + _("{secretary} acts as secretary.")
    hour = short_time(assembly.opened_at) if assembly.opened_at else ""
    return paragraph(words.format(chair=assembly.chair, hour=hour, secretary=assembly.secretary))


def closing_sentence(assembly: Assembly, *, is_exhausted: bool = True) -> SafeString:
    """With « l’ordre du jour étant épuisé » only where every item was dealt with."""
    hour = short_time(assembly.closed_at) if assembly.closed_at else ""
    words = _("The agenda being exhausted, the assembly is closed at {hour}.")
    if not is_exhausted:
        words = _("The assembly is closed at {hour}.")
    return paragraph(words.format(hour=hour))


def movements(assembly: Assembly, presences: list[Presence], quorum: Quorum) -> Iterator[SafeString]:
    """Who came in and left during the assembly, and the moments when the quorum was lost or found again."""
    first, last = assembly.opened_at, assembly.closed_at
    told: list[tuple[datetime, int, str]] = []
    for one in presences:
        told.append((one.arrived_at, 0, _("{person} arrives").format(person=one.person)))
        if one.left_at is not None:
            told.append((one.left_at, 1, _("{person} leaves").format(person=one.person)))
    for turn in quorum.turns:
        words = _("the quorum is reached") if turn.is_met else _("THE QUORUM IS LOST")
        count = ngettext("{count} voting member present", "{count} voting members present", turn.count)
        if quorum.counts_electors:
            count = ngettext("{count} elector present", "{count} electors present", turn.count)
        told.append((turn.at, 2, f"{words} ({count.format(count=turn.count)})"))
    during = [one for one in sorted(told) if first and first < one[0] and (last is None or one[0] < last)]
    if during:
        yield paragraph(_("During the assembly:"))
        yield bullets(_("{hour}: {what}.").format(hour=short_time(at), what=what) for at, _order, what in during)


def conflict_sentence(declared: ConflictDeclaration) -> SafeString:
    words = _("{person} declares an interest in this item{nature}")
    words += _(" and withdraws from the discussion and the vote.") if declared.withdrew else "."
    nature = f" ({declared.nature})" if declared.nature else ""
    return paragraph(words.format(person=declared.person, nature=nature))


def question_lines(questions: Iterable[PublicQuestion]) -> Iterator[SafeString]:
    """Each question and its answer, or who will give it and when."""
    for one in questions:
        yield paragraph(_("Question: {question}").format(question=one.question))
        if one.answer:
            yield paragraph(_("Answer: {answer}").format(answer=one.answer))
        elif one.answered_by is not None:
            words = _("{person} will answer by {day}.") if one.due_on else _("{person} will answer.")
            day = plain_date(one.due_on) if one.due_on else ""
            yield paragraph(words.format(person=one.answered_by, day=day))


def item_sentences(item: AgendaItem) -> Iterator[SafeString]:
    """Who presented it, what was said, what became of it; decisions are said elsewhere."""
    presenter = item.presenter or item.presenter_words
    if presenter:
        yield paragraph(_("Presented by {presenter}.").format(presenter=presenter))
    yield from map(conflict_sentence, item.conflicts.all())
    yield from paragraphs(item.discussion)
    yield from question_lines(item.questions.all())
    if item.state == ItemState.CARRIED_OVER:
        yield paragraph(_("This item is carried over to the next assembly."))
    if item.state == ItemState.WITHDRAWN:
        yield paragraph(_("This item is taken off the agenda."))
    if item.kind == ItemKind.QUESTIONS and item.state == ItemState.DONE and not item.questions.all():
        yield paragraph(_("The public asks no question."))


def what_became(assembly: Assembly, item: AgendaItem, *, is_told: bool) -> Iterator[SafeString]:
    """What councils write where the record says nothing else of an item, so that no section is empty."""
    if item.state == ItemState.PLANNED and assembly.closed_at is not None:
        yield paragraph(_("This item was not dealt with."))
    elif item.state == ItemState.DONE and not is_told:
        is_decided = item.kind in (ItemKind.AGENDA, ItemKind.MINUTES, ItemKind.DECISION)
        yield paragraph(_("No decision is written at this item.") if is_decided else _("This item was dealt with."))
