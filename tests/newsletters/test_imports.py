"""A list is imported with its proofs or not at all, and can be undone (T10, T13)."""

from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from time_machine import travel

from crm.partners.domain.imports.csv_files import read_table
from newsletters.domain.addresses import hash_address
from newsletters.domain.consent import leave_topics
from newsletters.domain.import_columns import choose_columns
from newsletters.domain.import_plan import plan_import
from newsletters.domain.import_undo import Undone, undo_import
from newsletters.domain.imports import carry_out
from newsletters.enums import ConsentBasis, ConsentMethod, ImportState, RowOutcome, SubscriptionState, SuppressionReason
from newsletters.models import (
    ConsentEvent,
    Delivery,
    ImportBatch,
    ImportRow,
    Mailing,
    Subscriber,
    Subscription,
    Suppression,
)
from tests.factories import SubscriptionFactory
from tests.newsletters.at_once import elsewhere, once_after, one_writer

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 14)
NOW = datetime(2026, 5, 14, 16, 0, tzinfo=UTC)
HEADER = "email,topic,basis,date,evidence,source,relevance"


def plan_of(*lines: str, header: str = HEADER, default=()):
    table = read_table("\n".join([header, *lines]), "courriel, sujet")
    return plan_import(table, choose_columns(table.columns, {}), default, TODAY)


def import_(*lines: str) -> ImportBatch:
    batch = ImportBatch.objects.create(filename="liste.csv", content="…")
    carry_out(batch, plan_of(*lines), now=NOW, actor="user:1")
    return batch


def outcomes(plan) -> list[str]:
    return [row.outcome for row in plan.rows]


def everything() -> tuple:
    return (
        list(Subscriber.objects.order_by("pk").values_list("email", "confirmed_at")),
        list(
            Subscription.objects.order_by("pk").values_list(
                "subscriber__email", "topic__slug", "state", "basis", "basis_date", "expires_on"
            )
        ),
    )


def test_list_of_addresses_alone_makes_nobody_mailable(topics) -> None:
    plan = plan_of("a@example.org", "b@example.org", header="courriel", default=topics)
    assert outcomes(plan) == ["refused", "refused"]
    assert plan.mailable == 0
    assert plan.rows[0].reason.replace("\u00a0", " ") == (
        "Sans preuve, nous ne pouvons pas écrire. Il manque : Motif du consentement, Date du motif, Preuve."
    )


def test_line_with_its_proof_is_imported_into_the_ledger(topics) -> None:
    batch = import_("Jeanne@Example.org,Assemblées; verdissement,membre,2025-05-01,Registre des membres p. 3")
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.confirmed_at) == ("Jeanne@example.org", NOW)
    assert set(subscriber.subscriptions.mailable(TODAY).values_list("topic__slug", "basis", "expires_on")) == {
        ("assemblees", "membership", date(2027, 5, 1)),
        ("verdissement", "membership", date(2027, 5, 1)),
    }
    events = ConsentEvent.objects.values_list("kind", "method", "actor", "basis", "basis_date", "evidence")
    assert set(events) == {
        ("imported", "import", "user:1", "membership", date(2025, 5, 1), "Registre des membres p. 3")
    }
    assert events.count() == 2
    assert (batch.state, batch.content) == ("imported", "")


