"""A decision followed from the day it left to its answer."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import ProtectedError

from crm.assemblies.domain.answers import figures_by_year
from crm.assemblies.domain.errata import write_erratum
from crm.assemblies.domain.followups import (
    Answer,
    Recipient,
    acknowledge,
    answer_rules,
    await_again,
    record_answer,
    remind_recipient,
    reminder_due_on,
    resume_asking,
    send_decision,
    stop_asking,
)
from crm.assemblies.domain.old_numbers import register_old_decision
from crm.assemblies.enums import AnswerLevel, BylawBasis, BylawKind, Outcome, SendingChannel
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Decision, DecisionErratum, Sending
from tests.factories.assemblies import BylawFactory, DecisionFactory, adopted, sent
from tests.factories.partners import OrganizationFactory

SENT_ON = date(2026, 4, 15)
CITY = Recipient(addressee="La mairie")

pytestmark = pytest.mark.django_db


def answer_rule(days: int = 45, **fields: object) -> None:
    BylawFactory(kind=BylawKind.ANSWER_DAYS, basis=BylawBasis.COUNT, amount=days, **fields)


def test_a_draft_is_not_sent() -> None:
    with pytest.raises(AssemblyRefused, match="adoptée"):
        send_decision(DecisionFactory(), CITY, by=None, on=SENT_ON)

    assert Sending.objects.count() == 0


@pytest.mark.parametrize(
    ("recipient", "on", "remind_on"),
    [
        (CITY, date(2026, 4, 13), None),
        (Recipient(addressee="  "), SENT_ON, None),
        (CITY, SENT_ON, SENT_ON),
    ],
)
def test_what_makes_no_sense_is_refused(recipient: Recipient, on: date, remind_on: date | None) -> None:
    decision = adopted(date(2026, 4, 14))

    with pytest.raises(AssemblyRefused):
        send_decision(decision, recipient, by=None, on=on, remind_on=remind_on)

    assert Sending.objects.count() == 0


def test_the_same_sending_is_written_once_and_several_recipients_are_several_sendings() -> None:
    decision = adopted()
    city = OrganizationFactory(name="Ville des Trois-Ormes")

    first = send_decision(decision, Recipient(city, "La conseillère"), by=None, on=SENT_ON)
    second = send_decision(decision, Recipient(city, "La conseillère"), by=None, on=SENT_ON)
    send_decision(decision, Recipient(addressee="La commission scolaire"), by=None, on=SENT_ON)

    assert first == second
    assert [one.recipient for one in decision.sendings.order_by("pk")] == [
        "Ville des Trois-Ormes, La conseillère",
        "La commission scolaire",
    ]


def test_the_first_acknowledgement_stays() -> None:
    sending = sent(on=SENT_ON)

    acknowledge(sending, date(2026, 4, 20))
    acknowledge(sending, date(2026, 5, 20))

    sending.refresh_from_db()
    assert sending.acknowledged_on == date(2026, 4, 20)
    with pytest.raises(AssemblyRefused):
        acknowledge(sending, date(2026, 4, 14))


def test_it_is_asked_again_after_the_days_that_were_in_force_when_it_left() -> None:
    answer_rule(45, in_force_from=date(2020, 1, 1))
    answer_rule(10, in_force_from=date(2026, 5, 1))

    assert reminder_due_on(sent(on=SENT_ON), answer_rules()) == date(2026, 5, 30)
    assert reminder_due_on(sent(on=date(2026, 5, 2)), answer_rules()) == date(2026, 5, 12)
    assert reminder_due_on(sent(on=SENT_ON, remind_on=date(2026, 4, 30)), answer_rules()) == date(2026, 4, 30)


def test_without_a_rule_nothing_is_assumed() -> None:
    assert reminder_due_on(sent(on=SENT_ON), answer_rules()) is None


def test_a_reminder_starts_the_days_anew_and_is_written_once_a_day() -> None:
    answer_rule(30)
    sending = sent(on=SENT_ON, remind_on=date(2026, 4, 30))

    first = remind_recipient(sending, date(2026, 5, 4), SendingChannel.POST)
    second = remind_recipient(sending, date(2026, 5, 4), SendingChannel.EMAIL)

    sending.refresh_from_db()
    assert (first, second.channel, sending.remind_on) == (second, SendingChannel.POST, None)
    assert reminder_due_on(sending, answer_rules()) == date(2026, 6, 3)


def test_an_answer_ends_the_days_and_the_reminders() -> None:
    answer_rule(30)
    sending = sent(on=SENT_ON)

    held = record_answer(sending, Answer(Outcome.PARTLY, " Oui, en 2027. ", AnswerLevel.PUBLIC), date(2026, 5, 15))

    assert (held.outcome, held.answer, held.public_answer) == (Outcome.PARTLY, "Oui, en 2027.", "Oui, en 2027.")
    assert (held.days_waited(date(2026, 12, 1)), reminder_due_on(held, answer_rules())) == (30, None)
    assert held.acknowledged_on == date(2026, 5, 15)
    with pytest.raises(AssemblyRefused):
        remind_recipient(held, date(2026, 6, 1))


def test_an_answer_for_the_board_has_no_public_words() -> None:
    held = record_answer(sent(on=SENT_ON), Answer(Outcome.FOLLOWED, "Entre nous."), date(2026, 5, 1))

    assert held.public_answer == ""


def test_silence_is_an_outcome_without_words_that_can_be_taken_back() -> None:
    sending = sent(on=SENT_ON)
    with pytest.raises(AssemblyRefused):
        record_answer(sending, Answer(Outcome.NO_ANSWER, "Rien."), date(2026, 9, 1))

    held = record_answer(sending, Answer(Outcome.NO_ANSWER), date(2026, 9, 1))
    assert (held.is_answered, held.acknowledged_on) == (False, None)

    assert await_again(held).is_waiting


def test_the_figures_of_a_year_add_up() -> None:
    for outcome, closed_on in [
        (Outcome.FOLLOWED, date(2026, 4, 25)),
        (Outcome.FOLLOWED, date(2026, 5, 15)),
        (Outcome.NO_ANSWER, date(2026, 10, 1)),
    ]:
        record_answer(sent(on=SENT_ON), Answer(outcome), closed_on)
    sent(on=SENT_ON)
    sent(adopted(date(2025, 1, 7)), on=date(2025, 1, 8))

    latest, before = figures_by_year(Sending.objects.all())

    assert (latest.year, latest.sent, latest.median_days) == (2026, 4, 10)
    assert [(share.outcome, share.count, share.percent) for share in latest.shown] == [
        ("followed", 2, 50),
        ("no_answer", 1, 25),
        ("waiting", 1, 25),
    ]
    assert (before.year, before.sent, before.median_days) == (2025, 1, None)


@pytest.mark.parametrize("field", ["title", "considerations", "text", "number", "kind"])
def test_adopted_words_do_not_change_silently(field: str) -> None:
    decision = Decision.objects.get(pk=adopted().pk)
    setattr(decision, field, "letter")

    with pytest.raises(AssemblyRefused, match="erratum"):
        decision.save()

    assert getattr(Decision.objects.get(pk=decision.pk), field) != "letter"


def test_what_is_not_its_words_still_changes() -> None:
    decision = Decision.objects.get(pk=adopted().pk)
    decision.action_concerned = "Rues sûres"
    decision.save()

    assert Decision.objects.get(pk=decision.pk).action_concerned == "Rues sûres"


def test_an_erratum_stands_beside_the_words_once() -> None:
    decision = adopted()

    write_erratum(decision, "Lire « rue des Tailleurs ».", date(2026, 5, 1))
    write_erratum(decision, " Lire « rue des Tailleurs ». ", date(2026, 5, 1))

    assert [one.text for one in decision.errata.all()] == ["Lire « rue des Tailleurs »."]
    for bad, text, on in [
        (DecisionFactory(), "Lire", SENT_ON),
        (decision, "Lire", date(2026, 4, 1)),
        (decision, " ", SENT_ON),
    ]:
        with pytest.raises(AssemblyRefused):
            write_erratum(bad, text, on)
    assert DecisionErratum.objects.count() == 1


def test_a_number_that_was_given_is_never_deleted() -> None:
    decision, draft = adopted(), DecisionFactory()

    with pytest.raises(ProtectedError):
        decision.delete()
    draft.delete()

    assert list(Decision.objects.all()) == [decision]


def test_a_decision_from_before_asks_nothing_until_someone_asks_for_it_again() -> None:
    answer_rule(45, in_force_from=date(2010, 1, 1))
    old = register_old_decision(
        Decision(title="Une pataugeoire", text="En demander une."), "2019-CA-045", date(2019, 5, 14)
    )
    sending = sent(old, on=date(2019, 5, 15))
    assert reminder_due_on(sending, answer_rules()) is None

    remind_recipient(sending, date(2026, 4, 15))
    assert reminder_due_on(again(sending), answer_rules()) == date(2026, 5, 30)


def again(sending: Sending) -> Sending:
    return Sending.objects.with_words().get(pk=sending.pk)


def test_nobody_is_reminded_of_a_sending_that_rests_until_a_day_is_chosen() -> None:
    answer_rule(45)
    sending = sent(on=SENT_ON, remind_on=date(2026, 5, 1))

    stop_asking(sending, date(2026, 4, 20))
    stop_asking(sending, date(2026, 4, 21))
    rests = again(sending)
    assert (rests.rests_since, rests.is_waiting, reminder_due_on(rests, answer_rules())) == (
        date(2026, 4, 20),
        True,
        None,
    )

    resume_asking(sending, date(2026, 6, 1))
    assert reminder_due_on(again(sending), answer_rules()) == date(2026, 6, 1)


def test_asking_again_ends_the_rest_and_an_outcome_leaves_nothing_to_stop() -> None:
    answer_rule(45)
    sending = stop_asking(sent(on=SENT_ON), date(2026, 4, 20))
    remind_recipient(sending, date(2026, 5, 1))
    assert reminder_due_on(again(sending), answer_rules()) == date(2026, 6, 15)

    record_answer(sending, Answer(Outcome.NO_ANSWER), date(2026, 7, 1))
    for refused in (stop_asking, resume_asking):
        with pytest.raises(AssemblyRefused, match="plus rien"):
            refused(sending, date(2026, 7, 2))
