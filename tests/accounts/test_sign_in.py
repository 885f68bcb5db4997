"""Signing in for real: the password, then the second factor, and no door beside it (T20 to T22)."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD, code_of
from tests.factories import UserFactory, enrol

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
SECOND = "/compte/deux-etapes/code/"


def give_password(client: Client, user, password: str = PASSWORD, **extra):
    return client.post(LOGIN, {"login": user.email, "password": password}, **extra)


def is_inside(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_password_then_code_opens_the_administration(browser_client, volunteer):
    secret = enrol(volunteer)

    first = give_password(browser_client, volunteer)
    assert (first.status_code, first["Location"]) == (302, SECOND)
    assert not is_inside(browser_client)

    second = browser_client.post(SECOND, {"code": code_of(secret)})
    assert (second.status_code, second["Location"]) == (302, "/admin/")
    assert is_inside(browser_client)


def test_password_alone_gives_no_session_to_who_is_enrolled(browser_client, volunteer):
    enrol(volunteer)
    give_password(browser_client, volunteer)

    assert "_auth_user_id" not in browser_client.session
    assert browser_client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert browser_client.get("/compte/deux-etapes/").status_code == 302
    assert browser_client.get("/compte/deux-etapes/application/").status_code == 302


def test_password_alone_leads_who_is_not_enrolled_to_enrolment_only(browser_client, volunteer):
    give_password(browser_client, volunteer)

    for address in ("/admin/", "/admin/pages/", "/admin/account/", "/compte/connexion/", "/compte/mot-de-passe/"):
        response = browser_client.get(address)
        assert (address, response.status_code, response["Location"]) == (address, 302, "/compte/deux-etapes/")
    assert browser_client.get("/compte/deux-etapes/").status_code == 200
    assert browser_client.get("/compte/deux-etapes/application/").status_code == 200
    assert browser_client.get("/compte/deux-etapes/cles/ajouter/").status_code == 200


def test_who_is_not_enrolled_is_anonymous_on_the_public_site(browser_client, volunteer):
    give_password(browser_client, volunteer)

    response = browser_client.get("/accessibilite/")

    assert response.status_code == 200
    assert response.wsgi_request.user.is_anonymous


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_enrolling_an_application_opens_the_administration_and_shows_the_codes(browser_client, volunteer):
    give_password(browser_client, volunteer)
    page = browser_client.get("/compte/deux-etapes/application/")
    secret = page.context["form"].secret

    done = browser_client.post("/compte/deux-etapes/application/", {"code": code_of(secret)})

    assert (done.status_code, done["Location"]) == (302, "/compte/deux-etapes/codes/")
    codes = browser_client.get(done["Location"])
    assert len(codes.context["unused_codes"]) == 10
    assert is_inside(browser_client)
    assert [letter.subject for letter in mail.outbox] == ["Une deuxième étape a été ajoutée"]


def test_secrets_are_encrypted_at_rest(volunteer):
    secret = enrol(volunteer)

    stored = Authenticator.objects.get(user=volunteer).data["secret"]

    assert secret not in stored
    assert stored.startswith("gAAAA")


def test_a_session_opened_before_enrolment_elsewhere_must_prove_the_factor(volunteer):
    """A stolen password used before the owner enrols does not ripen into a session when she does."""
    thief = Client()
    give_password(thief, volunteer)

    secret = enrol(volunteer)

    answer = thief.get("/admin/")
    assert answer["Location"] == "/compte/deux-etapes/confirmer/?next=%2Fadmin%2F"
    for enrolment in ("application/", "cles/ajouter/", "codes/", ""):
        assert thief.get(f"/compte/deux-etapes/{enrolment}").status_code == 302
    assert thief.post("/compte/confirmer/", {"password": PASSWORD}).status_code == 302
    assert not is_inside(thief)
    thief.post("/compte/deux-etapes/confirmer/?next=/admin/", {"code": code_of(secret)})
    assert is_inside(thief)


def test_a_code_opens_only_once(volunteer):
    secret = enrol(volunteer)
    code = code_of(secret)
    first, second = Client(), Client()
    for client in (first, second):
        give_password(client, volunteer)
        client.post(SECOND, {"code": code})

    assert is_inside(first)
    assert not is_inside(second)


def test_a_recovery_code_opens_only_once(volunteer):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    enrol(volunteer)
    code = RecoveryCodes.activate(volunteer).get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        give_password(client, volunteer)
        client.post(SECOND, {"code": code})

    assert is_inside(first)
    assert not is_inside(second)


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/", "/accounts/login/", "/django-admin/login/"])
def test_other_login_addresses_lead_to_ours_and_give_no_session(browser_client, volunteer, address):
    shown = browser_client.get(f"{address}?next=/admin/pages/")
    assert (shown.status_code, shown["Location"]) == (302, "/compte/connexion/?next=%2Fadmin%2Fpages%2F")

    sent = browser_client.post(
        f"{address}?next=/admin/", {"username": volunteer.email, "login": volunteer.email, "password": PASSWORD}
    )
    assert (sent.status_code, sent["Location"]) == (302, "/compte/connexion/?next=%2Fadmin%2F")
    assert "_auth_user_id" not in browser_client.session


@pytest.mark.parametrize(
    "target", ["https://ailleurs.example/", "//ailleurs.example/", "/\\ailleurs.example/", "javascript:alert(1)"]
)
def test_next_never_leads_outside(browser_client, volunteer, target):
    secret = enrol(volunteer)

    assert browser_client.get("/admin/login/", {"next": target})["Location"] == "/compte/connexion/"
    browser_client.post(LOGIN, {"login": volunteer.email, "password": PASSWORD, "next": target})
    done = browser_client.post(SECOND, {"code": code_of(secret)})
    assert done["Location"] == "/admin/"


def test_next_is_kept_through_both_steps(browser_client, volunteer):
    secret = enrol(volunteer)
    browser_client.post(LOGIN, {"login": volunteer.email, "password": PASSWORD, "next": "/admin/pages/"})

    assert browser_client.post(SECOND, {"code": code_of(secret)})["Location"] == "/admin/pages/"


@pytest.mark.parametrize("rest", ["", "done/", "confirm/MQ/abc/", "complete/"])
def test_wagtails_password_reset_leads_to_ours(browser_client, volunteer, rest):
    for response in (
        browser_client.get(f"/admin/password_reset/{rest}"),
        browser_client.post(f"/admin/password_reset/{rest}", {"email": volunteer.email}),
    ):
        assert (response.status_code, response["Location"]) == (302, "/compte/mot-de-passe/oublie/")
    assert mail.outbox == []


def test_there_is_no_sign_up(browser_client):
    for address in ("/compte/inscription/", "/compte/signup/", "/accounts/signup/"):
        assert browser_client.get(address).status_code == 404


def test_someone_without_a_role_gets_a_page_that_says_so(client):
    client.force_login(UserFactory.create())

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "Rien ne vous est encore ouvert ici" in response.content.decode()


def test_logging_out_needs_a_post(client, volunteer):
    client.force_login(volunteer)

    assert client.get("/compte/deconnexion/").status_code == 200
    assert is_inside(client)
    assert client.post("/compte/deconnexion/")["Location"] == "/compte/connexion/"
    assert not is_inside(client)


def test_wagtails_log_out_button_leads_to_ours_with_its_method(client, volunteer):
    client.force_login(volunteer)

    response = client.post("/admin/logout/")

    assert (response.status_code, response["Location"]) == (307, "/compte/deconnexion/")
    assert reverse("wagtailadmin_logout") == "/admin/logout/"


def test_signing_in_changes_the_session_key(browser_client, volunteer):
    secret = enrol(volunteer)
    give_password(browser_client, volunteer)
    before = browser_client.session.session_key

    browser_client.post(SECOND, {"code": code_of(secret)})

    assert browser_client.session.session_key != before


def test_a_changed_password_ends_the_other_sessions(client, volunteer):
    client.force_login(volunteer)
    elsewhere = type(client)()
    elsewhere.force_login(volunteer)
    new = "une autre phrase de passe"

    client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert is_inside(client)
    assert not is_inside(elsewhere)
    assert [letter.subject for letter in mail.outbox] == ["Votre mot de passe a été changé"]
    assert mail.outbox[0].to == ["communications@conseil.example"]


def test_wagtails_account_page_changes_neither_password_nor_address(client, volunteer):
    client.force_login(volunteer)

    page = client.get("/admin/account/").content.decode()
    assert 'name="password-old_password"' not in page
    assert 'name="name_email-email"' not in page
    assert 'href="/compte/deux-etapes/"' in page
    assert 'href="/compte/mot-de-passe/"' in page

    client.post(
        "/admin/account/",
        {
            "name_email-first_name": "Camille",
            "name_email-last_name": "Desruisseaux",
            "name_email-email": "voleur@example.org",
            "password-old_password": PASSWORD,
            "password-new_password1": "mot de passe du voleur",
            "password-new_password2": "mot de passe du voleur",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
        },
    )
    volunteer.refresh_from_db()
    assert volunteer.email == "communications@conseil.example"
    assert volunteer.check_password(PASSWORD)


def test_removing_the_last_factor_leads_back_to_enrolment(browser_client, volunteer):
    secret = enrol(volunteer)
    give_password(browser_client, volunteer)
    browser_client.post(SECOND, {"code": code_of(secret)})

    browser_client.post("/compte/deux-etapes/application/retirer/")

    assert browser_client.get("/admin/")["Location"] == "/compte/deux-etapes/"


def test_a_closed_account_loses_its_sessions_for_good(client, volunteer):
    from crm.accounts.domain.people import end_sessions

    client.force_login(volunteer)
    volunteer.is_active = False
    volunteer.save()
    assert not is_inside(client)

    end_sessions(volunteer)
    volunteer.is_active = True
    volunteer.save()
    assert not is_inside(client)


def test_a_closed_account_does_not_sign_in(browser_client, volunteer):
    volunteer.is_active = False
    volunteer.save()

    assert give_password(browser_client, volunteer)["Location"] == "/compte/ferme/"
    assert "_auth_user_id" not in browser_client.session


class TestLocalInstallation:
    """The password alone is enough there, and the screen says so."""

    @pytest.fixture(autouse=True)
    def local(self, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        settings.SHOW_DEMO_LOGINS = True
        settings.DEMO_PASSWORD = PASSWORD
        settings.DEMO_LOGINS = [("Communications", "communications@conseil.example")]

    def test_password_alone_opens_the_administration(self, browser_client, volunteer):
        assert give_password(browser_client, volunteer)["Location"] == "/admin/"
        assert is_inside(browser_client)

    def test_the_sign_in_page_says_so_and_shows_the_demo_logins(self, browser_client):
        page = browser_client.get(LOGIN).content.decode()
        assert "Ici, le mot de passe seul suffit." in page
        assert "/compte/connexion/?courriel=communications%40conseil.example" in page
        assert PASSWORD in page
        filled = browser_client.get(f"{LOGIN}?courriel=communications%40conseil.example").content.decode()
        assert 'value="communications@conseil.example"' in filled

    def test_who_enrolled_gives_the_second_factor_all_the_same(self, browser_client, volunteer):
        enrol(volunteer)
        assert give_password(browser_client, volunteer)["Location"] == SECOND


def test_a_server_shows_no_demo_login(browser_client, settings):
    settings.DEMO_LOGINS = [("Communications", "communications@conseil.example")]
    page = browser_client.get(f"{LOGIN}?courriel=communications%40conseil.example").content.decode()
    assert "communications@conseil.example" not in page
    assert "Installation locale" not in page
