"""The sign-in in a real browser: keys, keyboard, no script, and nothing in anyone's way (T16, T20)."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from playwright.sync_api import Page

from cms.pages.models import NewsIndexPage, NewsPage
from crm.accounts.domain.passwords import password_link
from crm.accounts.models import User
from crm.accounts.policy import Role
from tests.accounts.conftest import PASSWORD, code_of
from tests.axe import violations, violations_everywhere
from tests.browser import Site, follow, until
from tests.factories import add_page, complete_council, enrol, someone_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def person(site: Site) -> User:
    complete_council()
    return someone_of(Role.SECRETARIAT, email="secretariat@conseil.example")


def give_password(page: Page, user: User) -> None:
    page.get_by_label("Courriel").fill(user.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def attach_key(page: Page) -> None:
    """Plug in a key that verifies its owner, as a telephone does with a fingerprint."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def listen(page: Page) -> list[str]:
    """Errors of the console, a broken content policy among them."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    return errors


def test_a_key_is_enrolled_then_opens_the_account_alone(site: Site, person: User) -> None:
    page = site.open("/compte/connexion/")
    errors = listen(page)
    attach_key(page)
    give_password(page, person)
    page.get_by_role("link", name="Ajouter une clé").click()
    page.get_by_label("Nom de cette clé").fill("Mon téléphone")
    page.get_by_role("button", name="Ajouter la clé").click()
    page.wait_for_url("**/codes/")
    assert page.locator(".account__codes li").count() == 10
    page.get_by_role("link", name="Mes codes sont rangés").click()
    page.wait_for_url("**/admin/")

    page.goto("/compte/deconnexion/")
    follow(page.get_by_role("button", name="Se déconnecter"))
    assert page.get_by_role("status").inner_text() == "La session est fermée."
    page.get_by_role("button", name="Se connecter avec une clé").click()
    page.wait_for_url("**/admin/")

    page.goto("/compte/deux-etapes/cles/")
    assert page.get_by_role("rowheader", name="Mon téléphone").is_visible()
    assert errors == []


def test_a_key_serves_as_second_factor_after_the_password(site: Site, person: User) -> None:
    page = site.open("/compte/connexion/")
    attach_key(page)
    give_password(page, person)
    page.get_by_role("link", name="Ajouter une clé").click()
    page.get_by_role("button", name="Ajouter la clé").click()
    page.wait_for_url("**/codes/")
    page.goto("/compte/deconnexion/")
    page.get_by_role("button", name="Se déconnecter").click()

    give_password(page, person)
    page.wait_for_url("**/code/")
    page.get_by_role("button", name="Utiliser ma clé").click()

    page.wait_for_url("**/admin/")


def test_a_key_that_does_not_answer_is_said_in_the_page(site: Site, person: User) -> None:
    page = site.open("/compte/connexion/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('the window was closed')) }")

    page.get_by_role("button", name="Se connecter avec une clé").click()

    alert = page.get_by_role("alert")
    alert.wait_for()
    assert alert.inner_text().startswith("La clé n’a pas répondu")
    assert page.url.endswith("/compte/connexion/")


def test_one_signs_in_with_the_keyboard_alone(site: Site, person: User) -> None:
    secret = enrol(person)
    page = site.open("/compte/connexion/")

    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/code/")
    until(page, "document.activeElement.name === 'code'")
    page.keyboard.type(code_of(secret))
    page.keyboard.press("Enter")

    page.wait_for_url("**/admin/")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_application_is_enrolled_without_a_script(site: Site, person: User, width: int) -> None:
    page = site.open("/compte/connexion/", width=width, javascript=False)
    assert page.get_by_role("button", name="Se connecter avec une clé").count() == 0
    give_password(page, person)
    page.get_by_role("link", name="Ajouter une application").click()
    square = page.get_by_role("img", name=re.compile("Carré à numériser"))
    assert square.evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_text("Recopier plutôt la clé en lettres").click()
    secret = page.locator(".account__key").inner_text()

    page.get_by_label("Les six chiffres").fill(code_of(secret))
    page.get_by_role("button", name="Ajouter l’application").click()

    page.wait_for_url("**/codes/")
    assert page.locator(".account__codes li").count() == 10


def test_nothing_stands_in_the_way_before_the_sign_in(site: Site, person: User) -> None:
    paths = [
        "/compte/connexion/",
        "/compte/mot-de-passe/oublie/",
        "/compte/mot-de-passe/oublie/envoye/",
        "/compte/mot-de-passe/nouveau/1-abc-def/",
        "/compte/mot-de-passe/nouveau/fait/",
        "/compte/ferme/",
    ]

    assert {path: violations_everywhere(site, path) for path in paths} == {path: [] for path in paths}


def test_nothing_stands_in_the_way_of_who_chooses_a_password(site: Site, person: User) -> None:
    page = site.open(password_link(person), width=320)
    assert violations(page) == []
    for field in page.locator("input[type=password]").all():
        field.fill("court")
    follow(page.get_by_role("button", name="Garder ce mot de passe"))
    assert page.get_by_text("Ce mot de passe est trop court").is_visible()
    assert violations(page) == []


def test_nothing_stands_in_the_way_of_the_second_step_nor_of_a_lockout(site: Site, person: User) -> None:
    enrol(person)
    page = site.open("/compte/connexion/", width=320)
    give_password(page, person)
    assert violations(page) == []
    for _number in range(5):
        page.get_by_label("Code", exact=True).fill("000000")
        follow(page.get_by_role("button", name="Se connecter", exact=True))
    assert page.get_by_role("heading", level=1).inner_text() == "Trop d’essais"
    assert violations(page) == []


def session_of(person: User, secret: str | None = None) -> str:
    """The session cookie of someone who has just given the password, and the code when there is one."""
    client = Client()
    client.post("/compte/connexion/", {"login": person.email, "password": PASSWORD})
    if secret is not None:
        client.post("/compte/deux-etapes/code/", {"code": code_of(secret)})
    return client.cookies["sessionid"].value


def found_on(page: Page, url: str) -> list[str]:
    """What stands in the way at this address, or where it led instead."""
    page.goto(url)
    lines = violations(page) if page.url == url else [f"led to {page.url}"]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        lines.append("the page scrolls sideways")
    return [f"{url}: {line}" for line in lines]


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_stands_in_the_way_of_who_enrols(site: Site, person: User, width: int) -> None:
    page = site.open("/compte/connexion/", width=width)
    page.context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": site.url}])
    paths = ("deux-etapes/", "deux-etapes/application/", "deux-etapes/cles/", "deux-etapes/cles/ajouter/", "confirmer/")

    assert [line for path in paths for line in found_on(page, f"{site.url}/compte/{path}")] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_stands_in_the_way_of_who_is_signed_in(site: Site, person: User, width: int) -> None:
    secret = enrol(person)
    RecoveryCodes.activate(person)
    page = site.open("/compte/connexion/", width=width)
    page.context.add_cookies([{"name": "sessionid", "value": session_of(person, secret), "url": site.url}])
    paths = (
        "deux-etapes/",
        "deux-etapes/application/retirer/",
        "deux-etapes/codes/",
        "deux-etapes/codes/nouveaux/",
        "deux-etapes/confirmer/",
        "mot-de-passe/",
        "deconnexion/",
    )

    assert [line for path in paths for line in found_on(page, f"{site.url}/compte/{path}")] == []


def test_the_administration_works_under_its_content_policy(site: Site, person: User) -> None:
    """The first screen, the editor with its rich text and its date picker, the preview in its frame."""
    index = add_page(NewsIndexPage, "Nouvelles")
    news = add_page(NewsPage, "La glissade", index, summary="Elle ouvre samedi.")
    page = site.open("/compte/connexion/")
    errors = listen(page)
    session = session_of(person, enrol(person))
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])

    page.goto("/admin/")
    page.goto(f"/admin/pages/{news.pk}/edit/")
    page.locator("#id_dated_on").click()
    page.locator(".xdsoft_datetimepicker:visible").wait_for()
    page.keyboard.press("Escape")
    page.locator('[data-side-panel-toggle="preview"]').click()
    page.frame_locator("#w-preview-iframe").get_by_role("heading", name="La glissade").wait_for()

    assert [error for error in errors if "Content Security Policy" in error] == []
