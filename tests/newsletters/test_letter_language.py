"""A newsletter in English says in English what code adds to it; everything else stays French."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.utils.translation import get_language, override

from crm.events.domain import dates
from newsletters.domain.compose import compose_issue
from newsletters.domain.kept import as_json, from_json
from newsletters.domain.render import render_letter
from newsletters.domain.slots import SLOT_COUNTS, SLOTS
from tests.factories.newsletters import newsletter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = datetime(2024, 5, 14, 14, 0, tzinfo=UTC)


def test_letter_in_english_is_english_from_its_language_to_its_foot() -> None:
    page = newsletter(language="en", title="What is new: a street, a tree", body=[("text", "<p>Ready? Go!</p>")])
    page.first_published_at = NOW

    content = compose_issue(page, NOW)
    letter = render_letter(content, topics=("Activités",))

    assert content.title == "What is new: a street, a tree"  # set as English is: no space before the colon
    assert content.dated == "Tuesday, May\u00a014, 2024"
    assert '<html lang="en"' in letter.html
    for words in ("Unsubscribe", "Choose my topics", "Read on the site"):
        assert words in letter.html
        assert words in letter.text
    for words in ("désabonner", "Choisir mes sujets"):
        assert words not in letter.html + letter.text
    assert tuple(letter.text.count(slot) for slot in SLOTS) == SLOT_COUNTS
    assert get_language() == "fr-ca"


def test_letter_in_french_is_as_it_was() -> None:
    letter = render_letter(compose_issue(newsletter(), NOW))
    assert '<html lang="fr-CA"' in letter.html
    assert "Se désabonner" in letter.text


def test_language_is_kept_with_what_was_sent_and_older_letters_are_french() -> None:
    content = compose_issue(newsletter(language="en"), NOW)
    kept = as_json(content)
    assert from_json(kept) == content
    del kept["language"]
    assert from_json(kept).lang == "fr-CA"


def test_page_on_the_site_says_which_of_its_words_are_english(client: Client) -> None:
    page = newsletter(language="en", title="What is new")
    html = client.get(page.url).content.decode()
    assert '<html lang="fr-CA">' in html
    assert '<article class="wrap wrap--narrow issue" lang="en">' in html
    assert 'class="issue__foot" lang="fr-CA"' in html
    assert ' lang="en"' not in client.get(newsletter().url).content.decode()


@pytest.mark.parametrize(
    ("clock", "french", "english"),
    [
        (time(19, 30), "19\u00a0h\u00a030", "7:30\u00a0p.m."),
        (time(0), "0\u00a0h", "12\u00a0a.m."),
        (time(12), "12\u00a0h", "12\u00a0p.m."),
        (time(8, 5), "8\u00a0h\u00a05", "8:05\u00a0a.m."),
    ],
)
def test_hours_are_said_as_each_language_does(clock: time, french: str, english: str) -> None:
    assert dates.short_time(clock) == french
    with override("en"):
        assert dates.short_time(clock) == english


def test_days_are_said_as_each_language_does() -> None:
    day = date(2024, 5, 1)
    assert dates.long_date(day) == "mercredi 1er\u00a0mai 2024"
    with override("en"):
        assert dates.long_date(day) == "Wednesday, May\u00a01, 2024"
