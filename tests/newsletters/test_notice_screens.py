"""The screens of a notice: the last look, the button with its number, the proof and its file, and who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.assemblies.domain.notices import call_assembly
from crm.assemblies.enums import BylawBasis, BylawKind
from crm.assemblies.models import Assembly, Notice
from crm.events.enums import EventStatus
from crm.partners.enums import ContactKind
from crm.partners.models import Council, PersonContact
from newsletters.models import Mailing, NoticeLetter, Topic
from tests.assemblies.desk import page_of, page_url, said, sign_in, words
from tests.factories.approvals import approve_nothing
from tests.factories.assemblies import AgendaItemFactory, AssemblyFactory, BylawFactory
from tests.factories.newsletters import newsletter_index
from tests.factories.partners import MembershipFactory, OrganizationFactory, PersonFactory
from tests.factories.subscribers import SubscriptionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


@pytest.fixture(autouse=True)
def unread() -> None:
    """Who approves a notice is told in `test_approvals`."""
    approve_nothing()


@pytest.fixture
def secretary(client: Client) -> User:
    return sign_in(client, Role.SECRETARIAT)


@pytest.fixture
def assembly() -> Assembly:
    """In ten days, with one member who has an address, one who has none, and two readers of the topic."""
    board = OrganizationFactory(is_our_council=True)
    for name in ("Alba", "=Basile"):
        person = PersonFactory(given_name=name, family_name="Fictive")
        MembershipFactory(person=person, organization=board)
        if name == "Alba":
            PersonContact.objects.create(person=person, kind=ContactKind.EMAIL, value="alba@example.org")
    topic = Topic.objects.create(name="Assemblées", slug="assemblees")
    SubscriptionFactory.create_batch(2, topic=topic)
    newsletter_index()
    start = timezone.now() + timedelta(days=10)
    made: Assembly = AssemblyFactory(
        event__starts_at=start, event__ends_at=start + timedelta(hours=2), event__status=EventStatus.PUBLISHED
    )
    AgendaItemFactory(assembly=made, title="Traverse fictive")
    return made


def call_url(assembly: Assembly) -> str:
    return reverse("assembly_call", args=[assembly.pk])


def test_button_says_how_many_and_the_page_shows_the_letter(
    client: Client, secretary: User, assembly: Assembly
) -> None:
    page = page_of(client, call_url(assembly))

    assert words(page.select_one("main form button[type=submit]")) == "Convoquer 3 personnes"
    assert words(page.select_one(".notice-letter ul")) == "Traverse fictive"
    assert [words(line) for line in page.select("section ul li")][:1] == ["=Basile Fictive (Aucun courriel connu)"]
    assert not Notice.objects.exists()


def test_pressing_twice_calls_once(client: Client, secretary: User, assembly: Assembly) -> None:
    first, second = client.post(call_url(assembly)), client.post(call_url(assembly))

    assert first["Location"] == second["Location"] == page_url(assembly)
    assert said(client, page_url(assembly)) == [
        "L’assemblée est convoquée : 3 lettres partent.",
        "Cette assemblée est déjà convoquée : rien n’a été renvoyé.",
    ]
    assert (Notice.objects.count(), NoticeLetter.objects.count(), Mailing.objects.count()) == (1, 2, 1)
    assert Notice.objects.get().given_by == secretary


def test_page_of_the_assembly_says_how_many_and_leads_to_the_proof(
    client: Client, secretary: User, assembly: Assembly
) -> None:
    client.post(call_url(assembly))

    part = page_of(client, page_url(assembly)).select_one("#notice")

    figures = {words(line.dt): words(line.dd) for line in part.select("dl div")}
    assert figures == {"Convoquées": "4", "Parties": "0", "En attente": "3", "Non rejointes": "1"}
    assert part.select_one("a.button")["href"] == reverse("assembly_proof", args=[assembly.pk])


def test_a_late_call_asks_why_and_the_proof_prints_it(client: Client, secretary: User, assembly: Assembly) -> None:
    BylawFactory(kind=BylawKind.NOTICE_DAYS, basis=BylawBasis.COUNT, amount=15, source="Article 9 fictif")

    refused = client.post(call_url(assembly), {"override": ""})
    assert "Article 9 fictif" in str(refused.context["form"].non_field_errors())
    assert not Notice.objects.exists()

    client.post(call_url(assembly), {"override": "Tempête"})
    proof = page_of(client, reverse("assembly_proof", args=[assembly.pk]))
    assert words(proof.select_one(".proof__letterhead")) == f"{Council.load().name} · Preuve de l’avis"
    facts = words(proof.select_one(".proof__facts"))
    assert "Donné malgré le délai : Tempête" in facts
    assert "15 jours avant" in facts


def test_a_draft_is_not_called(client: Client, secretary: User, assembly: Assembly) -> None:
    type(assembly.event).objects.update(status=EventStatus.DRAFT)

    page = page_of(client, call_url(assembly))
    assert page.select_one("main form button.button").has_attr("disabled")
    assert page.select_one(f"main a[href='{reverse('event:publish', args=[assembly.event_id])}']") is not None
    client.post(call_url(assembly))

    assert not Notice.objects.exists()


def test_a_notice_given_otherwise_is_noted(client: Client, secretary: User, assembly: Assembly) -> None:
    unsaid = client.post(call_url(assembly), {"otherwise": "1", "given_otherwise": ""})
    assert list(unsaid.context["form"].errors) == ["given_otherwise"]

    client.post(call_url(assembly), {"otherwise": "1", "given_otherwise": "Par la poste"})

    assert Notice.objects.get().given_otherwise == "Par la poste"
    assert not NoticeLetter.objects.exists()


def test_the_file_of_the_proof_runs_nothing_in_a_spreadsheet(
    client: Client, secretary: User, assembly: Assembly
) -> None:
    client.post(call_url(assembly))

    file = client.get(reverse("assembly_proof_file", args=[assembly.pk])).content.decode("utf-8-sig")

    lines = file.splitlines()
    assert len(lines) == 5
    assert any(line.startswith("'=Basile Fictive") for line in lines)


@pytest.mark.parametrize("role", [Role.BOARD, Role.COMMUNICATIONS, Role.READING, Role.ARCHIVES])
def test_only_the_secretariat_calls(client: Client, role: Role, assembly: Assembly) -> None:
    sign_in(client, role)

    assert client.get(call_url(assembly)).status_code == 302
    client.post(call_url(assembly))

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("role", "reads", "takes"),
    [
        (Role.SECRETARIAT, True, True),
        (Role.COMMUNICATIONS, True, False),
        (Role.BOARD, True, False),
        (Role.READING, True, False),
        (Role.ARCHIVES, False, False),
    ],
)
def test_who_reads_the_proof_and_who_takes_it(
    client: Client, role: Role, reads: bool, takes: bool, assembly: Assembly
) -> None:
    call_assembly(assembly, None, timezone.now())
    Mailing.objects.get().deliveries.update(state="bounced", smtp_reply="550 no")
    sign_in(client, role)

    proof = client.get(reverse("assembly_proof", args=[assembly.pk]))
    file = client.get(reverse("assembly_proof_file", args=[assembly.pk]))

    assert (proof.status_code == 200) is reads
    assert (file.status_code == 200) is takes
    sees_addresses = b"@example.org" in proof.content
    assert sees_addresses is (role in (Role.SECRETARIAT, Role.COMMUNICATIONS))
    sees_names = "Basile Fictive" in proof.content.decode()
    assert sees_names is (role in (Role.SECRETARIAT, Role.BOARD, Role.READING))
