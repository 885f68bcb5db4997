"""Every role tries every capability at the real addresses (T23), and who has no role gets nothing."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from crm.accounts.policy import MATRIX, Capability, Role
from crm.partners.models import Council
from tests.accounts.probes import PROBES
from tests.accounts.things import Things, make_things
from tests.factories import UserFactory, someone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def things(council: Council) -> Things:
    return make_things(council)


def held(client: Client, things: Things) -> dict[str, list[bool]]:
    """What each probe of each capability answers; what it changed is put back before the next one."""
    found = {}
    for capability, probes in PROBES.items():
        with transaction.atomic():
            found[capability.value] = [probe(client, things) for probe in probes]
            transaction.set_rollback(True)
    return found


def test_every_capability_is_tried():
    assert set(PROBES) == set(Capability)


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_matrix_says_and_nothing_else(role, client, things):
    client.force_login(someone_of(role))

    allowed = MATRIX[role]

    assert held(client, things) == {one.value: [one in allowed] * len(probes) for one, probes in PROBES.items()}


def test_without_a_role_one_may_do_nothing(client, things):
    client.force_login(UserFactory.create())

    assert held(client, things) == {one.value: [False] * len(probes) for one, probes in PROBES.items()}


LISTS = [
    "/admin/choose-page/",
    "/admin/choose-page/search/?q=conseil",
    "/admin/images/chooser/",
    "/admin/images/chooser/results/",
    "/admin/documents/chooser/",
    "/admin/documents/chooser/results/",
    "/admin/tag-autocomplete/?term=a",
    "/admin/api/main/pages/",
    "/admin/reports/site-history/",
    "/admin/groups/",
    "/admin/sites/",
]
HEADERS: tuple[dict[str, str], ...] = ({}, {"x-requested-with": "XMLHttpRequest"})


def test_without_a_role_no_list_answers(client, things):
    client.force_login(UserFactory.create())

    for address, headers in product(LISTS, HEADERS):
        answer = client.get(address, headers=headers)
        assert answer.status_code in {302, 403}, address
        assert "Le conseil" not in answer.content.decode(), address


@pytest.mark.parametrize("role", Role)
def test_no_role_changes_the_roles_or_the_site(role, client):
    client.force_login(someone_of(role))

    for address in ("/admin/groups/", "/admin/groups/new/", "/admin/sites/", "/admin/workflows/list/"):
        assert client.get(address).status_code == 302, address


@pytest.mark.parametrize("role", [Role.ARCHIVES, Role.READING])
def test_who_writes_no_page_reads_no_draft_either(role, client, things):
    client.force_login(someone_of(role))
    parent = Page.objects.get(depth=2).pk
    addresses = [
        "/admin/choose-page/",
        f"/admin/choose-page/{parent}/",
        "/admin/choose-page/search/?q=novembre",
        "/admin/api/main/pages/",
        f"/admin/api/main/pages/?child_of={parent}",
        "/admin/pages/",
        "/admin/reports/site-history/",
    ]

    for address, headers in product(addresses, HEADERS):
        assert "Infolettre de novembre" not in client.get(address, headers=headers).content.decode(), address


def test_who_writes_pages_chooses_among_them(client, things):
    client.force_login(someone_of(Role.BOARD))

    assert "Infolettre de novembre" in client.get("/admin/choose-page/search/?q=novembre").content.decode()
