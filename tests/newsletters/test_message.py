"""The bytes that leave: what mail programs read in them, and what they must never hold (T5)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import parseaddr
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsletters.domain.errors import MailingRefused
from newsletters.domain.message import Person, build_template
from newsletters.domain.slots import PREFERENCES_SLOT, UNSUBSCRIBE_SLOT
from newsletters.models import Mailing
from newsletters.relay import Dotless

NOW = datetime(2024, 5, 14, 23, 30, tzinfo=UTC)
PERSON = Person(
    number=4242,
    address="voisine.d'en-face+infolettre@example.org",
    unsubscribe_url="https://conseil.example/d/AQk5x" + "-_" * 20,
    preferences_url="https://conseil.example/infolettre/preferences/" + "aB3" * 40 + "/",
)
TEXT = f"Bonjour!\n\nSe désabonner : {UNSUBSCRIBE_SLOT}\nMes choix : {PREFERENCES_SLOT}\n"
HTML = f"""<!doctype html>
<p>Été</p>
<a href="{UNSUBSCRIBE_SLOT}">Se désabonner</a> <a href="{PREFERENCES_SLOT}">Choix</a>
"""

# What a text may hold, less lone surrogates (not text) and, in a header, control characters (refused).
WORDS = st.text(st.characters(codec="utf-8"), max_size=400)
HEADER = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), min_size=1, max_size=150)
SLOTS = st.sampled_from([UNSUBSCRIBE_SLOT, PREFERENCES_SLOT])
BODY = st.lists(st.one_of(WORDS, SLOTS), max_size=8).map("".join)


def make_mailing(**fields: object) -> Mailing:
    return Mailing(
        **{
            "pk": 7,
            "subject": "L’infolettre de mai : la ruelle s’éveille",
            "from_name": "Conseil de quartier des Trois-Ormes",
            "from_email": "infolettre@conseil.example",
            "reply_to": "bonjour@conseil.example",
            "list_id": "infolettre.conseil.example",
            "text": TEXT,
            "html": HTML,
            "created_at": datetime(2024, 5, 14, 12, 0, 5, tzinfo=UTC),
            **fields,
        }
    )


def built(person: Person = PERSON, **fields: object) -> bytes:
    return build_template(make_mailing(**fields), NOW).fill(person)


def parsed(raw: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(raw, policy=default))


def parts(message: EmailMessage) -> tuple[str, str]:
    text, html = message.iter_parts()
    return cast(EmailMessage, text).get_content(), cast(EmailMessage, html).get_content()


def same_text(one: str) -> str:
    """The text as it is after travelling: line ends alike, and ended."""
    return one.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def test_domain_of_the_council_may_have_accents() -> None:
    assert parsed(built(reply_to="bonjour@trois-ormes-sacrés.example"))["Reply-To"] == (
        "bonjour@xn--trois-ormes-sacrs-qtb.example"
    )


def test_headers_are_those_of_a_newsletter() -> None:
    headers = dict(parsed(built()).items())

    assert headers == {
        "From": "Conseil de quartier des Trois-Ormes <infolettre@conseil.example>",
        "Reply-To": "bonjour@conseil.example",
        "Subject": "L’infolettre de mai : la ruelle s’éveille",
        "Date": "Tue, 14 May 2024 19:30:00 -0400",
        "List-Id": "<infolettre.conseil.example>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Feedback-ID": "7:infolettre.conseil.example:newsletter:parvis",
        "Precedence": "bulk",
        "To": "voisine.d'en-face+infolettre@example.org",
        "Message-ID": "<20240514120005.7.4242@conseil.example>",
        "List-Unsubscribe": f"<{PERSON.unsubscribe_url}>",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="=_parvis_7"',
    }


def test_two_alternatives_text_first_with_the_persons_own_addresses() -> None:
    message = parsed(built())

    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text, html = parts(message)
    assert same_text(text) == (
        f"Bonjour!\n\nSe désabonner : {PERSON.unsubscribe_url}\nMes choix : {PERSON.preferences_url}"
    )
    assert same_text(html) == same_text(
        HTML.replace(UNSUBSCRIBE_SLOT, PERSON.unsubscribe_url).replace(PREFERENCES_SLOT, PERSON.preferences_url)
    )


def test_ampersand_of_an_address_is_escaped_in_html_only() -> None:
    person = Person(1, "a@example.org", "https://conseil.example/d/?a=1&b=2", "https://conseil.example/p/")

    text, html = parts(parsed(built(person, text=UNSUBSCRIBE_SLOT, html=UNSUBSCRIBE_SLOT)))

    assert (same_text(text), same_text(html)) == (
        "https://conseil.example/d/?a=1&b=2",
        "https://conseil.example/d/?a=1&amp;b=2",
    )


def test_message_id_is_the_same_whenever_the_letter_is_built() -> None:
    mailing = make_mailing()
    first = parsed(build_template(mailing, NOW).fill(PERSON))
    later = parsed(build_template(mailing, NOW.replace(day=20)).fill(PERSON))

    assert first["Message-ID"] == later["Message-ID"]
    assert first["Date"] != later["Date"]


def test_one_persons_letter_holds_nothing_of_the_one_before() -> None:
    template = build_template(make_mailing(), NOW)
    template.fill(Person(1, "avant@example.org", "https://conseil.example/d/avant", "https://conseil.example/p/avant"))

    assert b"avant" not in template.fill(PERSON)


@given(body=BODY, html=BODY)
@example(body="a" * 74 + " " + UNSUBSCRIBE_SLOT, html="é" * 13 + UNSUBSCRIBE_SLOT + "\n.")
@example(body="a" * 75 + UNSUBSCRIBE_SLOT, html="a" * 76 + UNSUBSCRIBE_SLOT)
@example(body=".\n..\nFrom ici\n=_parvis_7\n--=_parvis_7--\n", html="--=_parvis_7\n")
def test_lines_are_short_and_ascii_whatever_is_written(body: str, html: str) -> None:
    raw = built(text=body, html=html)

    assert raw.isascii()
    lines = raw.split(b"\r\n")
    assert all(b"\r" not in line and b"\n" not in line for line in lines)
    encoded = raw[raw.index(b"\r\n\r\n") :].split(b"\r\n")
    assert max(map(len, encoded)) <= 76
    assert max(map(len, lines)) <= 998


@given(subject=HEADER, name=HEADER, text=BODY, html=BODY)
@example(subject="=?utf-8?q?faux?=", name='Conseil "des" Trois, Ormes (CQTO)', text="", html="")
@example(subject="mot " * 37, name="Élise" * 30, text="a", html="b")
@example(subject=" ", name="\u00a0", text=UNSUBSCRIBE_SLOT, html=PREFERENCES_SLOT * 3)
def test_fast_letter_says_what_the_standard_librarys_says(subject: str, name: str, text: str, html: str) -> None:
    fast = parsed(built(subject=subject, from_name=name, text=text, html=html))
    slow = parsed(standard_letter(text, html))

    assert unfolded(fast["Subject"]) == unfolded(subject)
    assert unfolded(display_name(built(from_name=name))) == unfolded(name)
    assert fast["From"].addresses[0].addr_spec == "infolettre@conseil.example"
    assert fast["To"].addresses[0].addr_spec == slow["To"].addresses[0].addr_spec
    assert fast.get_content_type() == slow.get_content_type()
    assert list(map(same_text, parts(fast))) == list(map(same_text, parts(slow)))
    assert fast.defects == []


def standard_letter(text: str, html: str) -> bytes:
    """The same letter as the standard library builds it."""
    message = EmailMessage(policy=SMTP)
    message["To"] = PERSON.address
    for subtype, body in (("plain", text), ("html", html)):
        filled = body.replace(UNSUBSCRIBE_SLOT, PERSON.unsubscribe_url).replace(
            PREFERENCES_SLOT, PERSON.preferences_url
        )
        if subtype == "plain":
            message.set_content(same_text(filled), cte="base64")
        else:
            message.add_alternative(same_text(filled), subtype="html", cte="base64")
    return message.as_bytes()


def display_name(raw: bytes) -> str:
    """The sender's name, read by RFC 2047: Python 3.11's newer parser leaves a space between encoded words."""
    phrase, _address = parseaddr(message_from_bytes(raw)["From"])
    return str(make_header(decode_header(phrase)))


def unfolded(words: str) -> str:
    """Runs of ordinary spaces and the ends of a header are nobody's meaning."""
    return re.sub(" +", " ", words).strip(" ")


