"""What comes back is read in every dialect, and a forged return path is worth nothing."""

from __future__ import annotations

import random
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from newsletters.domain.hearing.reading import read_report
from newsletters.domain.hearing.return_paths import (
    Post,
    Returned,
    find_return_tokens,
    first_true,
    make_return_token,
    read_return_token,
    return_path,
)
from newsletters.domain.hearing.statuses import Verdict, find_status, judge_refusal, refusal_words
from tests.newsletters.corpus import EXPECTED, FOLDER, RETURN_PATH, message

LETTER = Returned(Post.LETTER, 31415, 926)


@pytest.fixture(autouse=True)
def returns_are_read(settings: Settings) -> None:
    settings.RETURN_ADDRESS = RETURN_PATH


def test_every_message_of_the_corpus_is_expected_to_say_something() -> None:
    assert {path.stem for path in FOLDER.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_message_is_read(name: str) -> None:
    expected = EXPECTED[name]

    report = read_report(message(name, return_path("plain@conseil.example", 31415, 926)))

    assert (report.kind, report.status, report.recipient) == (expected.kind, expected.status, expected.recipient)
    assert first_true(report.tokens) == (LETTER if expected.has_token else None)
    if expected.verdict:
        assert judge_refusal(report.code, report.status) == expected.verdict


@pytest.mark.parametrize("name", EXPECTED)
def test_words_that_are_kept_hold_no_address(name: str) -> None:
    assert "@" not in read_report(message(name)).words


@pytest.mark.parametrize("name", ["ses-complaint", "microsoft-complaint", "gmail-unknown"])
def test_link_of_the_letter_is_found_in_what_is_given_back(name: str) -> None:
    report = read_report(message(name, unsubscribe="https://conseil.example/d/AbCdEfGhIjKlMnOpQrSt-_12"))

    assert report.links == ("AbCdEfGhIjKlMnOpQrSt-_12",)


@pytest.mark.parametrize("name", EXPECTED)
def test_message_damaged_anywhere_is_still_read(name: str) -> None:
    whole = message(name)
    chance = random.Random(name)  # noqa: S311
    for _turn in range(40):
        damaged = bytearray(whole)
        for _place in range(chance.randrange(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        read_report(bytes(damaged[: chance.randrange(len(damaged))]))


@given(st.binary(max_size=400))
def test_anything_at_all_is_read(raw: bytes) -> None:
    assert read_report(raw).kind in {"unread", "automatic", "refused", "delayed", "complaint"}


def nested(depth: int, *, parts: bool) -> bytes:
    """A message within a message, or a part within a part, so many times."""
    if parts:
        layer = 'Content-Type: multipart/mixed; boundary="b{0}"\r\n\r\n--b{0}\r\n'
        return b"From: mailer-daemon@ailleurs.example\r\n" + "".join(map(layer.format, range(depth))).encode()
    return b"From: mailer-daemon@ailleurs.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * depth


@pytest.mark.parametrize("parts", [True, False])
@pytest.mark.parametrize("depth", [90, 400, 5000])
def test_message_nested_without_end_is_still_read(depth: int, *, parts: bool) -> None:
    assert read_report(nested(depth, parts=parts)).kind == "unread"


@pytest.mark.parametrize(
    "raw",
    [
        b"From: MAILER-DAEMON@ailleurs.example\r\nSubject: failure notice\r\n\r\n550 no " + b"a" * 400_000,
        b"From: MAILER-DAEMON@ailleurs.example\r\nSubject: failure notice\r\n\r\n550 no " + b"exceed" * 60_000,
        b"From: MAILER-DAEMON@ailleurs.example\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b.ca"
        b"\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 " + b"a" * 400_000 + b"\r\n\r\n--x--\r\n",
    ],
)
def test_word_without_end_is_read_in_a_moment(raw: bytes) -> None:
    """It took hours, and no other report was heard meanwhile."""
    begun = perf_counter()

    assert read_report(raw).kind == "refused"

    assert perf_counter() - begun < 5


@given(st.sampled_from(Post), st.integers(1, 2**56 - 1), st.integers(0, 2**56 - 1))
def test_token_says_what_was_signed_in_upper_and_lower_case(post: Post, number: int, person: int) -> None:
    returned = Returned(post, number, person if post < Post.ADDRESS else 0)
    token = make_return_token(returned)

    assert read_return_token(token) == read_return_token(token.upper()) == returned
    assert find_return_tokens(f"<RETOUR+{token.upper()}@conseil.example>") == (token,)


def test_address_is_short_enough_for_a_million_letters() -> None:
    local = return_path("plain@conseil.example", 10_000_000, 1_000_000).rpartition("@")[0]

    assert len(local) <= 64
    assert local == local.lower()


def test_plain_address_stays_where_nothing_is_read(settings: Settings) -> None:
    settings.RETURN_ADDRESS = ""

    assert return_path("infolettre@conseil.example", 7, 8) == "infolettre@conseil.example"


@given(st.integers(0, 27), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_token_changed_anywhere_is_worth_nothing(place: int, letter: str) -> None:
    token = make_return_token(LETTER)
    place %= len(token) - 1  # the last character has bits that say nothing
    changed = token[:place] + letter + token[place + 1 :]

    assert (read_return_token(changed) == LETTER) == (changed == token)


@pytest.mark.parametrize("token", ["", "a", "aaaaaaaaaaaaaaaaaaaaaaaa", "0189", "é" * 24])
def test_token_made_up_is_worth_nothing(token: str) -> None:
    assert read_return_token(token) is None


def test_token_of_a_former_key_holds_as_long_as_the_key_is_kept(settings: Settings) -> None:
    token = make_return_token(LETTER)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", ["tests-only"]
    assert read_return_token(token) == LETTER

    settings.SECRET_KEY_FALLBACKS = []
    assert read_return_token(token) is None


@pytest.mark.parametrize(
    "address", ["retour+{token}@conseil.example", "{token}@retours.conseil.example", "r-{token}-x@conseil.example"]
)
def test_return_address_may_have_its_token_anywhere(settings: Settings, address: str) -> None:
    settings.RETURN_ADDRESS = address
    sent_from = return_path("plain@conseil.example", 31415, 926)

    assert first_true(find_return_tokens(f"To: <{sent_from}>")) == LETTER


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("550 5.1.1 no such person", "5.1.1"),
        ("554 5.0.0 user unknown", "5.1.1"),
        ("Sorry, no mailbox here by that name. (#5.1.1)", "5.1.1"),
        ("552 Mailbox is full", "5.2.2"),
        ("450 4.2.2 over quota", "4.2.2"),
        ("550 5.7.1 message looks like spam", "5.7.1"),
        ("550 Message rejected as spam by content filtering", "5.7.1"),
        ("550 Votre adresse IP est sur une liste noire (blacklist)", "5.7.1"),
        ("550 Requested action not taken: mailbox unavailable", ""),
        ("host 192.0.2.55 said no", ""),
        ("version 5.1.1.2", ""),
        ("250 2.0.0 OK", ""),
    ],
)
def test_status_is_read_or_guessed_from_the_words(words: str, status: str) -> None:
    assert find_status(words) == status


@pytest.mark.parametrize(
    ("code", "status", "verdict"),
    [
        (550, "5.1.1", Verdict.GONE),
        (550, "5.1.10", Verdict.GONE),
        (550, "5.2.1", Verdict.GONE),
        (552, "5.2.2", Verdict.FOR_NOW),
        (452, "4.2.2", Verdict.FOR_NOW),
        (421, "", Verdict.FOR_NOW),
        (550, "5.7.1", Verdict.DISTRUST),
        (550, "5.7.515", Verdict.DISTRUST),
        (451, "4.7.0", Verdict.DISTRUST),
        (553, "5.1.8", Verdict.DISTRUST),
        (550, "5.5.0", Verdict.UNSURE),
        (550, "", Verdict.UNSURE),
        (None, "", Verdict.UNSURE),
    ],
)
def test_verdict_is_that_of_the_policy(code: int | None, status: str, verdict: Verdict) -> None:
    assert judge_refusal(code, status) == verdict
    assert refusal_words(code, status)[0].islower()
