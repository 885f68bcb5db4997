"""Each letter leaves from an address of its own, by which it comes back and nothing else does."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from cms.settings.services import return_address
from newsletters.domain.deliver import deliver_batch
from newsletters.domain.hearing.return_paths import Post, Returned, find_return_tokens, first_true
from newsletters.domain.registration_post import post_registration_letters
from newsletters.models import Mailing, RegistrationLetter
from tests.factories import RegistrationFactory
from tests.newsletters.corpus import RETURN_PATH
from tests.newsletters.posting import Clock, letter_to
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


def test_letter_of_a_mailing_leaves_from_its_own_address(
    mail_server: MailServer, mailing: Mailing, clock: Clock, settings: Settings
) -> None:
    settings.RETURN_ADDRESS = RETURN_PATH

    deliver_batch(mailing.pk, clock=clock)

    row = letter_to("voisine1@example.org")
    received = next(letter for letter in mail_server.received if letter.recipient == row.email)
    assert first_true(find_return_tokens(received.sender)) == Returned(Post.LETTER, row.pk, row.subscriber_id or 0)
    assert "<infolettre@conseil.example>" in str(received.message["From"])
    assert len({letter.sender for letter in mail_server.received}) == 3


def test_letter_leaves_from_the_plain_address_where_nothing_is_read(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    deliver_batch(mailing.pk, clock=clock)

    assert {letter.sender for letter in mail_server.received} == {"infolettre@conseil.example"}


def test_letter_to_someone_registered_has_one_too(mail_server: MailServer, clock: Clock, settings: Settings) -> None:
    settings.RETURN_ADDRESS = RETURN_PATH
    letter = RegistrationLetter.objects.create(registration=RegistrationFactory(), kind="registered", mark="x")

    post_registration_letters()

    assert first_true(find_return_tokens(mail_server.received[0].sender)) == Returned(Post.REGISTRATION, letter.pk)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("", ""),
        ("retour@conseil.example", "retour+{token}@conseil.example"),
        ("{token}@retours.conseil.example", "{token}@retours.conseil.example"),
    ],
)
def test_setting_says_where_the_token_goes(written: str, address: str) -> None:
    assert return_address(written) == address


@pytest.mark.parametrize("written", ["retour", "@conseil.example", "retour@conseil"])
def test_setting_that_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="RETURN_ADDRESS"):
        return_address(written)
