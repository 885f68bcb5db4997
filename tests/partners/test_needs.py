"""What waits for someone today: theirs, or nobody's; never what they may not see, never what needs no act."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoAssertNumQueries

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.digests import people_to_tell, send_digest
from crm.partners.domain.need_words import need_words
from crm.partners.domain.needs import NeedKind, needs_of
from crm.partners.enums import FundingStatus, OrganizationKind, Visibility
from crm.partners.models import Cadence, Council, Digest, Funding, Organization, Task
from crm.partners.tasks import send_weekly_digest
from tests.factories import (
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
    edtf,
    someone_of,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
LONG_AGO = datetime(2024, 1, 1, 17, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 13, tzinfo=UTC)  # eight in the morning


def kinds(user: User, on: date = TODAY) -> list[tuple[str, bool]]:
    return [(need.kind.value, need.is_late) for need in needs_of(user, on)]


@pytest.fixture
def board_member() -> User:
    return someone_of(Role.BOARD)


@pytest.fixture
def ours() -> Organization:
    return OrganizationFactory(name="Conseil de quartier des Trois-Ormes", is_our_council=True)


def funding(**facts: Any) -> Funding:
    return Funding.objects.create(
        funder=OrganizationFactory(name="Fonds du Parvis"), programme="Quartiers verts", **facts
    )


def test_where_nothing_waits_nothing_is_said(board_member: User) -> None:
    Task.objects.create(title="Plus tard", assignee=board_member, due_on=TODAY + timedelta(days=8))
    Task.objects.create(title="Faite", assignee=board_member, done_at=LONG_AGO)
    Task.objects.create(title="À une autre personne", assignee=UserFactory(), due_on=TODAY)
    funding(call_closes_on=TODAY + timedelta(days=31))
    funding(call_closes_on=TODAY, followed_by=UserFactory())
    MembershipFactory(organization__is_our_council=True, term_ends_on=edtf("2027-06"))
    MembershipFactory(term_ends_on=edtf("2026-12"))
    assert kinds(board_member) == []


def test_the_late_come_first_then_the_nearest(board_member: User) -> None:
    Task.objects.create(title="Rappeler", assignee=board_member, due_on=TODAY + timedelta(days=7))
    Task.objects.create(title="Écrire", assignee=board_member, due_on=TODAY - timedelta(days=1))
    Task.objects.create(title="Un jour")
    funding(call_closes_on=TODAY + timedelta(days=2))
    assert kinds(board_member) == [("task", True), ("call_closes", False), ("task", False), ("task", False)]


@pytest.mark.parametrize(
    ("term_ends", "expected"),
    [
        ("2027-01-23", [("term", False)]),
        ("2027-01-24", []),
        ("2026-11-23", [("term", True)]),
        ("2026", [("term", False)]),
    ],
)
def test_a_term_is_announced_sixty_days_ahead(
    term_ends: str, expected: list[Any], board_member: User, ours: Organization
) -> None:
    MembershipFactory(on_behalf_of=ours, term_ends_on=edtf(term_ends))
    assert kinds(board_member) == expected


def test_a_renewed_or_ended_term_asks_for_nothing(board_member: User, ours: Organization) -> None:
    first = MembershipFactory(organization=ours, starts_on=edtf("2022-04"), term_ends_on=edtf("2024-04"))
    MembershipFactory(organization=ours, person=first.person, starts_on=edtf("2024-05"), renews=first)
    MembershipFactory(organization=ours, term_ends_on=edtf("2026-04"), ends_on=edtf("2026-04"))
    assert kinds(board_member) == []


def test_what_is_private_is_for_the_secretariat(board_member: User, ours: Organization) -> None:
    MembershipFactory(organization=ours, term_ends_on=edtf("2026-04"), visibility=Visibility.PRIVATE)
    funding(call_closes_on=TODAY, visibility=Visibility.PRIVATE)
    assert kinds(board_member) == []
    assert kinds(someone_of(Role.SECRETARIAT)) == [("term", True), ("call_closes", False)]


def test_who_only_communicates_is_not_asked_about_partners(ours: Organization) -> None:
    MembershipFactory(organization=ours, term_ends_on=edtf("2026-04"))
    Cadence.objects.create(kind=OrganizationKind.COUNCIL, ideal_months=1, longest_months=1)
    OrganizationFactory(kind=OrganizationKind.COUNCIL, created_at=LONG_AGO)
    assert kinds(someone_of(Role.COMMUNICATIONS)) == []


def test_a_delegate_hears_of_their_own_seat_even_with_a_readers_role(ours: Organization) -> None:
    reader = someone_of(Role.READING)
    MembershipFactory(person=PersonFactory(user=reader), on_behalf_of=ours, next_report_on=TODAY + timedelta(days=14))
    MembershipFactory(on_behalf_of=ours, next_report_on=TODAY)
    assert kinds(reader) == [("delegate_report", False)]


def test_a_neglected_partner_is_for_who_follows_it(board_member: User) -> None:
    Cadence.objects.create(kind=OrganizationKind.COUNCIL, ideal_months=1, longest_months=1)
    OrganizationFactory(kind=OrganizationKind.COUNCIL, created_at=LONG_AGO, followed_by=UserFactory())
    assert kinds(board_member) == []
    OrganizationFactory(kind=OrganizationKind.COUNCIL, created_at=LONG_AGO, followed_by=board_member)
    assert kinds(board_member) == [("partner", True)]
    assert kinds(board_member, date(2026, 7, 15)) == []


@pytest.mark.parametrize("number", [1, 3, 50])
def test_eight_queries_whatever_waits(
    number: int, board_member: User, ours: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Cadence.objects.create(kind=OrganizationKind.COMMUNITY, ideal_months=1, longest_months=1)
    for _ in range(number):
        partner = OrganizationFactory(created_at=LONG_AGO)
        Task.objects.create(title="Rappeler", organization=partner)
        MembershipFactory(organization=partner, on_behalf_of=ours, term_ends_on=edtf("2026-04"), next_report_on=TODAY)
        funding(call_closes_on=TODAY)
    board_member.has_perm("partners.view_task")
    with django_assert_num_queries(8):
        sentences = [need_words(need) for need in needs_of(board_member, TODAY)]
    assert len(sentences) == 5 * number


def test_each_need_is_said_in_a_sentence(board_member: User, ours: Organization) -> None:
    table = OrganizationFactory(name="Table de concertation", created_at=LONG_AGO, kind=OrganizationKind.COMMITTEE)
    Cadence.objects.create(kind=OrganizationKind.COMMITTEE, ideal_months=1, longest_months=2)
    person = PersonFactory(given_name="Anselme", family_name="Bellavance-Fictif")
    MembershipFactory(
        person=person,
        organization=table,
        on_behalf_of=ours,
        term_ends_on=edtf("2026-11-01"),
        next_report_on=date(2026, 12, 1),
    )
    Task.objects.create(title="Envoyer le plan", organization=table, due_on=date(2026, 12, 1))
    funding(internal_deadline_on=date(2026, 11, 20), call_closes_on=date(2026, 12, 15))
    funding(status=FundingStatus.GRANTED, report_due_on=date(2026, 12, 20))
    assert {need.kind: need_words(need).replace("\u00a0", " ") for need in needs_of(board_member, TODAY)} == {
        NeedKind.PARTNER: "Table de concertation attend de nos nouvelles depuis le 1er mars 2024.",
        NeedKind.TERM: "Mandat échu le 1er novembre 2026, à renouveler, à terminer ou à vérifier : "
        "Anselme Bellavance-Fictif (Table de concertation).",
        NeedKind.INTERNAL_DEADLINE: "Demande à finir, prévue pour le 20 novembre 2026 : Quartiers verts.",
        NeedKind.TASK: "À faire d’ici le 1er décembre 2026 : Envoyer le plan (Table de concertation).",
        NeedKind.DELEGATE_REPORT: "Compte rendu attendu le 1er décembre 2026 : "
        "Anselme Bellavance-Fictif (Table de concertation).",
        NeedKind.CALL_CLOSES: "L’appel ferme le 15 décembre 2026 : Quartiers verts.",
        NeedKind.FUNDER_REPORT: "Rapport à remettre le 20 décembre 2026 à Fonds du Parvis : Quartiers verts.",
    }


@pytest.mark.parametrize(
    ("term_ends", "said"),
    [
        ("2026-10", "Mandat à renouveler, à terminer ou à vérifier (fin prévue : octobre 2026) : Ada Lys (Table)."),
        ("2026-12", "Mandat bientôt fini (décembre 2026) : Ada Lys (Table)."),
    ],
)
def test_a_term_known_by_its_month_is_not_said_to_the_day(
    board_member: User, ours: Organization, term_ends: str, said: str
) -> None:
    person, table = PersonFactory(given_name="Ada", family_name="Lys"), OrganizationFactory(name="Table")
    MembershipFactory(person=person, organization=table, on_behalf_of=ours, term_ends_on=edtf(term_ends))

    (need,) = needs_of(board_member, TODAY)

    assert need_words(need).replace("\u00a0", " ") == said


def test_the_term_of_a_seat_that_we_fill_is_ours_even_where_nobody_wrote_on_whose_behalf(
    board_member: User, ours: Organization
) -> None:
    post = PostFactory(held_for=ours)
    MembershipFactory(post=post, organization=post.organization, term_ends_on=edtf("2026-12-01"))

    assert kinds(board_member) == [("term", False)]


def test_a_week_has_one_letter(board_member: User, council: Council) -> None:
    Task.objects.create(title="Rappeler la table", assignee=board_member, due_on=TODAY)
    assert people_to_tell(MONDAY) == [board_member.pk]
    assert send_digest(board_member, MONDAY) is True
    assert send_digest(board_member, MONDAY) is False
    assert people_to_tell(MONDAY) == []
    (letter,) = mail.outbox
    assert letter.to == [board_member.email]
    assert "Rappeler la table" in letter.body
    assert letter.from_email.startswith(council.name)
    assert letter.reply_to == [council.email]
    for words in (letter.body, letter.alternatives[0][0]):
        said = " ".join(words.split())
        assert [part in said for part in (council.name, council.street_address, council.email)] == [True] * 3
    assert send_digest(board_member, MONDAY + timedelta(days=7)) is True


def test_when_nothing_waits_no_letter_comes(board_member: User) -> None:
    assert send_digest(board_member, MONDAY) is True
    assert (mail.outbox, Digest.objects.get().sent_at) == ([], None)


@pytest.mark.parametrize(
    ("now", "is_asked"),
    [
        (MONDAY.replace(hour=11, minute=59), False),
        (MONDAY.replace(hour=12), True),
        (MONDAY + timedelta(days=1), True),
        (MONDAY + timedelta(days=2), False),
    ],
)
def test_letters_leave_on_monday_from_seven(now: datetime, is_asked: bool, board_member: User) -> None:
    assert bool(people_to_tell(now)) is is_asked


def test_closed_accounts_and_strangers_are_not_told(board_member: User) -> None:
    board_member.is_active = False
    board_member.save()
    UserFactory()
    assert people_to_tell(MONDAY) == []


def test_the_task_twice_is_one_letter(board_member: User, council: Council) -> None:
    Task.objects.create(title="Rappeler", assignee=board_member)
    for _ in range(2):
        send_weekly_digest(board_member.pk)
    send_weekly_digest(0)
    assert len(mail.outbox) == 1
