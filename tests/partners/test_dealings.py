"""On the page of an organization, what we have under way with it, as far as each role may see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.accounts.policy import Role
from crm.partners.enums import FundingStatus, PartnershipStage, Visibility
from crm.partners.models import Organization, Task
from tests.factories import FundingFactory, OrganizationFactory, PartnershipFactory, someone_of
from tests.partners.admin_pages import ORGANIZATIONS, read, text
from tests.partners.desk_pages import called

pytestmark = pytest.mark.django_db

PARTS = ["Dernier contact", "À faire", "Partenariats", "Subventions"]


def parts(page: BeautifulSoup) -> dict[str, list[str]]:
    """What each part says, a line each, under its heading."""
    found = {}
    for heading in page.select(".record h2"):
        if (name := text(heading)) in PARTS:
            block = heading.find_next_sibling()
            found[name] = [text(line) for line in block.select(".role__who, .role__facts")] or [text(block)]
    return found


def page_of(client: Client, organization: Organization) -> BeautifulSoup:
    return read(client, f"{ORGANIZATIONS}inspect/{organization.pk}/")


def test_a_partner_s_page_says_what_is_under_way_with_it(client: Client) -> None:
    keeper = someone_of(Role.SECRETARIAT)
    client.force_login(keeper)
    partner = OrganizationFactory()
    called(partner, on=date(2026, 1, 5), summary="Un premier appel")
    last = called(partner, on=date(2026, 5, 1), summary="Le local est libre", task="Rappeler")
    task = Task.objects.get()
    Task.objects.create(title="Classer", organization=partner, done_at=timezone.now())
    ended = PartnershipFactory(organization=partner, title="Fête", stage=PartnershipStage.ENDED)
    agreed = PartnershipFactory(organization=partner, title="Salle", stage=PartnershipStage.ACTIVE, followed_by=keeper)
    sought = FundingFactory(funder=partner, programme="Quartiers verts", status=FundingStatus.SUBMITTED)
    PartnershipFactory(title="Autre partenaire")

    page = page_of(client, partner)

    assert parts(page) == {
        "Dernier contact": ["Le local est libre", "1er mai 2026, par téléphone."],
        "À faire": ["Rappeler", "Sans date · Personne encore"],
        "Partenariats": [
            "Salle En cours",
            "Suivi par Camille Desruisseaux.",
            "Fête Terminé",
            "Personne ne le suit encore.",
        ],
        "Subventions": [
            "Quartiers verts Déposée",
            "Attend la réponse. Personne ne suit encore cette demande.",
        ],
    }
    links = {link["href"] for link in page.select(".role__who a")}
    assert links == {
        f"/admin/contacts/{last.pk}/",
        f"/admin/taches/{task.pk}/",
        f"/admin/partenariats/inspect/{ended.pk}/",
        f"/admin/partenariats/inspect/{agreed.pk}/",
        f"/admin/subventions/inspect/{sought.pk}/",
    }
    assert {link["href"] for link in page.select(".record a.button-small")} >= {
        f"/admin/taches/ajouter/?organization={partner.pk}",
        f"/admin/partenariats/new/?organization={partner.pk}",
        f"/admin/subventions/new/?funder={partner.pk}",
    }


def test_a_partner_that_nothing_is_known_of_says_so(client: Client) -> None:
    client.force_login(someone_of(Role.READING))

    page = page_of(client, OrganizationFactory())

    assert parts(page) == {
        "Dernier contact": ["Aucun contact n’est encore noté."],
        "À faire": ["Rien à faire de ce côté."],
        "Partenariats": ["Rien n’est encore convenu."],
        "Subventions": ["Aucune demande ne leur est adressée."],
    }
    assert page.select(".record a.button-small") == []


def test_what_is_private_and_what_a_role_does_not_read_is_absent(client: Client) -> None:
    partner = OrganizationFactory()
    called(partner, summary="Un aveu", visibility=Visibility.PRIVATE, task="Suivre l’aveu")
    PartnershipFactory(organization=partner, title="Pacte discret", visibility=Visibility.PRIVATE)
    FundingFactory(funder=partner, programme="Fonds discret", visibility=Visibility.PRIVATE)

    client.force_login(someone_of(Role.BOARD))
    board = text(page_of(client, partner))
    client.force_login(someone_of(Role.COMMUNICATIONS))
    outside = page_of(client, partner)

    assert [word for word in ("aveu", "Pacte", "Fonds discret") if word in board] == []
    assert parts(outside) == {}


def test_whoever_was_given_a_task_finds_it_on_the_partner_s_page(client: Client) -> None:
    volunteer = someone_of(Role.COMMUNICATIONS)
    client.force_login(volunteer)
    partner = OrganizationFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)
    Task.objects.create(title="Envoyer l’affiche", organization=partner, assignee=volunteer, due_on=tomorrow)
    Task.objects.create(title="À quelqu’un d’autre", organization=partner)

    assert list(parts(page_of(client, partner))) == ["À faire"]
    assert parts(page_of(client, partner))["À faire"][0] == "Envoyer l’affiche"
    assert len(parts(page_of(client, partner))["À faire"]) == 2


def test_our_own_page_has_no_dealings_with_ourselves(client: Client) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))

    assert parts(page_of(client, OrganizationFactory(is_our_council=True))) == {}


def test_from_a_funder_s_page_the_funder_is_chosen_already(client: Client) -> None:
    client.force_login(someone_of(Role.BOARD))
    funder = OrganizationFactory()

    page = read(client, "/admin/subventions/new/", funder=funder.pk)

    assert page.select_one("[name=funder]")["value"] == str(funder.pk)


@pytest.mark.parametrize("number", [1, 3])
def test_dealings_cost_the_same_whatever_their_number(client: Client, number: int) -> None:
    keeper = someone_of(Role.SECRETARIAT)
    client.force_login(keeper)
    partner = OrganizationFactory()
    for _ in range(number):
        called(partner, task="Rappeler")
        Task.objects.create(title="Écrire", organization=partner, assignee=keeper)
        PartnershipFactory(organization=partner, followed_by=keeper)
        FundingFactory(funder=partner, followed_by=keeper)
    page_of(client, partner)

    with CaptureQueriesContext(connection) as queries:
        page_of(client, partner)

    assert len(queries) == 23
