"""Calling an assembly: who is written to, what the proof says, what is refused, and that twice is once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from crm.assemblies.domain.convening import members_on
from crm.assemblies.domain.notices import call_assembly
from crm.assemblies.enums import AssemblyState, BylawBasis, BylawKind
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Assembly, Notice
from crm.events.domain.publishing import cancel_event
from crm.events.enums import EventStatus
from crm.events.models import Event
from crm.partners.enums import ContactKind, Visibility
from crm.partners.models import Organization, Person, PersonContact
from newsletters.domain.deliver import deliver_batch
from newsletters.domain.notice_mail import post_notice_letters
from newsletters.domain.notice_proofs import all_lines, proof_of
from newsletters.domain.notices import reach_of
from newsletters.enums import DeliveryState, ExclusionReason, NoticeGap, SubscriptionState
from newsletters.models import Mailing, NewsletterPage, NoticeLetter, Topic
from newsletters.tasks import post_notice_letters_task
from tests.factories import complete_council
from tests.factories.approvals import approve_nothing
from tests.factories.assemblies import AgendaItemFactory, AssemblyFactory, BylawFactory
from tests.factories.newsletters import newsletter_index
from tests.factories.partners import MembershipFactory, OrganizationFactory, PersonFactory, edtf
from tests.factories.subscribers import SubscriberFactory, SubscriptionFactory
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


@pytest.fixture(autouse=True)
def unread() -> None:
    """Who approves a notice is told in `test_approvals`."""
    approve_nothing()


ALL = frozenset(Visibility.values)
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def board() -> Organization:
    made: Organization = OrganizationFactory(is_our_council=True)
    return made


@pytest.fixture
def topic() -> Topic:
    newsletter_index()
    made: Topic = Topic.objects.create(name="Assemblées", slug="assemblees")
    return made


def assembly_in(days: int, **fields: Any) -> Assembly:
    start = NOW + timedelta(days=days)
    event = {"starts_at": start, "ends_at": start + timedelta(hours=2), "status": EventStatus.PUBLISHED}
    made: Assembly = AssemblyFactory(**{f"event__{name}": value for name, value in event.items()}, **fields)
    AgendaItemFactory(assembly=made, title="Traverse de la rue des Tailleurs", position=0)
    AgendaItemFactory(assembly=made, title="Plainte de X", is_closed_session=True, position=1)
    return made


def seat(board: Organization, name: str, email: str = "", **membership: Any) -> Person:
    person: Person = PersonFactory(given_name=name, family_name="Fictive")
    MembershipFactory(person=person, organization=board, **membership)
    if email:
        PersonContact.objects.create(person=person, kind=ContactKind.EMAIL, value=email)
    return person


def subscribe(email: str, topic: Topic, *, confirmed: bool = True) -> None:
    subscriber = SubscriberFactory(email=email, confirmed_at=NOW if confirmed else None)
    SubscriptionFactory(
        subscriber=subscriber,
        topic=topic,
        state=SubscriptionState.ACTIVE if confirmed else SubscriptionState.PENDING,
    )


def rule(days: int) -> None:
    BylawFactory(kind=BylawKind.NOTICE_DAYS, basis=BylawBasis.COUNT, amount=days, source="Article 9 fictif")


def standing() -> list[tuple[str, str, str]]:
    letters = NoticeLetter.objects.select_related("person").order_by("person__given_name")
    return [(letter.person.given_name if letter.person else "", letter.state, letter.gap) for letter in letters]


def test_members_of_that_day_are_convened_and_nobody_of_the_past(board: Organization) -> None:
    seat(board, "Alba", "alba@example.org")
    seat(board, "Basile")
    seat(board, "Cyprien", "c@example.org", starts_on=edtf("2010"), ends_on=edtf("2020"))
    seat(board, "Doria", "doria@example.org", starts_on=edtf("2010"), end_is_unknown=True)
    seat(OrganizationFactory(), "Ailleurs", "ailleurs@example.org")

    members = members_on(NOW.date() + timedelta(days=10))

    assert [(one.person.given_name, one.email, one.is_sure) for one in members] == [
        ("Alba", "alba@example.org", True),
        ("Basile", "", True),
        ("Doria", "doria@example.org", False),
    ]


def test_the_call_freezes_numbers_and_writes_a_row_for_each(board: Organization, topic: Topic) -> None:
    seat(board, "Alba", "alba@example.org")
    seat(board, "Basile")
    seat(board, "Doria", "doria@example.org", starts_on=edtf("2010"), end_is_unknown=True)
    subscribe("lectrice@example.org", topic)
    subscribe("ALBA@example.org", topic)
    rule(7)
    assembly = assembly_in(10)

    notice = call_assembly(assembly, None, NOW)

    assembly.refresh_from_db()
    month = f"{assembly.held_on:%y-%m}"
    assert assembly.state == AssemblyState.CALLED
    assert list(assembly.items.values_list("number", flat=True)) == [f"{month}-01", f"{month}-02"]
    assert (notice.days_required, notice.source, notice.override) == (7, "Article 9 fictif", "")
    assert standing() == [
        ("Alba", DeliveryState.QUEUED, ""),
        ("Basile", DeliveryState.SKIPPED, NoticeGap.NO_ADDRESS),
        ("Doria", DeliveryState.SKIPPED, NoticeGap.UNSURE),
    ]
    mailing = Mailing.objects.get()
    assert list(mailing.deliveries.values_list("email", flat=True)) == ["lectrice@example.org"]
    assert list(mailing.exclusions.values_list("reason", flat=True)) == [ExclusionReason.MEMBER]


def test_the_letters_say_the_agenda_and_nothing_of_a_closed_session(
    board: Organization, topic: Topic, mail_server: MailServer
) -> None:
    seat(board, "Alba", "alba@example.org")
    subscribe("lectrice@example.org", topic)
    call_assembly(assembly_in(10), None, NOW)

    post_notice_letters_task()
    post_notice_letters_task()
    deliver_batch(Mailing.objects.get().pk)

    assert sorted(mail_server.recipients) == ["alba@example.org", "lectrice@example.org"]
    for received in mail_server.received:
        body = received.message.get_body(("plain",))
        assert body is not None
        said = body.get_content()
        assert "Traverse de la rue des Tailleurs" in said
        assert "Huis clos" in said
        assert "Plainte" not in said
    first = mail_server.received[0].message
    assert [part.get_content_type() for part in first.iter_attachments()] == ["text/calendar"]
    page = NewsletterPage.objects.get()
    assert page.live
    assert "Plainte" not in str(page.body)


def test_a_second_call_finds_the_first_and_writes_nothing(board: Organization, topic: Topic) -> None:
    seat(board, "Alba", "alba@example.org")
    subscribe("lectrice@example.org", topic)
    assembly = assembly_in(10)

    first = call_assembly(assembly, None, NOW)
    second = call_assembly(assembly, None, NOW + timedelta(seconds=1))

    assert first == second
    assert (Notice.objects.count(), NoticeLetter.objects.count(), Mailing.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": EventStatus.DRAFT}, "Publiez"),
        ({"status": EventStatus.CANCELLED}, "annulé"),
        ({"starts_at": NOW - timedelta(hours=1), "ends_at": None}, "passée"),
    ],
)
def test_what_cannot_be_called_says_why_and_writes_nothing(
    board: Organization, fields: dict[str, Any], said: str
) -> None:
    seat(board, "Alba", "alba@example.org")
    assembly = assembly_in(10)
    Event.objects.update(**fields)

    with pytest.raises(AssemblyRefused, match=said):
        call_assembly(assembly, None, NOW)

    assert not Notice.objects.exists()
    assert set(assembly.items.values_list("number", flat=True)) == {""}


def test_an_incomplete_identity_refuses(board: Organization) -> None:
    seat(board, "Alba", "alba@example.org")
    complete_council(street_address="")

    with pytest.raises(AssemblyRefused, match="identité"):
        call_assembly(assembly_in(10), None, NOW)
    assert not Notice.objects.exists()


def test_nobody_to_write_to_refuses_and_undoes_everything(board: Organization, topic: Topic) -> None:
    seat(board, "Basile")
    assembly = assembly_in(10)

    with pytest.raises(AssemblyRefused, match="Personne"):
        call_assembly(assembly, None, NOW)

    assembly.refresh_from_db()
    assert (assembly.state, Notice.objects.count(), NoticeLetter.objects.count()) == (AssemblyState.PREPARING, 0, 0)


def test_a_late_notice_asks_for_a_deliberate_word_that_the_proof_keeps(board: Organization) -> None:
    seat(board, "Alba", "alba@example.org")
    rule(7)
    assembly = assembly_in(3)

    with pytest.raises(AssemblyRefused, match="Article 9 fictif"):
        call_assembly(assembly, None, NOW, override="  ")
    notice = call_assembly(assembly, None, NOW, override="Tempête : report d’une semaine.")

    assert notice.override == "Tempête : report d’une semaine."


@pytest.mark.parametrize(("days", "late"), [(7, False), (6, True)])
def test_the_last_day_of_the_delay_is_still_in_time(board: Organization, days: int, late: bool) -> None:
    seat(board, "Alba", "alba@example.org")
    rule(7)
    assembly = assembly_in(days)

    if late:
        with pytest.raises(AssemblyRefused):
            call_assembly(assembly, None, NOW)
    else:
        assert call_assembly(assembly, None, NOW).due_on == timezone.localdate(NOW)


def test_without_a_rule_nothing_is_assumed(board: Organization) -> None:
    seat(board, "Alba", "alba@example.org")

    notice = call_assembly(assembly_in(1), None, NOW, override="Sans objet")

    assert (notice.days_required, notice.due_on, notice.override) == (None, None, "")


def test_a_notice_given_otherwise_sends_nothing(board: Organization, topic: Topic) -> None:
    seat(board, "Alba", "alba@example.org")
    subscribe("lectrice@example.org", topic)

    notice = call_assembly(assembly_in(10), None, NOW, given_otherwise="Par la poste")

    assert notice.given_otherwise == "Par la poste"
    assert (NoticeLetter.objects.count(), Mailing.objects.count()) == (0, 0)


def test_the_proof_adds_up_and_names_who_did_not_get_it(
    board: Organization, topic: Topic, mail_server: MailServer
) -> None:
    seat(board, "Alba", "alba@example.org")
    seat(board, "Basile")
    seat(board, "Cassis", "cassis@example.org")
    for name in ("lectrice", "lecteur"):
        subscribe(f"{name}@example.org", topic)
    subscribe("attend@example.org", topic, confirmed=False)
    mail_server.refused = {"cassis@example.org": "550 5.1.1 no", "lecteur@example.org": "550 5.1.1 no"}
    notice = call_assembly(assembly_in(10), None, NOW)
    assert proof_of(notice, ALL, names_readers=True).waiting == 4

    post_notice_letters()
    deliver_batch(Mailing.objects.get().pk)

    proof = proof_of(notice, ALL, names_readers=True)
    assert (proof.convened, proof.sent, proof.waiting, proof.not_reached) == (6, 2, 0, 4)
    assert [(line.name, line.state) for line in proof.missing] == [
        ("Basile Fictive", "Aucune lettre"),
        ("Cassis Fictive", "Refusée"),
        ("lecteur@example.org", "Refusée"),
        ("attend@example.org", "Aucune lettre"),
    ]
    hidden = proof_of(notice, ALL, names_readers=False)
    assert [line.name for line in hidden.missing] == ["Basile Fictive", "Cassis Fictive", "", ""]
    to_a_stranger = proof_of(notice, {Visibility.PUBLIC.value}, names_readers=True)
    assert [line.name for line in to_a_stranger.missing][:2] == ["", ""]
    assert len(list(all_lines(notice, ALL, names_readers=True))) == 6


def test_a_letter_that_waits_does_not_leave_for_a_cancelled_assembly(
    board: Organization, mail_server: MailServer
) -> None:
    seat(board, "Alba", "alba@example.org")
    assembly = assembly_in(10)
    call_assembly(assembly, None, NOW)
    cancel_event(assembly.event, NOW)

    assert post_notice_letters() == 0

    assert mail_server.recipients == []
    assert standing() == [("Alba", DeliveryState.SKIPPED, "")]


def test_who_is_both_member_and_reader_is_counted_once(board: Organization, topic: Topic) -> None:
    seat(board, "Alba", "alba@example.org")
    subscribe("alba@example.org", topic)
    subscribe("lectrice@example.org", topic)

    reach = reach_of(assembly_in(10), timezone.localdate(NOW))

    assert (reach.written_to, reach.readers.prepared) == (2, 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_people_who_call_at_once_call_once(board: Organization, topic: Topic) -> None:
    seat(board, "Alba", "alba@example.org")
    subscribe("lectrice@example.org", topic)
    assembly = assembly_in(10)

    def call(_turn: int) -> int:
        try:
            return call_assembly(assembly, None, NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        notices = set(both.map(call, range(2)))

    assert len(notices) == 1
    assert (NoticeLetter.objects.count(), Mailing.objects.count()) == (1, 1)