def test_imported_rows_keep_no_address(topics) -> None:
    import_("jeanne@example.org,assemblees,express,2025-05-01,Feuille", "pas une adresse,assemblees,express,,")
    assert "jeanne" not in str(list(ImportRow.objects.values()))
    assert list(ImportRow.objects.values_list("line", "outcome")) == [(2, "new"), (3, "refused")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("jeanne,assemblees,express,2025-05-01,x", "adresse de courriel complète"),
        ("a@example.org,potager,express,2025-05-01,x", "Sujet inconnu : potager"),
        ("a@example.org,,express,2025-05-01,x", "Aucun sujet"),
        ("a@example.org,assemblees,,2025-05-01,x", "Il manque : Motif"),
        ("a@example.org,assemblees,express,,x", "Il manque : Date"),
        ("a@example.org,assemblees,express,2025-05-01,", "Il manque : Preuve"),
        ("a@example.org,assemblees,rencontre,2025-05-01,x", "Motif inconnu"),
        ("a@example.org,assemblees,express,14/05/2025,x", "14/05/2025"),
        ("a@example.org,assemblees,express,2026-05-15,x", "dans l’avenir"),
        ("a@example.org,assemblees,membre,2024-05-13,x", "2026-05-13"),
        ("a@example.org,assemblees,demande,2025-11-13,x", "2026-05-13"),
        ("a@example.org,assemblees,publiée,2025-11-13,x", "Où l’adresse est publiée"),
        ("a@example.org,assemblees,publiée,2025-11-13,,https://example.org/equipe", "En quoi nos lettres"),
    ],
)
def test_line_is_refused_with_its_number_and_reason(topics, line: str, words: str) -> None:
    row = plan_of(line).rows[0]
    assert (row.outcome, row.line.number) == (RowOutcome.REFUSED, 2)
    assert words in row.reason.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "line",
    [
        "a@example.org,assemblees,membre,2024-05-14,x",
        "a@example.org,assemblees,demande,2025-11-14,x",
        "a@example.org,ASSEMBLÉES,consentement exprès,2026-05-14,x",
        "a@example.org,assemblees,publiée,2025-11-13,,https://example.org/equipe,Urbaniste de l’arrondissement",
    ],
)
def test_line_at_the_edge_is_accepted(topics, line: str) -> None:
    assert outcomes(plan_of(line)) == ["new"]


def test_published_address_keeps_its_source_and_its_relevance_as_evidence(topics) -> None:
    import_("a@example.org,assemblees,publiée,2025-11-13,,https://example.org/equipe,Urbaniste")
    assert ConsentEvent.objects.get().evidence == "https://example.org/equipe; Urbaniste"


@pytest.mark.parametrize("reason", SuppressionReason)
def test_suppression_beats_the_import_whatever_the_case(topics, reason) -> None:
    Suppression.objects.create(address_hash=hash_address("jeanne@example.org"), reason=reason)
    plan = plan_of(
        "JEANNE@example.org,assemblees,express,2025-05-01,x", "paul@example.org,assemblees,express,2025-05-01,x"
    )
    assert outcomes(plan) == ["refused", "new"]


def test_topic_that_the_person_left_is_not_brought_back(topics) -> None:
    left = SubscriptionFactory(topic=topics[0], state=SubscriptionState.LEFT, subscriber__email="a@example.org")
    import_("a@example.org,assemblees;activites,express,2025-05-01,x")
    assert set(left.subscriber.subscriptions.values_list("topic__slug", "state")) == {
        ("assemblees", "left"),
        ("activites", "active"),
    }
    assert "Assemblées" in ImportRow.objects.get().reason


@pytest.mark.parametrize(
    ("held", "line", "outcome"),
    [
        ((ConsentBasis.EXPRESS, None), "membre,2026-05-01", RowOutcome.KNOWN),
        ((ConsentBasis.EXPRESS, None), "express,2026-05-01", RowOutcome.KNOWN),
        ((ConsentBasis.MEMBERSHIP, date(2027, 1, 1)), "demande,2026-05-01", RowOutcome.KNOWN),
        ((ConsentBasis.MEMBERSHIP, date(2027, 1, 1)), "membre,2026-05-01", RowOutcome.ADDED),
        ((ConsentBasis.MEMBERSHIP, date(2027, 1, 1)), "express,2020-05-01", RowOutcome.ADDED),
        ((ConsentBasis.MEMBERSHIP, date(2026, 5, 13)), "demande,2026-05-01", RowOutcome.ADDED),
    ],
)
def test_consent_that_holds_is_never_weakened(topics, held, line, outcome) -> None:
    basis, expires_on = held
    SubscriptionFactory(topic=topics[0], basis=basis, expires_on=expires_on, subscriber__email="a@example.org")
    assert outcomes(plan_of(f"a@example.org,assemblees,{line},x")) == [outcome]


