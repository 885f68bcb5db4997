"""What a citizen reads where there is nothing, where there was something, and where we failed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.redirects.models import Redirect

from cms.pages.domain.withdrawal import leave_tombstone, withdraw_pages
from cms.pages.models import NewsIndexPage, NewsPage, StandardPage, Tombstone
from cms.urls import urlpatterns as site_addresses
from crm.accounts.policy import Role
from crm.events.domain.publishing import publish_event, withdraw_event
from crm.events.enums import EventStatus
from crm.partners.models import Council
from tests.factories import EventFactory, UserFactory, add_page, front_page, someone_of


def _fail(request: object) -> None:
    raise RuntimeError


urlpatterns = [path("casse/", _fail), *site_addresses]


class TestNotFound:
    def test_it_helps_onward(self, client: Client, council: Council) -> None:
        add_page(StandardPage, "Le conseil", show_in_menus=True)

        response = client.get("/introuvable/")

        html = response.content.decode().split("<main")[1].split("</main>")[0]
        assert response.status_code == 404
        assert "Il n’y a rien à cette adresse." in html
        assert 'href="/le-conseil/"' in html
        assert "mailto:bonjour@conseil.example" in html

    def test_it_repeats_nothing_of_the_address(self, client: Client, council: Council) -> None:
        html = client.get("/<script>alert(1)</script>/").content.decode()

        assert "alert(1)" not in html.split("<main")[1]


class TestFailure:
    @pytest.mark.urls(__name__)
    @pytest.mark.django_db
    def test_it_says_so_without_asking_the_database(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.raise_request_exception = False

        with django_assert_num_queries(0):
            response = client.get("/casse/")

        assert response.status_code == 500
        assert "Quelque chose a cassé de notre côté." in response.content.decode()


class TestUnreadable:
    def test_it_says_what_to_do(self, client: Client, council: Council) -> None:
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(most + 1)]

        response = client.post("/memoire/contribuer/", {"attached": files})

        html = response.content.decode()
        assert response.status_code == 400
        assert "Cet envoi n’a pas pu être lu." in html
        assert f"plus de {most} fichiers" in html

    @pytest.mark.django_db
    def test_it_asks_nothing_of_the_database(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(0):
            render_to_string("400.html")


class TestWithdrawal:
    NOW = timezone.now()

    def test_a_withdrawn_page_says_why(self, client: Client, council: Council) -> None:
        page = add_page(StandardPage, "Photos de la fête")

        withdraw_pages([page], "Une personne photographiée l’a demandé.", by=None, now=self.NOW)

        response = client.get("/photos-de-la-fete/")
        assert response.status_code == 410
        assert "Une personne photographiée l’a demandé." in response.content.decode()
        assert '<link rel="canonical"' not in response.content.decode()

    def test_twice_is_the_same_as_once_with_the_latest_reason(self, council: Council) -> None:
        page = add_page(StandardPage, "Photos")

        withdraw_pages([page], "Erreur.", by=None, now=self.NOW)
        withdraw_pages([page], "À la demande d’une personne.", by=None, now=self.NOW + timedelta(days=1))

        assert Tombstone.objects.get().reason == "À la demande d’une personne."

    def test_published_again_it_is_back(self, client: Client, council: Council) -> None:
        page = add_page(StandardPage, "Photos")
        withdraw_pages([page], "Erreur.", by=None, now=self.NOW)
        page.refresh_from_db()

        page.save_revision().publish()

        assert client.get("/photos/").status_code == 200
        assert not Tombstone.objects.exists()

    def test_a_redirect_that_a_volunteer_wrote_is_kinder(self, client: Client, council: Council) -> None:
        leave_tombstone("/photos/", "Erreur.", self.NOW)
        Redirect.objects.create(old_path="/photos", redirect_link="/")

        assert client.get("/photos/").status_code == 301

    def test_an_event_taken_back_is_gone_and_not_unknown(self, client: Client, council: Council) -> None:
        event = EventFactory(status=EventStatus.DRAFT)
        publish_event(event, self.NOW)
        address = event.get_absolute_url()

        withdraw_event(event, self.NOW)
        gone = client.get(address).status_code
        publish_event(event, self.NOW)

        assert (gone, client.get(address).status_code) == (410, 200)

    def test_nothing_but_reading_is_answered_so(self, client: Client, council: Council) -> None:
        leave_tombstone("/photos/", "Erreur.", self.NOW)

        assert client.post("/photos/").status_code in {403, 404, 405}


class TestWithdrawalInTheAdmin:
    def test_takes_the_page_and_those_below_from_everywhere(self, client: Client, council: Council) -> None:
        index = add_page(NewsIndexPage, "Nouvelles", show_in_menus=True)
        add_page(NewsPage, "Une rue", index, summary="En bref.")
        client.force_login(UserFactory(is_superuser=True))

        response = client.post(reverse("withdraw_page", args=[index.pk]), {"reason": "Refonte."})

        citizen = Client()
        assert response.status_code == 302
        assert [citizen.get(path).status_code for path in ("/nouvelles/", "/nouvelles/une-rue/")] == [410, 410]
        for path_ in ("/", "/sitemap.xml", "/nouvelles/fil.xml"):
            assert "une-rue" not in citizen.get(path_).content.decode()

    def test_asks_before_it_does_anything(self, client: Client, council: Council) -> None:
        page = add_page(StandardPage, "Photos")
        client.force_login(UserFactory(is_superuser=True))

        html = client.get(reverse("withdraw_page", args=[page.pk])).content.decode()

        assert "(/photos/)" in html
        assert StandardPage.objects.get().live

    @pytest.mark.parametrize("role", [Role.READING, Role.BOARD])
    def test_whoever_may_not_unpublish_may_not_withdraw(self, client: Client, council: Council, role: Role) -> None:
        page = add_page(StandardPage, "Photos")
        client.force_login(someone_of(role))

        client.post(reverse("withdraw_page", args=[page.pk]), {"reason": ""})

        assert StandardPage.objects.get().live
        assert not Tombstone.objects.exists()

    def test_the_front_page_cannot_be_withdrawn(self, client: Client, council: Council) -> None:
        client.force_login(UserFactory(is_superuser=True))

        client.post(reverse("withdraw_page", args=[front_page().pk]), {"reason": ""})

        assert Client().get("/").status_code == 200
