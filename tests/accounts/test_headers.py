"""The headers of every answer (T27), and no cookie for who only reads (T15)."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from cms.pages.models import StandardPage
from tests.factories import UserFactory, add_page

pytestmark = pytest.mark.django_db

PUBLIC_POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self' data:",
    "manifest-src": "'self'",
    "media-src": "'self'",  # the sounds and films of the memory
    "script-src": "'self'",
    "style-src": "'self'",
}
ADMIN_POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self' data:",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "frame-src": "'self'",
    "img-src": "'self' data: blob:",
    "manifest-src": "'self'",
    "media-src": "'self'",
    "object-src": "'none'",
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
}


def policy(response) -> dict[str, str]:
    directives = response["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


def security_headers(response) -> dict[str, str]:
    names = (
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
        "X-Permitted-Cross-Domain-Policies",
    )
    return {name: response[name] for name in names}


@pytest.fixture
def administrator_client(client):
    client.force_login(UserFactory.create(is_superuser=True))
    return client


@pytest.mark.parametrize("address", ["/accessibilite/", "/confidentialite/", "/nulle-part/", "/compte/connexion/"])
def test_public_pages_have_the_strict_policy(address):
    response = Client().get(address)

    assert policy(response) == PUBLIC_POLICY
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/accessibilite/", "/nulle-part/"])
def test_public_pages_have_the_whole_set_of_headers(address):
    response = Client().get(address)

    assert security_headers(response) == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Permitted-Cross-Domain-Policies": "none",
    }
    assert "camera=()" in response["Permissions-Policy"].split(", ")
    assert "geolocation=()" in response["Permissions-Policy"].split(", ")
    assert "publickey-credentials-get=(self)" in response["Permissions-Policy"].split(", ")


def test_the_administration_has_a_policy_of_its_own(administrator_client):
    response = administrator_client.get("/admin/")

    assert response.status_code == 200
    assert policy(response) == ADMIN_POLICY
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


def test_a_preview_follows_the_policy_of_the_administration(administrator_client):
    """Wagtail sends it through every middleware twice: the public policy would forbid the editor's frame."""
    page = add_page(StandardPage, "Le conseil")
    page.save_revision()

    response = administrator_client.get(f"/admin/pages/{page.pk}/view_draft/")

    assert response.status_code == 200
    assert policy(response) == ADMIN_POLICY


@pytest.mark.parametrize("address", ["/compte/connexion/", "/compte/mot-de-passe/nouveau/1-abc-def/"])
def test_account_pages_are_never_kept_nor_referred(address):
    response = Client().get(address)

    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/accessibilite/", "/confidentialite/", "/nulle-part/", "/infolettre/abonnement/"])
def test_who_only_reads_gets_no_cookie(address, council):
    response = Client().get(address)

    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(settings):
    assert settings.SESSION_COOKIE_HTTPONLY is True
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.CSRF_COOKIE_SAMESITE == "Lax"


PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "a-key-of-the-tests-" + "0123456789abcdef" * 4,
    "ADDRESS_HASH_KEY": "another-key-of-the-tests-" + "0123456789abcdef" * 4,
    "BASE_URL": "https://conseil.example",
    "ALLOWED_HOSTS": "conseil.example",
    "DATABASE_URL": "postgres://nobody@localhost/nothing",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp+tls://localhost",
    "DEFAULT_FROM_EMAIL": "infolettre@conseil.example",
}


def run_in_production(*command: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **PRODUCTION}
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)


def test_the_deployment_check_finds_nothing():
    done = run_in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_server_answers_over_tls_only_and_says_so_for_a_year():
    script = (
        "import django; django.setup()\n"
        "from django.conf import settings as s\n"
        "print(s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECOND_FACTOR_REQUIRED, s.SHOW_DEMO_LOGINS, s.DEBUG)"
    )
    done = run_in_production("-c", script)

    assert done.stdout.split() == ["True", "31536000", "True", "True", "True", "True", "True", "False", "False"]


def test_the_deployment_check_refuses_a_password_alone_and_demo_logins(settings):
    from crm.accounts.checks import check_sign_in

    settings.SECOND_FACTOR_REQUIRED = False
    settings.SHOW_DEMO_LOGINS = True

    assert [problem.id for problem in check_sign_in(None)] == ["accounts.E001", "accounts.E002"]
