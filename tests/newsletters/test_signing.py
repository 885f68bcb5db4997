"""Letters are signed with DKIM when we are asked to, and another implementation agrees (T5)."""

from __future__ import annotations

import re
from collections.abc import Callable

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from django.core.mail import EmailMessage, get_connection
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from newsletters.domain.deliver import deliver_batch
from newsletters.enums import MailingState
from newsletters.models import Mailing
from newsletters.relay.signing import dkim_header, public_record, read_key, sign
from tests.newsletters.posting import Clock
from tests.newsletters.smtp import MailServer

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ED25519 = ed25519.Ed25519PrivateKey.generate()


def pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> str:
    none = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, none).decode()


KEYS = {"rsa": pem(RSA), "ed25519": pem(ED25519)}


def published(key: str) -> Callable[..., bytes]:
    """The DNS of our domain, which holds this key alone."""

    def look_up(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"parvis._domainkey.conseil.example."
        return public_record(key).encode()

    return look_up


def is_valid(raw: bytes, key: str) -> bool:
    return bool(dkim.verify(raw, dnsfunc=published(key)))


@pytest.fixture(params=KEYS)
def key(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.DKIM_KEY, settings.DKIM_SELECTOR = KEYS[request.param], "parvis"
    return KEYS[request.param]


@pytest.mark.django_db
def test_letter_that_arrives_is_signed_with_both_headers_to_leave(
    council: object, mail_server: MailServer, mailing: Mailing, clock: Clock, key: str
) -> None:
    deliver_batch(mailing.pk, clock=clock)

    assert len(mail_server.received) == 3
    for letter in mail_server.received:
        assert is_valid(letter.raw, key)
        covered = (
            re.sub(r"\s", "", str(letter.message["DKIM-Signature"])).partition("h=")[2].partition(";")[0].split(":")
        )
        assert {"from", "list-unsubscribe", "list-unsubscribe-post", "message-id", "list-id"} <= set(covered)
        assert "d=conseil.example" in letter.message["DKIM-Signature"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"List-Unsubscribe: <http", b"List-Unsubscribe: <ftp"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click", b"List-Unsubscribe-Post: List-Unsubscribe=No"),
        (b"Bonjour", b"Bonsoir"),
        (b"\r\nTo: ", b"\r\nFrom: intrus@ailleurs.example\r\nTo: "),
        (b"\r\nTo: ", b"\r\nSubject: autre chose\r\nTo: "),
    ],
)
@pytest.mark.django_db
def test_letter_that_was_changed_on_its_way_is_no_longer_valid(
    council: object, mail_server: MailServer, mailing: Mailing, clock: Clock, key: str, before: bytes, after: bytes
) -> None:
    deliver_batch(mailing.pk, clock=clock)
    raw = mail_server.received[0].raw

    assert before in raw
    assert is_valid(raw, key)
    assert not is_valid(raw.replace(before, after, 1), key)


@pytest.mark.django_db
def test_letter_is_as_it_was_where_no_key_is_configured(
    council: object, mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    deliver_batch(mailing.pk, clock=clock)

    assert [letter.message["DKIM-Signature"] for letter in mail_server.received] == [None] * 3


@pytest.mark.django_db
def test_key_that_cannot_be_read_pauses_and_says_so(
    council: object, mail_server: MailServer, mailing: Mailing, clock: Clock, settings: Settings
) -> None:
    settings.DKIM_KEY = "pas une clé"

    deliver_batch(mailing.pk, clock=clock)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED
    assert "clé DKIM" in mailing.pause_reason
    assert mail_server.received == []


def test_djangos_own_mail_is_signed_too(mail_server: MailServer, key: str) -> None:
    connection = get_connection("newsletters.relay.SignedBackend", host=mail_server.host, port=mail_server.port)
    EmailMessage(
        "Été", "Bonjour à vous.\n.\nFin", "infolettre@conseil.example", ["x@example.org"], connection=connection
    ).send()

    assert is_valid(mail_server.received[0].raw, key)


LINE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)


@hypothesis_settings(max_examples=60)
@given(st.lists(LINE, max_size=6), LINE, st.integers(0, 3), st.sampled_from(sorted(KEYS)))
def test_any_letter_is_signed_as_another_implementation_reads_it(
    lines: list[str], subject: str, blank: int, name: str
) -> None:
    body = "\r\n".join(lines) + "\r\n" * blank
    raw = f"From: a@conseil.example\r\nSubject: {subject}\r\n suite\t de  la ligne\r\nTo: b@example.org\r\n\r\n{body}"

    header = dkim_header(raw.encode(), read_key(KEYS[name]), "conseil.example", "parvis")

    assert is_valid(header + raw.encode(), KEYS[name])
    assert max(map(len, header.split(b"\r\n"))) <= 78


def test_key_with_written_line_breaks_is_read() -> None:
    assert public_record(KEYS["rsa"].replace("\n", "\\n")) == public_record(KEYS["rsa"])


@pytest.mark.parametrize("text", ["pas une clé", pem(ec.generate_private_key(ec.SECP256R1()))])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_key(text)


def test_nothing_is_signed_without_a_key(settings: Settings) -> None:
    assert sign(b"From: x\r\n\r\ny\r\n") == b"From: x\r\n\r\ny\r\n"
