"""Shows a photo a week, hears what the neighbours recognize, and makes it so when two agree and the curator too."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.archive.domain.naming import named_credits, printed_name
from cms.archive.enums import AnswerState, Certainty, CreditRole, Purpose
from cms.archive.errors import MemoryRefused
from cms.archive.models import Credit, Item, Master, RecognitionAnswer, RecognitionPhoto
from crm.accounts.models import User
from crm.events.domain.dates import plain_date
from crm.partners.domain.folding import fold
from crm.partners.domain.searching import LITTLE_WORDS, words_of
from crm.partners.enums import Visibility
from crm.partners.models import Person

logger = logging.getLogger("parvis.archive")

# So many answers that say the same before anybody may accept it.
ENOUGH = 2
# So long is the name of whoever answered kept, if they gave one; what they said stays as the source.
NAMES_KEPT = timedelta(days=365)
ORDER = [Certainty.SURE, Certainty.PROBABLE, Certainty.PERHAPS]


@dataclass(frozen=True)
class Said:
    """What one neighbour says of a photo."""

    name: str
    certainty: str
    source: str
    where: str = ""
    answered_by: str = ""


@dataclass(frozen=True)
class Opinion:
    """One name, and all who say it; the surest first."""

    folded_name: str
    name: str
    state: str
    answers: tuple[RecognitionAnswer, ...]

    @property
    def count(self) -> int:
        """How many neighbours: who answers twice is one."""
        return _voices(self.answers)

    @property
    def is_enough(self) -> bool:
        return self.state == AnswerState.WAITING and self.count >= ENOUGH


def line_up(item: Item, question: str, now: datetime) -> RecognitionPhoto:
    """Put an item in line; one that is there keeps its turn, with the new question.

    Raises `MemoryRefused` for what nobody could look at.
    """
    if not item.is_open(timezone.localdate(now)) or picture_of(item) is None:
        raise MemoryRefused(_("Only a published item with a picture can be shown to be recognized."))
    photo, is_new = RecognitionPhoto.objects.get_or_create(item=item, defaults={"question": question, "added_at": now})
    if not is_new:
        photo.question = question
        photo.save(update_fields=["question"])
    return photo


@transaction.atomic
def show_this_week(photo: RecognitionPhoto, now: datetime) -> None:
    """Give this week to a photo; the one that had it goes back in line."""
    monday = monday_of(timezone.localdate(now))
    RecognitionPhoto.objects.filter(week=monday).exclude(pk=photo.pk).update(week=None)
    photo.week = monday
    photo.save(update_fields=["week"])


@transaction.atomic
def turn_week(now: datetime) -> RecognitionPhoto | None:
    """Give a week that has no photo to the next in line; None where there is nothing to do."""
    today = timezone.localdate(now)
    if RecognitionPhoto.objects.filter(week=monday_of(today)).exists():
        return None
    waiting = RecognitionPhoto.objects.filter(week=None, item__in=Item.objects.public(today)).order_by("pk")
    photo = next((photo for photo in waiting.select_related("item") if picture_of(photo.item)), None)
    if photo is not None:
        show_this_week(photo, now)
    return photo


def photo_of_the_week(on: date) -> RecognitionPhoto | None:
    """The latest that was given a week, as long as anyone may see it: a week without a new one keeps the former."""
    shown = RecognitionPhoto.objects.filter(week__lte=on, item__in=Item.objects.public(on))
    latest = shown.select_related("item").order_by("-week")[:5]
    return next((photo for photo in latest if picture_of(photo.item)), None)


def picture_of(item: Item) -> Master | None:
    """The first of its files that can be looked at."""
    drawn = item.masters.filter(derivatives__purpose=Purpose.IMAGE).distinct()
    return drawn.prefetch_related("derivatives").first()


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def answer_photo(photo: RecognitionPhoto, said: Said, form: str, now: datetime) -> RecognitionAnswer:
    """Keep what a neighbour says. The same form with the same words is one answer, however often it is sent."""
    once = hashlib.sha256(json.dumps([photo.pk, form, astuple(said)]).encode()).hexdigest()
    facts = {**vars(said), "photo": photo, "folded_name": folded_answer(said.name), "answered_at": now}
    try:
        with transaction.atomic():
            answer, is_new = RecognitionAnswer.objects.get_or_create(once=once, defaults=facts)
    except IntegrityError:
        return RecognitionAnswer.objects.get(once=once)
    if is_new:
        logger.info("photo answered", extra={"photo": photo.pk, "answer": answer.pk})
    return answer


def folded_answer(name: str) -> str:
    """What two neighbours must have in common to say the same name."""
    return fold(name)[:120]


def opinions_of(photo: RecognitionPhoto) -> list[Opinion]:
    """What is said of a photo, a name at a time: what two say first, what is set aside last."""
    groups: dict[tuple[str, str], list[RecognitionAnswer]] = {}
    for answer in photo.answers.all():
        groups.setdefault((answer.folded_name, answer.state), []).append(answer)
    opinions = [_opinion(folded, state, answers) for (folded, state), answers in groups.items()]
    turns = list(AnswerState)
    return sorted(opinions, key=lambda opinion: (turns.index(AnswerState(opinion.state)), -opinion.count, opinion.name))


def _opinion(folded: str, state: str, answers: Iterable[RecognitionAnswer]) -> Opinion:
    surest = sorted(answers, key=lambda answer: (ORDER.index(Certainty(answer.certainty)), answer.pk))
    return Opinion(folded, surest[0].name, state, tuple(surest))


def photos_to_decide() -> int:
    """How many photos have a name that two neighbours agree on and nobody decided about."""
    waiting = RecognitionPhoto.objects.prefetch_related("answers").filter(answers__state=AnswerState.WAITING)
    return sum(any(opinion.is_enough for opinion in opinions_of(photo)) for photo in waiting.distinct())


def names_a_hidden_record(item: Item, name: str) -> bool:
    """Whether printing this name would say who stands behind a record that the item credits and that is not public.

    By two words in common, so that « Mme Rose Fictive » is « Rose-Anne Fictive »; a name that the public reads there
    already says nothing new.
    """
    printed = named_credits([item]).filter(role=CreditRole.SHOWN)
    if folded_answer(name) in {folded_answer(one.shown) for one in printed}:
        return False
    hidden = Person.objects.exclude(visibility=Visibility.PUBLIC).filter(pk__in=_credited_people(item))
    return any(
        _is_one_name(name, known)
        for person in hidden.prefetch_related("other_names")
        for known in (person.name, *(other.name for other in person.other_names.all()))
    )


def _credited_people(item: Item) -> set[int]:
    """The records of whoever is credited, in the draft that waits too."""
    drafts = [item.get_latest_revision_as_object()] if item.has_unpublished_changes else []
    return {one.person_id for version in (item, *drafts) for one in version.credits.all() if one.person_id}


def _is_one_name(said: str, known: str) -> bool:
    words, others = (frozenset(words_of(name)) - LITTLE_WORDS for name in (said, known))
    return words == others or len(words & others) > 1


@transaction.atomic
def accept_name(
    photo: RecognitionPhoto, folded_name: str, name: str, by: User, now: datetime, *, even_if_hidden: bool = False
) -> Item:
    """Name someone on the item, as ``name`` spells it, with how it is known; a draft that waits gets it too.

    A name that stands there already is not written twice: what is new is how it is known.
    Raises `MemoryRefused` where fewer than two agree, once it is decided, and where the name is of someone whose record
    is not public, unless it is meant ``even_if_hidden``.
    """
    item = Item.objects.select_for_update().get(pk=photo.item_id)
    waiting = RecognitionAnswer.objects.filter(photo=photo, folded_name=folded_name, state=AnswerState.WAITING)
    answers = list(waiting)
    if _voices(answers) < ENOUGH:
        raise MemoryRefused(_("Two neighbours must say the same name before it is accepted."))
    if not even_if_hidden and names_a_hidden_record(item, name):
        raise MemoryRefused(_("The record of this person is not public: confirm that the site may name them."))
    where = next((answer.where for answer in answers if answer.where), "")
    _name_on(item, Credit(role=CreditRole.SHOWN, name=name, detail=where), _how_known(name, answers, now), by)
    waiting.update(state=AnswerState.ACCEPTED, decided_by=by, decided_at=now)
    logger.info("name accepted", extra={"photo": photo.pk, "item": item.pk, "user": by.pk})
    return item


def _voices(answers: Iterable[RecognitionAnswer]) -> int:
    """Of how many people: by what they sign with, or where nobody signed, by how they say that they know.

    Who answers once without signing and once more with their name, in the same words, is one.
    """
    told = list(answers)
    signed = {fold(one.answered_by) for one in told if one.answered_by}
    words = {fold(one.source) for one in told if one.answered_by}
    return len(signed) + len({fold(one.source) for one in told if not one.answered_by} - words)


def _how_known(name: str, answers: Iterable[RecognitionAnswer], now: datetime) -> str:
    """A line for the team: the item says for ever who was sure of it, and why."""
    said = "; ".join(f"{one.get_certainty_display()}, {one.source}" for one in answers)
    return _("{day}, recognized: {name} ({said})").format(day=plain_date(now), name=name, said=said)


def _name_on(item: Item, credit: Credit, note: str, by: User) -> None:
    draft = item.get_latest_revision_as_object() if item.has_unpublished_changes else None
    _name_once(item, credit, note)
    item.save()
    if draft is not None:
        _name_once(draft, credit, note)
        draft.save_revision(user=by, changed=True)
    else:
        # Who may accept a name may not always publish: the words are published already.
        item.save_revision(user=by, changed=True).publish(user=by, skip_permission_checks=True)


def _name_once(words: Item, credit: Credit, note: str) -> None:
    """Who is named there already is not named again: only how it is known is new."""
    named = {folded_answer(printed_name(one)) for one in words.credits.all() if one.role == credit.role}
    if folded_answer(credit.name) not in named:
        words.credits.add(Credit(role=credit.role, name=credit.name, detail=credit.detail))
    words.team_notes = f"{words.team_notes}\n{note}".strip()


@transaction.atomic
def set_aside(photo: RecognitionPhoto, folded_name: str, by: User, now: datetime) -> int:
    """Not that name: its answers are kept and lead to nothing; how many. `hear_again` undoes it."""
    waiting = RecognitionAnswer.objects.filter(photo=photo, folded_name=folded_name, state=AnswerState.WAITING)
    return waiting.update(state=AnswerState.SET_ASIDE, decided_by=by, decided_at=now)


def hear_again(photo: RecognitionPhoto, folded_name: str) -> int:
    """What was set aside waits again."""
    aside = RecognitionAnswer.objects.filter(photo=photo, folded_name=folded_name, state=AnswerState.SET_ASIDE)
    return aside.update(state=AnswerState.WAITING, decided_by=None, decided_at=None)


def forget_who_answered(now: datetime) -> int:
    """Erase the names of those who answered long ago; what they said stays, as the source of what is known."""
    old = RecognitionAnswer.objects.filter(answered_at__lte=now - NAMES_KEPT).exclude(answered_by="")
    return old.update(answered_by="")
