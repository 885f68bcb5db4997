"""Who is reminded that an answer does not come, when, and in which words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm.accounts.policy import Role
from crm.assemblies.domain.followups import Answer, record_answer, stop_asking
from crm.assemblies.enums import Outcome
from crm.assemblies.models import Sending
from crm.partners.domain.handover import HandoverRefused, hand_over, holdings_of
from crm.partners.domain.need_words import need_words
from crm.partners.domain.needs import NeedKind, needs_of
from crm.partners.enums import HoldingKind
from tests.factories import someone_of
from tests.factories.assemblies import adopted, sent

pytestmark = pytest.mark.django_db

ASK_ON = date(2026, 5, 10)
NOW = datetime(2026, 5, 10, 17, tzinfo=UTC)


def told(role: Role, on: date) -> list[str]:
    needs = [need for need in needs_of(someone_of(role), on) if need.kind == NeedKind.ANSWER]
    return [need_words(need).replace("\u00a0", " ") for need in needs]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 5, 2), []),
        (date(2026, 5, 3), ["Toujours pas de réponse (R-2026-001 → La mairie) : relancez le 10 mai 2026."]),
        (ASK_ON, ["Toujours pas de réponse (R-2026-001 → La mairie) : relancez le 10 mai 2026."]),
        (date(2026, 5, 11), ["Toujours pas de réponse (R-2026-001 → La mairie) : il fallait relancer le 10 mai 2026."]),
    ],
)
def test_the_board_is_reminded_a_week_ahead(on: date, words: list[str]) -> None:
    sent(remind_on=ASK_ON)

    assert told(Role.BOARD, on) == words


def test_an_answer_ends_the_reminders() -> None:
    record_answer(sent(remind_on=ASK_ON), Answer(Outcome.NO_ANSWER), date(2026, 5, 9))

    assert told(Role.BOARD, ASK_ON) == []


def test_whoever_does_not_follow_decisions_hears_nothing_and_no_title_is_told() -> None:
    sent(adopted(title="Congédier le fournisseur", is_closed_session=True), remind_on=ASK_ON)

    assert told(Role.COMMUNICATIONS, ASK_ON) == []
    assert told(Role.READING, ASK_ON) == []
    assert told(Role.BOARD, ASK_ON) == ["Toujours pas de réponse (R-2026-001 → La mairie) : relancez le 10 mai 2026."]


def test_after_a_year_the_board_is_asked_once_whether_it_still_waits() -> None:
    sending = sent(remind_on=ASK_ON)
    after = date(2027, 5, 11)

    (need,) = [one for one in needs_of(someone_of(Role.BOARD), after) if one.record == sending]
    assert (need.kind, need.is_late) == (NeedKind.OLD_ANSWER, False)
    assert need_words(need).replace("\u00a0", " ") == (
        "Plus d’un an sans réponse (R-2026-001 → La mairie) : relancez, inscrivez qu’il n’y en a pas eu, ou cessez de "
        "relancer."
    )

    stop_asking(sending, after)
    assert needs_of(someone_of(Role.BOARD), after) == []


def test_who_leaves_hands_over_the_answers_awaited_and_nobody_those_of_a_closed_session() -> None:
    leaver, board, reader = someone_of(Role.BOARD), someone_of(Role.BOARD), someone_of(Role.COMMUNICATIONS)
    waiting, closed = sent(), sent(adopted(is_closed_session=True))
    answered = sent(addressee="La ministre")
    Sending.objects.update(followed_by=leaver)
    record_answer(answered, Answer(Outcome.FOLLOWED), ASK_ON)

    assert {one.record for one in holdings_of(leaver, ASK_ON, seen_by=board)} == {waiting, closed}
    assert {one.record for one in holdings_of(leaver, ASK_ON, seen_by=reader)} == {waiting}
    given = [
        hand_over(HoldingKind.SENDING, waiting.pk, giver=leaver, taker=reader, by=board, now=NOW),
        hand_over(HoldingKind.SENDING, closed.pk, giver=leaver, taker=board, by=board, now=NOW),
    ]
    assert given == [True, True]
    with pytest.raises(HandoverRefused):
        hand_over(HoldingKind.SENDING, closed.pk, giver=board, taker=reader, by=board, now=NOW)
