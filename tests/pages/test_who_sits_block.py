"""« Qui siège où » on a public page: only what is public, readable by everyone, fresh."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cms.pages.blocks.network import public_network
from cms.pages.models import StandardPage
from cms.pages.page_cache import VERSION_KEY, forget_pages
from crm.partners.enums import Scope, Visibility
from crm.partners.models import Council, Organization
from tests.axe import violations_everywhere
from tests.browser import Site
from tests.factories import add_page, complete_council, stream
from tests.factories.partners import OrganizationFactory, PostFactory
from tests.partners.networks import our_council, person, shared, sits

BLOCK = ("who_sits", {"title": "Qui siège où?", "scope": "around"})


def neighbourhood() -> Organization:
    council, table = our_council(), OrganizationFactory.create(name="Table des Ormes")
    shared(council, table, 3)
    for name, hidden in (("Basile", "membership"), ("Cloé", "person"), ("Doris", "seat")):
        level = {
            kind: Visibility.BOARD if kind == hidden else Visibility.PUBLIC for kind in ("membership", "person", "seat")
        }
        someone = person(name, visibility=level["person"])
        sits(someone, council)
        sits(
            someone,
            table,
            visibility=level["membership"],
            post=PostFactory(organization=table, visibility=level["seat"]),
            source="Appel à Doris, 418 555-0199",
        )
    return council


@pytest.mark.django_db
def test_a_citizen_reads_only_what_is_public(client: Client, council: Council) -> None:
    neighbourhood()
    page = add_page(StandardPage, "Nos partenaires", body=stream(BLOCK))

    html = client.get(page.url).content.decode()

    assert "3 de nos 5 membres siègent aussi dans un autre organisme." in html
    assert html.count('<tr id="person-') == 3
    assert [name for name in ("Basile", "Cloé", "Doris", "555-0199") if name in html] == []


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 50])
def test_it_takes_four_queries(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    shared(our_council(), OrganizationFactory.create(), count)

    with django_assert_num_queries(4):
        public_network(Scope.AROUND)


@pytest.mark.django_db
def test_without_any_partner_it_says_so(client: Client, council: Council) -> None:
    page = add_page(StandardPage, "Nos partenaires", body=stream(("who_sits", {"title": "", "scope": "whole"})))

    assert "on ne connaît personne qui siège dans deux organismes" in client.get(page.url).content.decode()


@pytest.mark.django_db
def test_a_change_forgets_the_pages(django_capture_on_commit_callbacks: object) -> None:
    neighbourhood()
    membership = Organization.objects.get(name="Table des Ormes").memberships.all()[0]
    for record in (membership, membership.person, membership.organization):
        forget_pages()
        before = caches["pages"].get(VERSION_KEY)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            record.save()
        assert caches["pages"].get(VERSION_KEY) != before


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_everyone_can_use_it(site: Site) -> None:
    complete_council()
    neighbourhood()
    page = add_page(StandardPage, "Nos partenaires", body=stream(BLOCK))

    assert violations_everywhere(site, page.url) == []
