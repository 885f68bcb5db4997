"""The ledger of consents: the database itself refuses to change or empty it (T10)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from newsletters.domain.ledger import Act, record
from newsletters.enums import ConsentKind, ConsentMethod
from newsletters.models import ConsentEvent

pytestmark = pytest.mark.django_db

ACT = Act(ConsentMethod.SIGN_UP_FORM, timezone.now())


@pytest.fixture
def event() -> ConsentEvent:
    record(ConsentKind.REQUESTED, "a" * 64, [None], ACT)
    return ConsentEvent.objects.get()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE newsletters_consentevent SET evidence = 'otherwise'",
        "UPDATE newsletters_consentevent SET occurred_at = occurred_at",
        "DELETE FROM newsletters_consentevent",
    ],
)
def test_database_refuses_to_change_a_line(event: ConsentEvent, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(ConsentEvent.objects.values_list("pk", "evidence")) == [(event.pk, "")]


def test_database_refuses_the_orm_too(event: ConsentEvent) -> None:
    event.evidence = "otherwise"
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        event.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.update(actor="nobody")
    assert ConsentEvent.objects.get().actor == "person"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_database_refuses_to_truncate(event: ConsentEvent) -> None:
    connection.check_constraints()  # as at the commit: PostgreSQL empties no table that is still to be checked
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE newsletters_consentevent")
    assert ConsentEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_ledger_is_still_protected_after_a_test_was_flushed(turn: int) -> None:
    assert ConsentEvent.objects.count() == 0
    record(ConsentKind.REQUESTED, "b" * 64, [None], ACT)
    with pytest.raises(IntegrityError, match="append-only"):
        ConsentEvent.objects.all()._raw_delete(using="default")
    assert ConsentEvent.objects.count() == 1
