"""The links of the letters hold for ever, and nobody else can make one (T1, T6)."""

from base64 import urlsafe_b64decode

import pytest
from django.utils.crypto import salted_hmac
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings
from time_machine import travel

from newsletters.domain.links import confirm_url, preferences_url, unsubscribe_url
from newsletters.domain.tokens import KEY_SALT, MAC_BYTES, BadToken, Purpose, Token, make_token, read_token

IDS = st.integers(min_value=1, max_value=2**63 - 1)


@given(st.sampled_from(Purpose), IDS, st.sets(st.integers(min_value=1, max_value=5000), max_size=6))
def test_token_says_what_was_put_in_it(purpose: Purpose, subscriber_id: int, topics: set[int]) -> None:
    token = make_token(purpose, subscriber_id, topics)
    assert read_token(purpose, token) == Token(purpose, subscriber_id, tuple(sorted(topics)))


@given(IDS, st.sets(IDS))
def test_token_fits_in_the_55_characters_of_a_one_click_path(subscriber_id: int, topics: set[int]) -> None:
    token = make_token(Purpose.UNSUBSCRIBE, subscriber_id, topics)
    assert len("/d/" + token) <= 55
    assert read_token(Purpose.UNSUBSCRIBE, token).topic_ids in {(), tuple(sorted(topics))}


def test_token_of_twenty_topics_keeps_them_all() -> None:
    topics = tuple(range(1, 21))
    assert read_token(Purpose.UNSUBSCRIBE, make_token(Purpose.UNSUBSCRIBE, 10_000, topics)).topic_ids == topics


@given(st.data())
def test_token_changed_anywhere_is_refused(data: st.DataObject) -> None:
    token = make_token(Purpose.UNSUBSCRIBE, 412, [1, 7])
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda character: character != token[place]))
    with pytest.raises(BadToken):
        read_token(Purpose.UNSUBSCRIBE, token[:place] + other + token[place + 1 :])


@given(st.integers(0, 30), st.text(max_size=3))
def test_token_truncated_or_lengthened_is_refused(length: int, more: str) -> None:
    token = make_token(Purpose.UNSUBSCRIBE, 412, [1, 7])
    for wrong in (token[: min(length, len(token) - 1)] + more, token + "=" + more, token + "A" + more):
        if wrong != token:
            with pytest.raises(BadToken):
                read_token(Purpose.UNSUBSCRIBE, wrong)


@given(st.text(max_size=80))
def test_token_made_up_is_refused(text: str) -> None:
    with pytest.raises(BadToken):
        read_token(Purpose.PREFERENCES, text)


@pytest.mark.parametrize("made", Purpose)
@pytest.mark.parametrize("read", Purpose)
def test_token_of_one_purpose_opens_no_other(made: Purpose, read: Purpose) -> None:
    token = make_token(made, 412)
    if made == read:
        assert read_token(read, token).subscriber_id == 412
    else:
        with pytest.raises(BadToken):
            read_token(read, token)


def test_token_survives_a_key_rotation(settings) -> None:
    token = make_token(Purpose.UNSUBSCRIBE, 412)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the new key", [settings.SECRET_KEY]
    assert read_token(Purpose.UNSUBSCRIBE, token).subscriber_id == 412
    assert make_token(Purpose.UNSUBSCRIBE, 412) != token


def test_token_of_a_forgotten_key_is_refused(settings) -> None:
    token = make_token(Purpose.UNSUBSCRIBE, 412)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the new key", []
    with pytest.raises(BadToken):
        read_token(Purpose.UNSUBSCRIBE, token)


def test_token_works_after_400_days() -> None:
    with travel("2026-03-01T12:00Z"):
        token = make_token(Purpose.UNSUBSCRIBE, 412)
    with travel("2027-04-05T12:00Z"):
        assert read_token(Purpose.UNSUBSCRIBE, token).subscriber_id == 412


@pytest.mark.parametrize("subscriber_id", [0, -1])
def test_token_of_nobody_is_not_made(subscriber_id: int) -> None:
    with pytest.raises(ValueError, match="begin at 1"):
        make_token(Purpose.UNSUBSCRIBE, subscriber_id)


def test_links_are_absolute_and_short(settings) -> None:
    settings.BASE_URL = "https://conseil.example"
    assert unsubscribe_url(412, [3]) == "https://conseil.example/d/" + make_token(Purpose.UNSUBSCRIBE, 412, [3])
    token = make_token(Purpose.PREFERENCES, 412)
    assert preferences_url(412) == f"https://conseil.example/infolettre/preferences/{token}/"
    token = make_token(Purpose.CONFIRM, 412)
    assert confirm_url(412) == f"https://conseil.example/infolettre/confirmer/{token}/"


def test_signature_is_the_one_that_links_already_sent_bear(settings: Settings) -> None:
    settings.SECRET_KEY = "clé de 2024"
    token = make_token(Purpose.PREFERENCES, 7)
    expected = salted_hmac(KEY_SALT, bytes([Purpose.PREFERENCES, 7]), secret="clé de 2024", algorithm="sha256")
    assert urlsafe_b64decode(token + "=" * (-len(token) % 4))[2:] == expected.digest()[:MAC_BYTES]
