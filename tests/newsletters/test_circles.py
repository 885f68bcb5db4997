"""People of our own records are asked for by circle; to be there is no consent, and everyone is accounted for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from crm.accounts.policy import Role
from crm.events.enums import RegistrationState
from crm.events.models import EventOrganization
from crm.partners.enums import ContactKind, OrganizationKind, Visibility
from crm.partners.models import Organization, OrganizationContact, Person, PersonContact
from newsletters.domain.addresses import hash_address
from newsletters.domain.audience import Audience, count_audience
from newsletters.domain.circle_words import circle_words, offered_circles
from newsletters.domain.circles import Circle, gather_circle
from newsletters.domain.looking import look_at_audience
from newsletters.domain.segments import Segment
from newsletters.domain.sending import start_mailing
from newsletters.enums import CircleKind, ExclusionReason, SubscriptionState
from newsletters.models import Mailing, Subscriber, Suppression, Topic
from tests.factories import (
    DeskFactory,
    EventFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    RegistrationFactory,
    SubscriberFactory,
    SubscriptionFactory,
    board_of,
    edtf,
    someone_of,
)
from tests.factories.elections import our_council
from tests.factories.newsletters import newsletter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

MEMBERS = Circle(CircleKind.MEMBERS)
SCHOOLS = Circle(CircleKind.KIND, OrganizationKind.SCHOOL)


def today() -> date:
    return timezone.localdate()


def write_email(record: Person | Organization, address: str, visibility: str = Visibility.BOARD) -> None:
    facts = {"kind": ContactKind.EMAIL, "value": address, "visibility": visibility}
    if isinstance(record, Person):
        PersonContact.objects.create(person=record, **facts)
    else:
        OrganizationContact.objects.create(organization=record, **facts)


def someone_at(organization: Organization, address: str = "", **facts: object) -> Person:
    person = PersonFactory()
    MembershipFactory(person=person, organization=organization, **facts)
    if address:
        write_email(person, address)
    return person


def addresses(circle: Circle) -> list[str]:
    return [each.address for each in gather_circle(circle, today()).correspondents]


def test_those_who_represent_a_kind_of_organization_today() -> None:
    school = OrganizationFactory(kind=OrganizationKind.SCHOOL)
    someone_at(school, "direction@ecole.example")
    someone_at(school, "ancienne@ecole.example", ends_on=edtf("2024-06"))
    someone_at(school, "peut-etre@ecole.example", end_is_unknown=True)
    someone_at(OrganizationFactory(kind=OrganizationKind.BUSINESS), "commerce@rue.example")
    write_email(school, "info@ecole.example")
    assert addresses(SCHOOLS) == ["direction@ecole.example"]


def test_organization_is_written_to_itself_when_nobody_of_it_is_known_by_e_mail() -> None:
    school = OrganizationFactory(kind=OrganizationKind.SCHOOL)
    someone_at(school)
    write_email(school, "info@ecole.example")
    silent = OrganizationFactory(kind=OrganizationKind.SCHOOL)
    gone = OrganizationFactory(kind=OrganizationKind.SCHOOL, dissolved_on=edtf("2023"))
    write_email(gone, "info@fermee.example")

    roll = gather_circle(SCHOOLS, today())

    assert [(each.address, each.name) for each in roll.correspondents] == [("info@ecole.example", school.name)]
    assert roll.without_address == 1
    assert silent.name not in str(roll)


def test_what_is_private_is_never_used_for_a_letter_to_many() -> None:
    school = OrganizationFactory(kind=OrganizationKind.SCHOOL)
    hidden = someone_at(school)
    write_email(hidden, "maison@example.org", Visibility.PRIVATE)
    private = someone_at(school, "privee@example.org")
    Person.objects.filter(pk=private.pk).update(visibility=Visibility.PRIVATE)
    write_email(school, "info@ecole.example", Visibility.PRIVATE)
    assert addresses(SCHOOLS) == []


def test_someone_of_two_organizations_is_there_once_and_stands_for_both() -> None:
    first, second = (OrganizationFactory(kind=OrganizationKind.SCHOOL) for _number in range(2))
    both = someone_at(first, "les-deux@example.org")
    MembershipFactory(person=both, organization=second)
    write_email(second, "info@seconde.example")
    assert addresses(SCHOOLS) == ["les-deux@example.org"]


def test_partners_of_an_event_and_of_no_other() -> None:
    event, other = EventFactory(), EventFactory()
    for each, address in ((event, "partenaire@example.org"), (other, "autre@example.org")):
        organization = OrganizationFactory()
        write_email(organization, address)
        EventOrganization.objects.create(event=each, organization=organization)
    assert addresses(Circle(CircleKind.CO_HOSTS, str(event.pk))) == ["partenaire@example.org"]
    assert addresses(Circle(CircleKind.CO_HOSTS, "987654")) == []


def test_those_who_have_places_and_nobody_else_of_the_list() -> None:
    desk = DeskFactory()
    RegistrationFactory(desk=desk, email="inscrite@example.org")
    RegistrationFactory(desk=desk, email="Inscrite@EXAMPLE.org", state=RegistrationState.CANCELLED)
    RegistrationFactory(desk=desk, email="attend@example.org", state=RegistrationState.WAITING)
    RegistrationFactory(desk=desk, email="")
    roll = gather_circle(Circle(CircleKind.REGISTERED, str(desk.event_id)), today())
    assert [each.address for each in roll.correspondents] == ["inscrite@example.org"]
    assert roll.without_address == 1


def test_members_of_the_board_who_surely_sit_today() -> None:
    members = board_of(our_council(), 3)
    write_email(members[0], "presidence@example.org")
    assert addresses(MEMBERS) == ["presidence@example.org"]
    assert gather_circle(MEMBERS, today()).without_address == 2


@pytest.fixture
def school_people(topics: list[Topic]) -> Segment:
    """Seven people of schools: each stands differently with the first topic."""
    school, topic = OrganizationFactory(kind=OrganizationKind.SCHOOL), topics[0]
    subscribed, expired, pending, left, elsewhere, erased, stranger = (
        someone_at(school, f"{name}@ecole.example")
        for name in ("abonnee", "echue", "attend", "partie", "ailleurs", "effacee", "inconnue")
    )

    def file_of(person: Person) -> Subscriber:
        email = person.contact_details.get().value
        return SubscriberFactory(email=email, address_hash=hash_address(email))

    SubscriptionFactory(topic=topic, subscriber=file_of(subscribed))
    SubscriptionFactory(topic=topic, subscriber=file_of(expired), expires_on=today() - timedelta(days=1))
    SubscriptionFactory(topic=topic, subscriber=file_of(pending), state=SubscriptionState.PENDING)
    SubscriptionFactory(topic=topic, subscriber=file_of(left), state=SubscriptionState.LEFT)
    SubscriptionFactory(topic=topics[1], subscriber=file_of(elsewhere))
    Suppression.objects.create(address_hash=hash_address("effacee@ecole.example"), reason="erased")
    assert erased != stranger
    SubscriptionFactory(topic=topic)  # follows the topic, and is of no school
    return Segment(roll=gather_circle(SCHOOLS, today()))


EXPECTED = {
    ExclusionReason.EXPIRED: 1,
    ExclusionReason.UNCONFIRMED: 1,
    ExclusionReason.LEFT: 1,
    ExclusionReason.NO_BASIS: 2,
    ExclusionReason.SUPPRESSED: 1,
}


def test_whoever_gave_no_consent_is_left_out_with_the_reason(school_people: Segment, topics: list[Topic]) -> None:
    audience = count_audience(None, topics[:1], today(), segment=school_people)
    assert audience == Audience(1, EXPECTED)
    assert audience.candidates == 7


def test_freeze_accounts_for_everyone_of_the_circle_and_stores_no_stranger(
    school_people: Segment, topics: list[Topic]
) -> None:
    files = Subscriber.objects.count()

    mailing = start_mailing(newsletter(), topics[:1], None, timezone.now(), segment=school_people)

    assert list(mailing.deliveries.values_list("email", flat=True)) == ["abonnee@ecole.example"]
    assert (mailing.candidates, mailing.prepared, mailing.exclusions.count()) == (7, 1, 6)
    assert sorted(mailing.exclusions.filter(subscriber=None).values_list("reason", flat=True)) == [
        "no_basis",
        "suppressed",
    ]
    assert Subscriber.objects.count() == files
    assert mailing.segment == {"circle": "kind:school"}
    who = "Les représentantes et représentants d’organismes de ce genre\u00a0: École ou service de garde"
    assert mailing.audience_words == f"{who}, pour le sujet Assemblées"


def test_circle_and_other_conditions_hold_together(school_people: Segment, topics: list[Topic]) -> None:
    earlier = Mailing.objects.create(subject="La fête")
    asked = Segment(roll=school_people.roll, missed=earlier)
    assert count_audience(None, topics[:1], today(), segment=asked).candidates == 7
    Subscriber.objects.filter(email="abonnee@ecole.example").update(sector="G1S")
    asked = Segment(roll=school_people.roll, sector="G1S")
    assert count_audience(None, topics[:1], today(), segment=asked) == Audience(1)


def test_look_tells_the_strangers_too(
    school_people: Segment, topics: list[Topic], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        look = look_at_audience(None, topics[:1], today(), school_people)
    assert look.audience == Audience(1, EXPECTED)
    assert [stranger.correspondent.address for stranger in look.strangers] == [
        "effacee@ecole.example",
        "inconnue@ecole.example",
    ]


def ask(client: Client, topic: Topic, circle: str) -> str:
    screen = reverse("newsletter_send", args=[newsletter().pk])
    return client.get(screen, {"topics": topic.pk, "circle": circle}).content.decode()


def test_secretariat_reads_who_lacks_a_basis_and_where_to_note_it(
    client: Client, school_people: Segment, topics: list[Topic]
) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))
    stranger = Person.objects.get(contact_details__value="inconnue@ecole.example")
    html = ask(client, topics[0], "kind:school")
    assert "Envoyer à 1 personne" in html
    assert f"{reverse('subscribers:add')}?person={stranger.pk}&amp;topics={topics[0].pk}" in html
    assert stranger.name in html
    assert "effacee@ecole.example" not in html


def test_communications_is_told_how_many_and_no_name_of_the_board_s_records(
    client: Client, school_people: Segment, topics: list[Topic]
) -> None:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    stranger = Person.objects.get(contact_details__value="inconnue@ecole.example")
    html = ask(client, topics[0], "kind:school")
    assert "aucun autre motif n’est noté\u00a0: 2" in html.replace("&nbsp;", "\u00a0")
    assert stranger.name not in html
    assert "inconnue@ecole.example" not in html


def test_form_offers_what_there_is_and_those_registered_to_who_may_see_them() -> None:
    event, desk = EventFactory(title="La veillée"), DeskFactory(event__title="L’atelier")
    EventOrganization.objects.create(event=event, organization=OrganizationFactory(kind=OrganizationKind.SCHOOL))
    old = EventFactory(starts_at=timezone.now() - timedelta(days=400))
    EventOrganization.objects.create(event=old, organization=OrganizationFactory(kind=OrganizationKind.SCHOOL))

    def groups(role: Role) -> dict[str, list[str]]:
        offered = offered_circles(someone_of(role), timezone.now())[2:]
        return {str(label): [key for key, _name in choices] for label, choices in offered}

    full = groups(Role.SECRETARIAT)
    assert full == {
        "Partenaires d’une activité": [f"co_hosts:{event.pk}"],
        "Personnes inscrites à une activité": [f"registered:{desk.event_id}"],
        "Représentantes et représentants des organismes, par genre": ["kind:school"],
    }
    assert "Personnes inscrites à une activité" not in groups(Role.BOARD)


def test_circle_that_is_not_offered_is_refused(client: Client, topics: list[Topic]) -> None:
    SubscriptionFactory(topic=topics[0])
    client.force_login(someone_of(Role.COMMUNICATIONS))
    for forged in ("registered:1", "kind:", "members:1", "kind:nothing", "co_hosts:x"):
        assert "Envoyer à" not in ask(client, topics[0], forged)


def test_words_of_each_circle() -> None:
    event = EventFactory(title="La veillée")
    assert circle_words(MEMBERS) == "Les membres du conseil"
    assert circle_words(Circle(CircleKind.CO_HOSTS, str(event.pk))).startswith("Les partenaires de «\u00a0La veillée")
    assert circle_words(Circle(CircleKind.REGISTERED, "987654")) == "Les personnes inscrites à …"
