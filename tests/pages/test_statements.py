"""The privacy policy, the accessibility statement, and what programs look for."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from crm.partners.models import Council
from tests.factories import complete_council


def test_privacy_names_the_person_in_charge(client: Client, council: Council) -> None:
    response = client.get("/vie-privee/")

    assert response.status_code == 200
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    assert "Maëlle Vadeboncoeur-Tessier" in main
    assert "mailto:vieprivee@conseil.example" in main


@pytest.mark.django_db
def test_privacy_says_so_when_nobody_is_in_charge(client: Client) -> None:
    complete_council(privacy_officer_name="")

    main = client.get("/vie-privee/").content.decode().split("<main")[1].split("</main>")[0]

    assert "notice--warning" in main
    assert "vieprivee@conseil.example" not in main


def test_every_page_carries_the_identity(client: Client, council: Council) -> None:
    foot = client.get("/accessibilite/").content.decode().split("<footer")[1]

    for fact in (*council.postal_lines, council.email, "tel:+14185550142", council.privacy_officer_name):
        assert fact in foot


def test_a_citizen_gets_no_cookie(client: Client, council: Council) -> None:
    response = client.get("/accessibilite/")

    assert response.cookies.output() == ""
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
def test_the_councils_colours_are_a_sheet_kept_for_a_year(client: Client) -> None:
    complete_council(accent_colour="#7A1F4B", accent_colour_dark="#E7A6C6")

    page = client.get("/accessibilite/").content.decode()
    address = page.split('href="/couleurs.css')[1].split('"')[0]
    sheet = client.get(f"/couleurs.css{address}")

    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert sheet.content.decode() == ":root{--council-accent:#7A1F4B}\n:root{--council-accent-dark:#E7A6C6}"


def test_no_colours_of_ones_own_no_sheet(client: Client, council: Council) -> None:
    assert "/couleurs.css" not in client.get("/accessibilite/").content.decode()


def test_security_txt_expires_within_a_year(client: Client, council: Council) -> None:
    response = client.get("/.well-known/security.txt")

    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.fromisoformat(lines["Expires"])
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"] == "mailto:bonjour@conseil.example"
    assert timezone.now() < expires < timezone.now() + timedelta(days=365)


@pytest.mark.django_db
def test_security_txt_is_missing_without_anyone_to_write_to(client: Client) -> None:
    complete_council(email="")

    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.django_db
def test_change_password_leads_to_the_account(client: Client) -> None:
    response = client.get("/.well-known/change-password")

    assert response.status_code == 302
    assert response["Location"] == "/compte/mot-de-passe/"


def test_other_well_known_addresses_do_not_exist(client: Client, council: Council) -> None:
    assert client.get("/.well-known/resource-that-should-not-exist/").status_code == 404


@pytest.mark.django_db
def test_robots_are_told_where_not_to_go(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /admin/" in lines
    assert "Disallow: /d/" in lines
