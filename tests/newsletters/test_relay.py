"""The border: a real server, and where exactly each letter stopped."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from pytest_django.fixtures import Settings

from newsletters.relay import (
    Answer,
    AnswerLost,
    ConnectionLost,
    LetterRefused,
    RelayRefused,
    RelayUnreachable,
    UnsendableAddress,
    open_relay,
    wire_address,
)
from tests.newsletters.smtp import MailServer

LETTER = b"Subject: Bonjour\r\n\r\nPremier\r\n.\r\n..deux\r\nfin\r\n"


@pytest.fixture(params=[False, True], ids=["step by step", "pipelined"])
def pipelining(request: pytest.FixtureRequest, mail_server: MailServer) -> bool:
    mail_server.pipelining = request.param
    return bool(request.param)


@pytest.mark.usefixtures("pipelining")
def test_letters_arrive_whole_over_one_connection(mail_server: MailServer) -> None:
    with open_relay() as relay:
        answers = [relay.send("nous@conseil.example", f"voisine{n}@example.org", LETTER) for n in range(3)]

    assert answers == [Answer(250, "2.0.0 taken")] * 3
    assert [letter.raw for letter in mail_server.received] == [LETTER] * 3
    assert mail_server.recipients == [f"voisine{n}@example.org" for n in range(3)]
    assert {letter.sender for letter in mail_server.received} == {"nous@conseil.example"}
    assert mail_server.connections == 1


@pytest.mark.usefixtures("pipelining")
@pytest.mark.parametrize(("reply", "is_temporary"), [("550 5.1.1 nobody here", False), ("451 4.3.0 later", True)])
def test_one_refused_person_leaves_the_connection_usable(
    mail_server: MailServer, reply: str, is_temporary: bool
) -> None:
    mail_server.refused["absente@example.org"] = reply

    with open_relay() as relay:
        with pytest.raises(LetterRefused) as refusal:
            relay.send("nous@conseil.example", "absente@example.org", LETTER)
        relay.send("nous@conseil.example", "presente@example.org", LETTER)

    assert (refusal.value.code, refusal.value.reply) == (int(reply[:3]), reply[4:])
    assert refusal.value.is_temporary is is_temporary
    assert mail_server.recipients == ["presente@example.org"]


@pytest.mark.usefixtures("pipelining")
def test_refused_content_is_that_letters_refusal(mail_server: MailServer) -> None:
    mail_server.refused_content["pleine@example.org"] = "552 5.2.2 mailbox full"

    with open_relay() as relay, pytest.raises(LetterRefused) as refusal:
        relay.send("nous@conseil.example", "pleine@example.org", LETTER)

    assert (refusal.value.code, refusal.value.reply) == (552, "5.2.2 mailbox full")


@pytest.mark.usefixtures("pipelining")
def test_refused_sender_is_everybodys(mail_server: MailServer) -> None:
    mail_server.refuse_sender = "553 5.7.1 not yours"

    with open_relay() as relay, pytest.raises(RelayRefused) as refusal:
        relay.send("nous@conseil.example", "voisine@example.org", LETTER)

    assert (refusal.value.code, refusal.value.reply) == (553, "5.7.1 not yours")


@pytest.mark.usefixtures("pipelining")
def test_connection_cut_before_the_letter_leaves_no_doubt(mail_server: MailServer) -> None:
    mail_server.cut_at_recipient.add("voisine@example.org")

    with open_relay() as relay, pytest.raises(ConnectionLost):
        relay.send("nous@conseil.example", "voisine@example.org", LETTER)

    assert mail_server.received == []


@pytest.mark.usefixtures("pipelining")
def test_connection_cut_before_the_answer_is_a_doubt(mail_server: MailServer) -> None:
    mail_server.cut_before_answer.add("voisine@example.org")

    with open_relay() as relay, pytest.raises(AnswerLost):
        relay.send("nous@conseil.example", "voisine@example.org", LETTER)

    assert mail_server.recipients == ["voisine@example.org"]


@pytest.mark.usefixtures("pipelining")
@pytest.mark.parametrize("where", ["refused", "refused_content"])
def test_closing_server_has_surely_not_taken_the_letter(mail_server: MailServer, where: str) -> None:
    getattr(mail_server, where)["voisine@example.org"] = "421 4.3.2 closing"

    with open_relay() as relay, pytest.raises(ConnectionLost) as lost:
        relay.send("nous@conseil.example", "voisine@example.org", LETTER)

    assert lost.value.code == 421


def test_nobody_listening_is_unreachable(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.OUTBOX_DIR = None
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port

    with pytest.raises(RelayUnreachable, match="Connection refused"), open_relay():
        pass


def test_silent_server_is_unreachable(settings: Settings) -> None:
    settings.OUTBOX_DIR = None
    settings.EMAIL_TIMEOUT = 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()

        with pytest.raises(RelayUnreachable), open_relay():
            pass


def test_password_without_encryption_offered_is_refused(mail_server: MailServer, settings: Settings) -> None:
    settings.EMAIL_USE_TLS = True

    with pytest.raises(RelayRefused), open_relay():
        pass


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("voisine@example.org", "voisine@example.org"),
        ("Jean.O'Neil+quartier@Example.ORG", "Jean.O'Neil+quartier@Example.ORG"),
        ("voisine@éclair.example", "voisine@xn--clair-9ra.example"),
        ('"deux mots"@example.org', '"deux mots"@example.org'),
    ],
)
def test_wire_address_is_ascii(address: str, written: str) -> None:
    assert wire_address(address) == written


@pytest.mark.parametrize(
    "address",
    [
        "zoé@example.org",
        "a@example.org\r\nRCPT TO:<b@example.org>",
        "a b@example.org",
        "a@example.org>",
        "<a@example.org",
        "sans-domaine@",
        "@example.org",
        "personne",
        "",
        f"{'a' * 65}@example.org",
        "a@" + "é" * 80 + ".example",
        '"a\r\nb"@example.org',
    ],
)
def test_wire_address_refuses_what_a_command_cannot_hold(address: str) -> None:
    with pytest.raises(UnsendableAddress):
        wire_address(address)


def test_outbox_keeps_the_letter_and_its_envelope(outbox: Path) -> None:
    with open_relay() as relay:
        answer = relay.send("nous@conseil.example", "voisine@example.org", LETTER)

    (kept,) = (outbox / "new").iterdir()
    assert kept.read_bytes() == (
        b"Return-Path: <nous@conseil.example>\r\nDelivered-To: voisine@example.org\r\n" + LETTER
    )
    assert answer == Answer(250, "gardée dans la boîte de départ locale")
    assert list((outbox / "tmp").iterdir()) == []


def test_outbox_that_cannot_be_written_is_unreachable(outbox: Path) -> None:
    outbox.write_text("a file where the folder should be")

    with pytest.raises(RelayUnreachable), open_relay():
        pass


def test_django_mail_goes_to_the_same_outbox(outbox: Path) -> None:
    connection = get_connection("newsletters.relay.OutboxBackend")
    message = EmailMessage(
        "Confirmez votre abonnement", "Bonjour", "Conseil <nous@conseil.example>", ["Zoé <voisine@example.org>"]
    )

    assert connection.send_messages([message]) == 1

    (kept,) = (outbox / "new").iterdir()
    assert kept.read_bytes().startswith(b"Return-Path: <nous@conseil.example>\r\nDelivered-To: voisine@example.org\r\n")
