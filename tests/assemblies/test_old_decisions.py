"""Old decisions come in from a spreadsheet: recognised, looked at, written under their numbers."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from crm.assemblies.domain.followups import remind_recipient
from crm.assemblies.domain.old_decisions.bringing import (
    bring_decisions,
    forget_prepared_decisions,
    plan_decisions,
    prepare_decisions,
    settle_decisions,
)
from crm.assemblies.domain.old_decisions.undoing import obstacles_of, undo_decisions
from crm.assemblies.enums import AnswerLevel, DecisionKind, DecisionResult
from crm.assemblies.models import Decision, DecisionImport, ImportedDecision, Sending
from crm.partners.domain.imports.batches import decide
from crm.partners.enums import ImportState, LineDecision
from tests.factories import OrganizationFactory
from tests.factories.assemblies import adopted

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 14)
NOW = datetime(2026, 4, 14, 12, tzinfo=ZoneInfo("America/Toronto"))
HEADINGS = "No;Date;Genre;Objet;Résolution;Résultat;Huis clos;Envoyée à;Envoyée le;Suite;Réponse;Date de réponse\n"


def prepared(*lines: str, headings: str = HEADINGS, **choices: bool) -> DecisionImport:
    batch = prepare_decisions("registre.csv", (headings + "\n".join(lines)).encode(), by=None, now=NOW)
    plan_decisions(batch, batch.mapping, today=TODAY, **choices)
    return batch


def brought(*lines: str, **choices: bool) -> DecisionImport:
    batch = prepared(*lines, **choices)
    bring_decisions(batch, now=NOW, today=TODAY)
    return batch


def outcomes(batch: DecisionImport) -> list[str]:
    return list(batch.lines.values_list("outcome", flat=True))


def reason(batch: DecisionImport) -> str:
    return str(batch.lines.get().reason)


def test_a_whole_line_becomes_a_decision_followed_to_its_answer() -> None:
    city = OrganizationFactory(name="Ville des Trois-Ormes")
    batch = prepared(
        "2019-CA-045;14 mai 2019;Avis;Une traverse;Demander une traverse.;Adopté à l’unanimité;non;"
        "ville des trois ormes;2019-05-20;Suivie en partie;Au printemps.;2019-09-01"
    )
    assert outcomes(batch) == ["new"]
    assert not Decision.objects.exists()

    bring_decisions(batch, now=NOW, today=TODAY)

    decision, sending = Decision.objects.get(), Sending.objects.get()
    assert (decision.number, decision.kind, decision.adopted_on) == ("2019-CA-045", "opinion", date(2019, 5, 14))
    assert (decision.title, decision.text) == ("Une traverse", "Demander une traverse.")
    assert (decision.result, decision.is_public, decision.is_from_before) == (DecisionResult.UNANIMOUS, True, True)
    assert (sending.organization, sending.addressee, sending.sent_on) == (city, "", date(2019, 5, 20))
    assert (sending.outcome, sending.answer, sending.closed_on) == ("partly", "Au printemps.", date(2019, 9, 1))
    assert sending.answer_level == AnswerLevel.BOARD


def test_what_is_brought_in_twice_is_written_once() -> None:
    line = "45;2019-05-14;;Une traverse;;;;À la mairie;2019-05-20"
    batch = brought(line)
    bring_decisions(batch, now=NOW, today=TODAY)
    again = brought(line)

    assert (Decision.objects.count(), Sending.objects.count()) == (1, 1)
    assert outcomes(again) == ["known"]


def test_a_line_left_out_takes_no_number_and_no_place() -> None:
    batch = prepared("45;2019-05-14;;Un banc", "45;2019-05-14;;Un jardin", "46;2019-05-14;;Un jardins")
    assert outcomes(batch) == ["new", "refused", "new"]

    decide(batch, {2: LineDecision.LEAVE})
    assert (settle_decisions(batch, today=TODAY), outcomes(batch)) == (2, ["new", "new", "doubtful"])
    bring_decisions(batch, now=NOW, today=TODAY)

    assert list(Decision.objects.values_list("number", "title")) == [("45", "Un jardin")]


def test_a_line_taken_back_has_its_number_again() -> None:
    batch = prepared("45;2019-05-14;;Un banc", "45;2019-05-14;;Un jardin")
    for decision, becomes in ((LineDecision.LEAVE, ["new", "new"]), (LineDecision.TAKE, ["new", "refused"])):
        decide(batch, {2: decision})
        settle_decisions(batch, today=TODAY)
        assert outcomes(batch) == becomes


def test_the_numbers_that_follow_never_meet_those_of_a_list() -> None:
    brought("R-2026-7;2026-02-10;;Banc;Un banc.", "R-2026-004;2026-02-10;;Jardin;Un jardin.")

    assert adopted(date(2026, 4, 14)).number == "R-2026-008"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";2019-05-14;;Banc", "Le numéro manque"),
        ("45;;;Banc", "Le jour de l’adoption manque"),
        ("45;05/06/2019;;Banc", "illisible"),
        ("45;mai 2019;;Banc", "illisible"),
        ("45;2026-04-15;;Banc", "encore à venir"),
        ("45;2019-05-14;;;", "ne dit rien"),
        ("45;2019-05-14;Règlement;Banc", "n’est pas un genre de décision"),
        ("45;2019-05-14;;Banc;;Rejetée", "n’a pas été adoptée"),
        ("45;2019-05-14;;Banc;;Rejetée à l’unanimité", "n’a pas été adoptée"),
        ("45;2019-05-14;;Banc;;Refusée à la majorité", "n’a pas été adoptée"),
        ("45;2019-05-14;;Banc;;Non adoptée", "n’est pas un résultat"),
        ("45;2019-05-14;;Banc;;Peut-être", "n’est pas un résultat"),
        ("45;2019-05-14;;Banc;;;peut-être", "ne dit pas si c’était à huis clos"),
        ("R-2018-3;2019-05-14;;Banc", "n’est pas de la série"),
        ("45;2019-05-14;;Banc;;;;La mairie", "Le jour de l’envoi manque"),
        ("45;2019-05-14;;Banc;;;;La mairie;2019-05-13", "pas encore adoptée"),
        ("45;2019-05-14;;Banc;;;;La mairie;2019-05-20;Suivie", "Le jour de la réponse manque"),
        ("45;2019-05-14;;Banc;;;;La mairie;2019-05-20;;Merci de votre lettre, nous verrons", "dites aussi"),
        ("45;2019-05-14;;Banc;;;;;;Suivie;;2019-06-01", "personne à qui"),
        (
            "45;2019-05-14;;Banc;;;;La mairie;2019-05-20;Pas encore réalisée;;2019-06-01",
            "ne dit pas ce qu’elle est devenue",
        ),
        ("45;2019-05-14;;Banc;;;;La mairie;2019-05-20;Non acceptée;;2019-06-01", "ne dit pas ce qu’elle est devenue"),
        ("45;2019-05-14;;Banc;;;;La mairie;2019-05-20;;Pas encore acceptée;2019-06-01", "dites aussi"),
        ("45;2019-05-14;;Banc;;;;La mairie;2019-05-20;Oups;;2019-06-01", "ne dit pas ce qu’elle est devenue"),
    ],
)
def test_a_line_that_cannot_be_written_says_why(line: str, why: str) -> None:
    batch = brought(line)

    assert outcomes(batch) == ["refused"]
    assert why in reason(batch)
    assert not Decision.objects.exists()


def test_a_number_that_is_taken_is_refused_with_the_name_of_who_has_it() -> None:
    brought("45;2019-05-14;;Une traverse")

    batch = brought("45;2019-06-11;;Un banc", "46;2019-06-11;;Une fontaine", "46;2019-06-11;;Un abreuvoir")

    assert outcomes(batch) == ["refused", "new", "refused"]
    assert [line.reason for line in batch.lines.exclude(reason="")] == [
        "Le numéro 45 est celui d’une autre décision\u00a0: Une traverse.",
        "La ligne 3 a le même numéro, 46.",
    ]


def test_the_same_words_under_another_number_are_a_doubt_that_someone_settles() -> None:
    brought("45;2019-05-14;;Une traverse sûre rue des Tailleurs")
    line = "45-B;2019-05-14;;Une traverse sure, rue des Tailleurs"

    left = brought(line)
    assert (outcomes(left), Decision.objects.count()) == (["doubtful"], 1)

    kept = prepared(line)
    kept.lines.update(decision=LineDecision.NEW)
    bring_decisions(kept, now=NOW, today=TODAY)
    assert set(Decision.objects.values_list("number", flat=True)) == {"45", "45-B"}


def test_a_list_completes_what_stands_without_changing_it() -> None:
    brought("45;2019-05-14;;Une traverse")
    batch = brought("45;2019-05-14;;UNE TRAVERSE;;;;La mairie;2019-05-20;Sans réponse")

    sending = Sending.objects.get()
    assert outcomes(batch) == ["update"]
    assert (sending.decision.title, sending.outcome, sending.closed_on) == ("Une traverse", "no_answer", TODAY)
    undo_decisions(batch, now=NOW)
    assert (Decision.objects.count(), Sending.objects.count()) == (1, 0)


def test_the_choices_of_the_list_hold_for_each_line() -> None:
    line = "45;2019-05-14;;Banc;;;;La mairie;;Suivie;Il est là.;2019-09-01"
    brought(line, sent_when_adopted=True, answers_are_public=True)

    sending = Sending.objects.get()
    assert (sending.sent_on, sending.answer_level) == (date(2019, 5, 14), AnswerLevel.PUBLIC)


def test_what_was_decided_in_closed_session_stays_there() -> None:
    brought("45;2019-05-14;;Plainte;;;Oui")

    assert not Decision.objects.public().exists()
    assert Decision.objects.get().is_closed_session


def test_the_decisions_of_a_list_stay_in_the_register() -> None:
    batch = brought("45;2019-05-14;;Banc")

    assert [(one.what, one.why) for one in obstacles_of(batch)] == [("45 Banc", "elle a son numéro dans le registre")]
    with pytest.raises(ValidationError, match="registre"):
        undo_decisions(batch, now=NOW)
    assert Decision.objects.count() == 1


def test_what_was_added_is_taken_back_unless_something_was_built_on_it() -> None:
    brought("45;2019-05-14;;Banc")
    batch = brought("45;2019-05-14;;Banc;;;;La mairie;2019-05-20")
    reminder = remind_recipient(Sending.objects.get(), TODAY)

    assert [one.what for one in obstacles_of(batch)] == ["45 → La mairie"]
    with pytest.raises(ValidationError):
        undo_decisions(batch, now=NOW)
    reminder.delete()

    undo_decisions(batch, now=NOW)
    undo_decisions(batch, now=NOW)

    assert (Decision.objects.count(), Sending.objects.count()) == (1, 0)
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE


def test_the_register_is_looked_at_again_when_a_list_is_written() -> None:
    batch = prepared("45;2019-05-14;;Banc", "46;2019-05-14;;Fontaine")
    brought("45;2020-01-14;;Kiosque")

    bring_decisions(batch, now=NOW, today=TODAY)

    assert outcomes(batch) == ["refused", "new"]


def test_a_list_without_numbers_or_days_asks_for_their_columns() -> None:
    batch = prepare_decisions("registre.csv", b"Objet;Date\nBanc;2019-05-14\n", by=None, now=NOW)

    with pytest.raises(ValidationError, match="numéro"):
        plan_decisions(batch, batch.mapping, today=TODAY)
    with pytest.raises(ValidationError, match="colonnes"):
        bring_decisions(batch, now=NOW, today=TODAY)


def test_a_title_above_the_columns_does_not_hinder() -> None:
    batch = prepared("45;2019-05-14;;Banc", headings="Registre des résolutions 2019" + ";" * 11 + "\n" + HEADINGS)

    assert outcomes(batch) == ["new"]


def test_the_words_of_a_list_are_forgotten() -> None:
    batch = brought("45;2019-05-14;;Plainte;Mots du huis clos.;;Oui")
    assert "".join(batch.lines.get().cells) == "45"

    waiting = prepared("46;2019-05-14;;Banc")
    assert forget_prepared_decisions(NOW.replace(day=15, hour=13)) > 0
    assert not ImportedDecision.objects.filter(batch=waiting).exists()
    assert ImportedDecision.objects.filter(batch=batch).exists()


def test_each_kind_is_recognised_in_the_plural_too() -> None:
    kinds = ("Résolution", "Avis", "Mémoires", "Recommandations", "Lettre")
    brought(*(f"{rank};2019-05-14;{kind};Objet {kind}" for rank, kind in enumerate(kinds, start=1)))

    assert list(Decision.objects.order_by("number").values_list("kind", flat=True)) == DecisionKind.values
