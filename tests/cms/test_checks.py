"""Each misconfiguration is found, and a right configuration is left in peace."""

import pytest
from django.core.checks import CheckMessage, run_checks
from pytest_django import Settings

from crm.partners.models import Council
from tests.factories import complete_council

RIGHT = {
    "BASE_URL": "https://www.conseil.example",
    "ALLOWED_HOSTS": ["www.conseil.example"],
    "SECRET_KEY": "k" * 10 + "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789-_+=/abcdef",
    "ADDRESS_HASH_KEY": "another-key-that-is-long-enough-to-protect",
    "OUTBOX_DIR": None,
    "DEFAULT_FROM_EMAIL": "Conseil <infolettre@conseil.example>",
}


def ids(messages: list[CheckMessage]) -> list[str]:
    return sorted(str(message.id) for message in messages if str(message.id).startswith("parvis."))


def deployed(settings: Settings, **wrong: object) -> list[str]:
    for name, value in {**RIGHT, **wrong}.items():
        setattr(settings, name, value)
    return ids(run_checks(include_deployment_checks=True))


def test_right_configuration_has_nothing_to_mend(settings: Settings) -> None:
    assert deployed(settings) == []


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"BASE_URL": "http://www.conseil.example"}, ["parvis.E001"]),
        ({"ALLOWED_HOSTS": ["conseil.example"]}, ["parvis.E002"]),
        ({"ADDRESS_HASH_KEY": RIGHT["SECRET_KEY"]}, ["parvis.E003"]),
        ({"ADDRESS_HASH_KEY": "short"}, ["parvis.E004"]),
        ({"OUTBOX_DIR": "/var/outbox"}, ["parvis.E005"]),
        ({"DEFAULT_FROM_EMAIL": "conseil@courriel.example"}, ["parvis.W006"]),
        ({"MAIL_WEBHOOK_SECRET": "court"}, ["parvis.E012"]),
        ({"MAIL_WEBHOOK_SECRET": "suivi:court"}, ["parvis.E012"]),
        ({"DKIM_KEY": "pas une clé"}, ["parvis.E011"]),
        ({"RETURN_ADDRESS": "retour+{token}@conseil.example"}, ["parvis.W010"]),
        ({"BOUNCE_MAILBOX_URL": "imaps://retour:mot@mail.conseil.example"}, ["parvis.W010"]),
        (
            {"BOUNCE_MAILBOX_URL": "pop://x", "RETURN_ADDRESS": "retour+{token}@conseil.example"},
            ["parvis.E009"],
        ),
    ],
)
def test_misconfiguration_is_named(settings: Settings, wrong: dict[str, object], found: list[str]) -> None:
    assert deployed(settings, **wrong) == found


@pytest.mark.parametrize("sender", ["infolettre@lettres.conseil.example", "bonjour@www.conseil.example"])
def test_sender_below_the_domain_of_the_site_is_right(settings: Settings, sender: str) -> None:
    assert deployed(settings, DEFAULT_FROM_EMAIL=sender) == []


def test_broker_that_does_not_answer_is_named_only_when_services_are_asked(settings: Settings, db: None) -> None:
    complete_council()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert ids(run_checks()) == []
    assert ids(run_checks(databases=["default"])) == []
    assert "parvis.E007" in ids(run_checks(databases=["default"], include_deployment_checks=True))


def test_incomplete_identity_is_named_with_what_is_missing(db: None) -> None:
    complete_council(privacy_officer_name="", street_address="")

    found = [message for message in run_checks(databases=["default"]) if message.id == "parvis.W008"]

    assert len(found) == 1
    for label in Council.load().missing_identity():
        assert label in found[0].msg


def test_complete_identity_is_left_in_peace(db: None) -> None:
    complete_council()

    assert ids(run_checks(databases=["default"])) == []
