"""Each letter leaves from an address of its own, by which it comes back and nothing else does."""

from __future__ import annotations

from base64 import b32encode

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from cms.settings.services import return_address
from newsletters.domain.deliver import deliver_batch
from newsletters.domain.hearing.return_paths import (
    Post,
    Returned,
    _mac,
    find_return_tokens,
    first_true,
    make_return_token,
    read_return_token,
)
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


@pytest.mark.parametrize("post", Post)
def test_each_kind_is_read_as_it_was_written(post: Post) -> None:
    token = make_return_token(Returned(post, 70_000))

    assert read_return_token(token) == Returned(post, 70_000)
    assert read_return_token(token[:-4] + "aaaa") is None


def test_a_token_written_before_the_later_kinds_is_read() -> None:
    payload = bytes([3 << 6 | 1 << 3, 9])  # kind, sizes, number: as they were written when there were four kinds
    token = b32encode(payload + _mac(payload, settings.SECRET_KEY)).rstrip(b"=").decode().lower()

    assert read_return_token(token) == Returned(Post.ADDRESS, 9)


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