def test_same_address_twice_in_a_list_is_brought_once(topics) -> None:
    plan = plan_of(
        "a@example.org,assemblees,express,2025-05-01,x",
        "A@EXAMPLE.org,assemblees,express,2025-05-01,x",
        "a@example.org,activites,express,2025-05-01,x",
    )
    assert outcomes(plan) == ["new", "refused", "new"]
    assert "2" in plan.rows[1].reason
    assert plan.mailable == 1


def test_planning_writes_nothing(topics, django_assert_num_queries) -> None:
    lines = [f"p{n}@example.org,assemblees,express,2025-05-01,x" for n in range(600)]
    with django_assert_num_queries(1 + 2 * 3):
        plan_of(*lines)
    assert everything() == ([], [])


def test_import_that_fails_at_its_last_step_writes_nothing(topics) -> None:
    batch = ImportBatch.objects.create(filename="liste.csv", content="…")
    ImportRow.objects.create(batch=batch, line=2, outcome=RowOutcome.NEW)
    plan = plan_of("a@example.org,assemblees,express,2025-05-01,x")
    with pytest.raises(IntegrityError):
        carry_out(batch, plan, now=NOW, actor="user:1")
    assert everything() == ([], [])
    assert ConsentEvent.objects.count() == 0
    batch.refresh_from_db()
    assert (batch.state, batch.content) == ("prepared", "…")


def test_second_import_of_a_batch_is_refused(topics) -> None:
    batch = import_("a@example.org,assemblees,express,2025-05-01,x")
    with pytest.raises(ValidationError):
        carry_out(batch, plan_of("b@example.org,assemblees,express,2025-05-01,x"), now=NOW, actor="user:1")
    assert Subscriber.objects.count() == 1


def test_undo_gives_back_exactly_what_was_there(topics) -> None:
    SubscriptionFactory(
        topic=topics[0],
        basis=ConsentBasis.MEMBERSHIP,
        basis_date=date(2025, 1, 1),
        expires_on=date(2027, 1, 1),
        subscriber__email="connue@example.org",
    )
    before = everything()
    batch = import_(
        "nouveau@example.org,assemblees;activites,express,2025-05-01,x",
        "connue@example.org,assemblees;verdissement,express,2025-05-01,x",
    )
    assert everything() != before
    assert undo_import(batch, now=NOW, actor="user:1") == Undone(taken_back=4, kept=0)
    assert everything() == before
    withdrawn = ConsentEvent.objects.filter(kind="withdrawn", method="import", evidence=f"undo: {batch.pk}")
    assert withdrawn.count() == 4
    with pytest.raises(ValidationError):
        undo_import(batch, now=NOW, actor="user:1")


def test_undo_leaves_what_the_person_did_since(topics) -> None:
    batch = import_(
        "a@example.org,assemblees;activites,express,2025-05-01,x", "b@example.org,assemblees,express,2025-05-01,x"
    )
    person = Subscriber.objects.get(email="a@example.org")
    leave_topics(person, topics[:1], ConsentMethod.ONE_CLICK, NOW)
    assert undo_import(batch, now=NOW, actor="user:1") == Undone(taken_back=2, kept=1)
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["a@example.org"]
    assert list(person.subscriptions.values_list("topic__slug", "state")) == [("assemblees", "left")]


@pytest.mark.parametrize("everything", [True, False])
def test_who_leaves_between_the_plan_and_the_import_does_not_come_back(topics, everything: bool) -> None:
    import_("a@example.org,assemblees,membre,2025-05-01,x")
    plan = plan_of("a@example.org,assemblees,express,2025-05-01,x", "b@example.org,assemblees,express,2025-05-01,x")
    leave_topics(Subscriber.objects.get(), None if everything else topics[:1], ConsentMethod.ONE_CLICK, NOW)
    batch = ImportBatch.objects.create(filename="liste.csv", content="…")

    with pytest.raises(ValidationError, match="entre-temps"):
        carry_out(batch, plan, now=NOW, actor="user:1")

    assert Subscriber.objects.get().subscriptions.get().state == SubscriptionState.LEFT
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportState.PREPARED