DOTS = "." * 200


@given(
    st.lists(st.sampled_from([DOTS, ".é" * 60, ".", "..", "\n", "\n.", " .", "=", UNSUBSCRIBE_SLOT]), max_size=12).map(
        "".join
    )
)
@example(f"\n{DOTS}\n.\n.{UNSUBSCRIBE_SLOT}.\n.")
def test_no_line_begins_with_a_dot_and_none_is_lost(body: str) -> None:
    raw = built(text=body, html=body)
    assert isinstance(raw, Dotless)
    assert not [line for line in raw.split(b"\r\n") if line.startswith(b".")]
    text, html = parts(parsed(raw))
    assert max(map(len, raw[raw.index(b"\r\n\r\n") :].split(b"\r\n"))) <= 76
    expected = body.replace(UNSUBSCRIBE_SLOT, PERSON.unsubscribe_url)
    assert same_text(text) == same_text(html) == same_text(expected)


@pytest.mark.parametrize("field", ["subject", "from_name", "list_id", "from_email", "reply_to"])
@pytest.mark.parametrize("bad", ["\r\nBcc: tous@example.org", "\n", "\r", "\x00", "\u2028", "\x85"])
def test_header_injection_is_refused(field: str, bad: str) -> None:
    with pytest.raises(MailingRefused):
        build_template(make_mailing(**{field: f"avant{bad}@après"}), NOW)
