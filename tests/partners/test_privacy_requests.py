"""The register of requests about personal data: thirty days, an answer that is whole, and who is told in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.need_words import need_words
from crm.partners.domain.needs import Need, needs_of
from crm.partners.enums import RequestKind, RequestOutcome, Visibility
from crm.partners.models import PrivacyRequest
from crm.partners.tasks import forget_old_traces
from tests.factories import PersonFactory, someone_of
from tests.partners.admin_pages import errors, read, text

pytestmark = pytest.mark.django_db

REQUESTS = "/admin/demandes/"
TODAY = date(2026, 11, 24)


@pytest.fixture
def secretary(client: Client) -> User:
    user = someone_of(Role.SECRETARIAT)
    client.force_login(user)
    return user


def said(needs: list[Need]) -> list[str]:
    return [need_words(need).replace("\u00a0", " ") for need in needs]


def test_thirty_days_are_counted_from_the_day_it_came() -> None:
    asked = PrivacyRequest.objects.create(received_on=date(2026, 1, 15))
    assert asked.due_on == date(2026, 2, 14)


@pytest.mark.parametrize(
    "answer",
    [
        {"answered_on": date(2026, 2, 1)},
        {"outcome": RequestOutcome.DONE},
        {"answered_on": date(2026, 1, 14), "outcome": RequestOutcome.DONE},
    ],
)
def test_half_an_answer_is_refused_by_the_database(answer: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivacyRequest.objects.create(received_on=date(2026, 1, 15), **answer)


def test_a_request_is_written_down_then_answered(client: Client, secretary: User) -> None:
    person, today = PersonFactory(), timezone.localdate()
    typed = {"kind": "access", "asked_by": "", "person": person.pk, "received_on": today.isoformat()}
    client.post(f"{REQUESTS}ajouter/", typed)
    asked = PrivacyRequest.objects.get()
    assert (asked.person, asked.due_on) == (person, today + timedelta(days=30))

    page = read(client, f"{REQUESTS}{asked.pk}/")
    assert page.select_one(f'a[href="/admin/personnes/dossier/{person.pk}/"]')
    client.post(f"{REQUESTS}{asked.pk}/", {**typed, "answered_on": today.isoformat(), "outcome": "done"})

    asked.refresh_from_db()
    assert (asked.answered_on, asked.outcome) == (today, RequestOutcome.DONE)


def test_what_is_missing_is_said(client: Client, secretary: User) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = client.post(f"{REQUESTS}ajouter/", {"kind": "access", "received_on": tomorrow})
    assert errors(answer) == ["Ce jour n’est pas encore venu.", "Dites qui demande, ou choisissez la personne."]

    asked = PrivacyRequest.objects.create(asked_by="Une voisine")
    typed = {"kind": "access", "asked_by": "Une voisine", "received_on": timezone.localdate().isoformat()}
    answer = client.post(f"{REQUESTS}{asked.pk}/", {**typed, "outcome": "done"})
    assert errors(answer) == ["Une réponse a sa date, et dit ce qui a été fait."]
    answer = client.post(f"{REQUESTS}{asked.pk}/", {**typed, "outcome": "done", "answered_on": tomorrow})
    assert errors(answer)[0] == "Ce jour n’est pas encore venu."
    asked.refresh_from_db()
    assert asked.outcome == ""


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.BOARD, Role.ARCHIVES, Role.READING])
def test_no_other_role_reads_or_writes_the_register(client: Client, role: Role) -> None:
    asked = PrivacyRequest.objects.create(asked_by="Une voisine")
    client.force_login(someone_of(role))

    for address in (REQUESTS, f"{REQUESTS}ajouter/", f"{REQUESTS}{asked.pk}/"):
        assert client.get(address).status_code == 302
        assert client.post(address, {"kind": "erasure", "asked_by": "X"}).status_code == 302

    assert PrivacyRequest.objects.values_list("kind", "asked_by").get() == ("access", "Une voisine")


@pytest.mark.parametrize(("in_days", "is_said"), [(-1, True), (14, True), (15, False)])
def test_who_may_answer_is_told_in_time(in_days: int, is_said: bool) -> None:
    received = TODAY + timedelta(days=in_days - 30)
    PrivacyRequest.objects.create(kind=RequestKind.ERASURE, asked_by="Une voisine", received_on=received)
    answered = {"answered_on": received, "outcome": RequestOutcome.DONE}
    PrivacyRequest.objects.create(asked_by="Un voisin", received_on=received, **answered)

    needs = needs_of(someone_of(Role.SECRETARIAT), TODAY)

    assert [need.is_late for need in needs] == ([in_days < 0] if is_said else [])
    assert needs_of(someone_of(Role.BOARD), TODAY) == []


def test_needs_name_nobody() -> None:
    PrivacyRequest.objects.create(asked_by="Une voisine", received_on=date(2026, 10, 30))
    for _ in range(2):
        PersonFactory(keep_until=date(2026, 3, 1))
    PersonFactory(keep_until=TODAY, visibility=Visibility.PRIVATE)

    assert said(needs_of(someone_of(Role.SECRETARIAT), TODAY)) == [
        "2 fiches ont passé leur date de conservation : effacez-les, ou dites jusqu’à quand elles servent.",
        "Une demande (« Voir son dossier ») attend une réponse d’ici le 29 novembre 2026.",
    ]


@pytest.mark.parametrize(("answered_on", "is_named"), [(date(2024, 11, 23), False), (date(2024, 11, 24), True)])
def test_two_years_after_the_answer_nobody_is_named(answered_on: date, is_named: bool) -> None:
    facts = {"received_on": date(2024, 11, 1), "asked_by": "Une voisine", "answer": "Le fichier est parti."}
    old = PrivacyRequest.objects.create(
        **facts, person=PersonFactory(), answered_on=answered_on, outcome=RequestOutcome.DONE
    )
    waiting = PrivacyRequest.objects.create(**facts)

    with time_machine.travel("2026-11-24 12:00:00-05:00", tick=False):
        forget_old_traces()
        forget_old_traces()

    old.refresh_from_db()
    waiting.refresh_from_db()
    assert (bool(old.asked_by), bool(old.answer), bool(old.person), bool(waiting.asked_by)) == (*[is_named] * 3, True)
    assert (old.answered_on, old.outcome) == (answered_on, RequestOutcome.DONE)


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_list_costs_the_same_whatever_it_holds(client: Client, secretary: User, number: int) -> None:
    for _ in range(number):
        PrivacyRequest.objects.create(person=PersonFactory())
    client.get(REQUESTS)

    with CaptureQueriesContext(connection) as queries:
        page = read(client, REQUESTS)

    assert len(page.select(".desk__item")) == number
    assert len(queries) == 11


def test_what_waits_comes_before_what_was_answered(client: Client, secretary: User) -> None:
    today = timezone.localdate()
    answered = {"answered_on": today, "outcome": RequestOutcome.REFUSED}
    PrivacyRequest.objects.create(asked_by="Répondue", received_on=today, **answered)
    PrivacyRequest.objects.create(asked_by="En retard", received_on=today - timedelta(days=40))
    PrivacyRequest.objects.create(asked_by="Récente", received_on=today)

    lines = [text(line).split(" · ") for line in read(client, REQUESTS).select(".desk__meta")]

    assert [line[0] for line in lines] == ["En retard", "Récente", "Répondue"]
    assert lines[0][2].startswith("réponse attendue en retard de 10 jours")