def test_list_does_not_weaken_a_consent_given_since_its_plan(topics) -> None:
    plan = plan_of("a@example.org,assemblees,membre,2025-05-01,x")
    import_("a@example.org,assemblees,express,2025-05-01,x")

    with pytest.raises(ValidationError, match="entre-temps"):
        carry_out(ImportBatch.objects.create(filename="liste.csv"), plan, now=NOW, actor="user:1")

    assert Subscription.objects.get().basis == ConsentBasis.EXPRESS


@one_writer
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_leaves_while_a_list_is_undone_has_left(topics) -> None:
    import_("a@example.org,assemblees,membre,2025-05-01,x")
    batch, person = import_("a@example.org,assemblees,express,2025-05-01,x"), Subscriber.objects.get()
    others: list[Thread] = []

    def leave_meanwhile() -> None:
        others.append(elsewhere(lambda: leave_topics(person, topics[:1], ConsentMethod.ONE_CLICK, NOW) and None))
        others[0].join(timeout=2)  # seconds: it waits for this very transaction

    with once_after('SELECT "newsletters_subscription"', leave_meanwhile):
        undo_import(batch, now=NOW, actor="user:1")
    others[0].join()

    assert Subscription.objects.get().state == SubscriptionState.LEFT


def test_undo_keeps_the_file_of_someone_already_written_to(topics) -> None:
    batch = import_("a@example.org,assemblees,express,2025-05-01,x")
    person = Subscriber.objects.get()
    Delivery.objects.create(mailing=Mailing.objects.create(subject="Mai"), subscriber=person, email=person.email)
    undo_import(batch, now=NOW, actor="user:1")
    assert Subscriber.objects.get() == person
    assert Subscription.objects.count() == 0


@pytest.fixture
def list_file(tmp_path: Path, topics) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(
        "Courriel;Sujet;Motif;Date;Preuve\n"
        "a@example.org;Assemblées;exprès;2025-05-01;Formulaire papier 12\n"
        "b@example.org;Assemblées;;;\n",
        encoding="cp1252",
    )
    return path


@travel(NOW, tick=False)
def test_command_imports_and_reports_each_refused_line(list_file, capsys, tmp_path) -> None:
    call_command("import_subscribers", list_file, refused=tmp_path / "refus.csv")
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Ligne 3 : Sans preuve" in said
    assert "1 personne peut recevoir nos lettres" in said
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["a@example.org"]
    refused = (tmp_path / "refus.csv").read_text(encoding="utf-8-sig").splitlines()
    assert refused[0] == "Courriel;Sujet;Motif;Date;Preuve;Ligne;Raison"
    assert refused[1].startswith("b@example.org;Assemblées;;;;3;")


@travel(NOW, tick=False)
def test_command_rehearses_without_writing(list_file, capsys) -> None:
    call_command("import_subscribers", list_file, dry_run=True)
    assert "rien n’a été écrit" in capsys.readouterr().out
    assert Subscriber.objects.count() == ImportBatch.objects.count() == 0


@travel(NOW, tick=False)
def test_command_maps_columns_and_takes_a_topic(tmp_path, topics, capsys) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Qui,Pourquoi,Quand,Papier\na@example.org,express,2025-05-01,Feuille 4\n", encoding="utf-8-sig")
    pairs = ["email=Qui", "basis=Pourquoi", "basis_date=Quand", "evidence=Papier"]
    call_command("import_subscribers", path, map=pairs, topic=["verdissement"])
    assert Subscription.objects.get().topic.slug == "verdissement"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"map": ["email=Absente"]}, "Absente"),
        ({"topic": ["potager"]}, "Sujet inconnu"),
    ],
)
def test_command_explains_a_wrong_option(list_file, options, words) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("import_subscribers", list_file, **options)
    assert ImportBatch.objects.count() == 0


def test_command_explains_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(CommandError, match="absente"):
        call_command("import_subscribers", tmp_path / "absente.csv")
