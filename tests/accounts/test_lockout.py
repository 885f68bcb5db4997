"""Guessing is slow, and only who guesses waits: the real axes handler on the real cache."""

import logging
import time
from datetime import timedelta

import pytest
from django.test import Client

from cms.proxy import RealAddressMiddleware
from crm.accounts.clients import client_ip
from tests.accounts.conftest import PASSWORD, code_of
from tests.factories import UserFactory, enrol

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
SECOND = "/compte/deux-etapes/code/"
ATTACKER, HOME = {"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": "198.51.100.7"}


def attempt(email: str, password: str, place: dict[str, str], client: Client | None = None) -> int:
    answer = (client or Client()).post(LOGIN, {"login": email, "password": password}, **place)
    return answer.status_code


def lock_out(email: str, place: dict[str, str]) -> list[int]:
    return [attempt(email, "mauvais", place) for _number in range(5)]


def test_the_fifth_wrong_password_locks_the_pair_out(volunteer):
    assert lock_out(volunteer.email, ATTACKER) == [200, 200, 200, 200, 429]
    assert attempt(volunteer.email, PASSWORD, ATTACKER) == 429
    assert attempt(volunteer.email.upper(), PASSWORD, ATTACKER) == 429


def test_the_page_says_how_long_to_wait(volunteer):
    lock_out(volunteer.email, ATTACKER)

    answer = Client().post(LOGIN, {"login": volunteer.email, "password": PASSWORD}, **ATTACKER)

    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert "Attendez 15 minutes, puis réessayez." in answer.content.decode().replace("\u00a0", " ")
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_nobody_else_is_locked_out(volunteer):
    other = UserFactory.create()
    lock_out(volunteer.email, ATTACKER)

    assert attempt(volunteer.email, PASSWORD, HOME) == 302
    assert attempt(other.email, PASSWORD, ATTACKER) == 302


def test_an_attacker_from_many_places_does_not_keep_the_person_out(volunteer):
    for number in range(12):
        attempt(volunteer.email, "mauvais", {"REMOTE_ADDR": f"203.0.113.{number + 20}"})

    assert attempt(volunteer.email, PASSWORD, HOME) == 302


def test_an_unknown_address_is_locked_out_alike():
    assert lock_out("personne@conseil.example", ATTACKER) == [200, 200, 200, 200, 429]


def test_a_header_of_ones_own_does_not_escape_the_count(volunteer):
    answers = [
        attempt(volunteer.email, "mauvais", {**ATTACKER, "HTTP_X_FORWARDED_FOR": f"192.0.2.{number}"})
        for number in range(5)
    ]

    assert answers == [200, 200, 200, 200, 429]


def test_behind_our_proxy_the_address_is_the_one_it_saw(rf):
    request = rf.get("/", HTTP_X_REAL_IP="198.51.100.7", HTTP_X_FORWARDED_FOR="192.0.2.66", REMOTE_ADDR="10.0.0.2")
    RealAddressMiddleware(lambda request: None)(request)

    assert client_ip(request) == "198.51.100.7"


def test_the_pause_ends(volunteer, settings):
    settings.AXES_COOLOFF_TIME = timedelta(seconds=1)
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,20/m/key"}  # allauth's own, as if they too had passed
    lock_out(volunteer.email, ATTACKER)
    assert attempt(volunteer.email, PASSWORD, ATTACKER) == 429

    time.sleep(1.1)

    assert attempt(volunteer.email, PASSWORD, ATTACKER) == 302


def test_a_successful_sign_in_forgets_the_wrong_tries(volunteer):
    secret = enrol(volunteer)
    for _number in range(4):
        attempt(volunteer.email, "mauvais", HOME)
    client = Client()
    attempt(volunteer.email, PASSWORD, HOME, client)
    assert client.post(SECOND, {"code": code_of(secret)}, **HOME).status_code == 302

    assert attempt(volunteer.email, "mauvais", HOME) == 200


def test_wrong_codes_are_counted_with_wrong_passwords(volunteer):
    secret = enrol(volunteer)
    thief = Client()
    attempt(volunteer.email, PASSWORD, ATTACKER, thief)

    answers = [thief.post(SECOND, {"code": "000000"}, **ATTACKER).status_code for _number in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    assert thief.post(SECOND, {"code": code_of(secret)}, **ATTACKER).status_code == 429
    assert thief.get("/admin/").status_code == 302
    assert attempt(volunteer.email, PASSWORD, ATTACKER) == 429


def test_the_second_step_does_not_forgive_the_codes_of_the_first_places(volunteer):
    """Someone who holds the password guesses codes from many places: the codes of one person are counted together."""
    secret = enrol(volunteer)
    for number in range(5):
        thief, place = Client(), {"REMOTE_ADDR": f"203.0.113.{number + 20}"}
        attempt(volunteer.email, PASSWORD, place, thief)
        assert thief.post(SECOND, {"code": "000000"}, **place).status_code == 200

    thief = Client()
    attempt(volunteer.email, PASSWORD, ATTACKER, thief)
    thief.post(SECOND, {"code": code_of(secret)}, **ATTACKER)

    assert "_auth_user_id" not in thief.session


def test_a_letter_lifts_the_lockout_of_who_opened_it(
    volunteer, run_queued, mailoutbox, django_capture_on_commit_callbacks
):
    lock_out(volunteer.email, HOME)
    with django_capture_on_commit_callbacks(execute=True):
        Client().post("/compte/mot-de-passe/oublie/", {"email": volunteer.email}, **HOME)
    run_queued()
    link = next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http://testserver/"))
    client, new = Client(), "une autre phrase de passe"
    form = client.get(link, follow=True, **HOME)
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, **HOME)

    assert attempt(volunteer.email, new, HOME) == 302


def test_logs_name_nobody(volunteer, caplog):
    caplog.set_level(logging.DEBUG)
    lock_out(volunteer.email, ATTACKER)

    assert caplog.records
    assert [record for record in caplog.records if volunteer.email in record.getMessage()] == []
    assert [record for record in caplog.records if "203.0.113.9" in record.getMessage()] == []
