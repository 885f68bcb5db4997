"""The return mailbox is read on a real IMAP server: each message once, whatever dies in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import TestCase
from pytest_django.fixtures import Settings

from newsletters import mailbox
from newsletters.domain.hearing import collecting
from newsletters.domain.hearing.collecting import Collected, collect_reports, hear_message
from newsletters.enums import ReportOutcome
from newsletters.mailbox import FOLDERS, Mailbox, open_mailbox, read_address
from newsletters.models import Delivery, MailReport, ReturnMailbox
from newsletters.tasks import collect_reports_task
from tests.newsletters.corpus import EXPECTED, RETURN_PATH
from tests.newsletters.hearing import about, reason_of
from tests.newsletters.imap import ImapServer, make_certificate, run_imap_server
from tests.newsletters.posting import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

DONE = FOLDERS[0]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapServer]:
    with run_imap_server(tmp_path_factory.mktemp("imap")) as server:
        yield server


@pytest.fixture
def server(running: ImapServer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> ImapServer:
    """The server, its mailbox empty, and the settings that lead to it."""
    with running.visit() as imap:
        for folder in ("INBOX", DONE):
            if imap.select(f'"{folder}"')[0] == "OK":
                imap.store("1:*", "+FLAGS", r"(\Deleted)")
                imap.expunge()
    monkeypatch.setenv("SSL_CERT_FILE", str(running.certificate))
    settings.BOUNCE_MAILBOX_URL, settings.RETURN_ADDRESS = running.url, RETURN_PATH
    return running


def test_messages_are_heard_then_put_away(server: ImapServer, letter: Delivery) -> None:
    server.deliver(about(letter, "gmail-unknown"), about(letter, "office-gmail"), about(letter, "somebody-answers"))

    assert collect_reports(lambda: START) == Collected(3, has_more=False)

    assert (server.count(), server.count(DONE)) == (0, 3)
    assert sorted(MailReport.objects.values_list("outcome", flat=True)) == ["set_aside", "waiting"]
    assert reason_of(letter.subscriber) == "bounced"
    assert collect_reports(lambda: START) == Collected(0)
    assert ReturnMailbox.objects.get().problem == ""


def test_whole_corpus_in_one_go(server: ImapServer, letter: Delivery) -> None:
    server.deliver(*(about(letter, name) for name in EXPECTED))

    assert collect_reports(lambda: START).messages == len(EXPECTED)

    unread = [name for name, expected in EXPECTED.items() if expected.kind == "unread" or not expected.has_token]
    waiting = MailReport.objects.filter(outcome=ReportOutcome.WAITING).count()
    assert waiting == len(set(unread) - {"office-old"})
    assert server.count() == 0


def test_few_at_a_time_and_the_rest_afterwards(server: ImapServer, letter: Delivery) -> None:
    server.deliver(*(about(letter, name) for name in ("gmail-unknown", "gmail-delay", "qmail-full")))

    assert collect_reports(lambda: START, most=2) == Collected(2, has_more=True)
    assert (server.count(), MailReport.objects.count()) == (1, 2)
    assert collect_reports(lambda: START, most=2) == Collected(1, has_more=False)


def test_death_between_the_database_and_the_mailbox_is_harmless(
    server: ImapServer, letter: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(about(letter, "gmail-unknown"))

    class Killed(BaseException):
        pass

    def die(self: Mailbox, number: str) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Mailbox, "put_away", die)
        with pytest.raises(Killed):
            collect_reports(lambda: START)
    assert (server.count(), MailReport.objects.count()) == (1, 1)

    assert collect_reports(lambda: START + timedelta(minutes=5)).messages == 1

    assert (server.count(), MailReport.objects.count()) == (0, 1)
    assert MailReport.objects.get().received_at == START


def test_message_that_is_not_in_the_database_stays_in_the_mailbox(
    server: ImapServer, letter: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(about(letter, "gmail-unknown"))

    def refuse(*_args: object) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(collecting, "hear_message", refuse)
    with pytest.raises(RuntimeError):
        collect_reports(lambda: START)

    assert (server.count(), server.count(DONE)) == (1, -1 if server.count(DONE) < 0 else 0)


@pytest.mark.parametrize("able", [[], ["UIDPLUS"]])
def test_server_without_move_is_served_too(
    server: ImapServer, letter: Delivery, monkeypatch: pytest.MonkeyPatch, able: list[str]
) -> None:
    """The message is copied, then marked; without UIDPLUS it stays there, marked, and is not read again."""
    first = Mailbox.__init__

    def begin(self: Mailbox, *args: object) -> None:
        first(self, *args)  # type: ignore[arg-type]
        self._can = able

    monkeypatch.setattr(Mailbox, "__init__", begin)
    server.deliver(about(letter, "gmail-unknown"))

    assert collect_reports(lambda: START).messages == 1

    assert collect_reports(lambda: START).messages == 0
    assert (server.count(), server.count(DONE)) == (0 if able else 1, 1)


def test_what_was_put_away_is_deleted_after_ninety_days(server: ImapServer, letter: Delivery) -> None:
    server.deliver(about(letter, "gmail-unknown"))
    collect_reports(lambda: START)
    collect_reports(lambda: START + timedelta(days=60))
    assert server.count(DONE) == 1

    with open_mailbox() as box:
        box.forget_before((START + timedelta(days=1)).date())

    assert server.count(DONE) == 0


def test_enormous_message_is_read_by_its_beginning(
    server: ImapServer, letter: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = about(letter, "gmail-unknown")
    monkeypatch.setattr(mailbox, "LARGEST", len(whole) - 200)
    server.deliver(whole + b"x" * 100_000)

    collect_reports(lambda: START)

    assert reason_of(letter.subscriber) == "bounced"


def test_message_nested_without_end_waits_for_somebody_and_bars_nobodys_way() -> None:
    report = hear_message(b"Content-Type: message/rfc822\r\n\r\n" * 5000, START)

    assert report is not None
    assert report.outcome == ReportOutcome.WAITING


@pytest.mark.parametrize("what", ["port", "password", "folder", "certificate"])
def test_mailbox_that_cannot_be_read_is_said_and_harms_nothing(
    server: ImapServer, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str
) -> None:
    url = settings.BOUNCE_MAILBOX_URL
    if what == "port":
        settings.BOUNCE_MAILBOX_URL = url.replace(str(server.port), "1")
    elif what == "password":
        settings.BOUNCE_MAILBOX_URL = url.replace("passe", "secret-faux")
    elif what == "folder":
        settings.BOUNCE_MAILBOX_URL = url.replace("INBOX", "Nulle-part")
    else:
        monkeypatch.setenv("SSL_CERT_FILE", str(make_certificate(tmp_path)[0]))

    assert collect_reports(lambda: START) == Collected()

    noted = ReturnMailbox.objects.get()
    assert (noted.failed_at, noted.read_at) == (START, None)
    assert noted.problem
    assert "secret-faux" not in noted.problem


def test_nothing_is_read_where_nothing_is_configured() -> None:
    assert collect_reports() == Collected()
    assert not ReturnMailbox.objects.exists()
    with pytest.raises(ValueError, match="BOUNCE_MAILBOX_URL"), open_mailbox():
        pass


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("imap+tls://u:p@mail.example/INBOX", 143),
        ("imaps://u:p@mail.example", 993),
        ("imaps://u%40x:p%2F@mail.example:1993/Retours", 1993),
        ("imap://u:p@localhost/INBOX", 143),
    ],
)
def test_address_of_a_mailbox_is_read(url: str, port: int) -> None:
    assert read_address(url).port == port


def test_password_with_signs_is_read() -> None:
    address = read_address("imaps://u%40x:p%2F%3A@mail.example/Retours")

    assert (address.user, address.password, address.folder) == ("u@x", "p/:", "Retours")


@pytest.mark.parametrize("url", ["", "https://u:p@x.example", "imaps://x.example", "imap://u:p@mail.example"])
def test_address_that_is_none_or_that_tells_the_password_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="BOUNCE_MAILBOX_URL"):
        read_address(url)


def test_message_of_strange_bytes_is_kept_by_the_database(letter: Delivery) -> None:
    strange = about(letter, "gmail-unknown").replace(b"double-checking", b"\x00\xff\xed\xa0\x80 \xe9t\xe9")

    row = hear_message(strange, START)
    waiting = hear_message(b"From: x\r\n\r\n\x00\xff\xfe", START)

    assert row is not None
    assert waiting is not None
    assert (row.outcome, waiting.outcome) == ("set_aside", "waiting")


def test_task_run_twice_hears_each_message_once(server: ImapServer, letter: Delivery) -> None:
    server.deliver(about(letter, "gmail-unknown"))

    with TestCase.captureOnCommitCallbacks(execute=True):
        collect_reports_task()
        collect_reports_task()

    assert MailReport.objects.count() == 1
