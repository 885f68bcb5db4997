"""The photo of the week in a letter: what it shows, and what is said where there is none."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cms.archive.models import Item
from newsletters.domain.compose import compose_issue
from newsletters.domain.content import RecognitionPart
from newsletters.domain.part_checks import check_parts
from newsletters.domain.render import render_letter
from newsletters.models import NewsletterPage
from tests.archive.recognition import photo_shown
from tests.factories.newsletters import newsletter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


@pytest.fixture
def page() -> NewsletterPage:
    return newsletter(body=[("text", "<p>Bonjour.</p>"), ("recognition", {"title": "Avez-vous reconnu?"})])


def part_of(page: NewsletterPage) -> RecognitionPart:
    part = compose_issue(page, timezone.now()).parts[1]
    assert isinstance(part, RecognitionPart)
    return part


def findings(page: NewsletterPage) -> list[str]:
    now = timezone.now()
    return [finding.message for finding in check_parts(compose_issue(page, now), page, now)]


def test_the_letter_shows_the_photo_of_the_week_and_where_to_answer(page: NewsletterPage) -> None:
    photo = photo_shown(title="La tannerie")

    part = part_of(page)

    assert part.url == f"/memoire/avez-vous-reconnu/{photo.pk}/"
    assert part.picture is not None
    assert (part.picture.width, part.picture.height, part.picture.alt) == (
        536,
        335,
        "Quatre personnes devant une porte.",
    )
    letter = render_letter(compose_issue(page, timezone.now()))
    assert part.url in letter.html
    assert part.picture.url in letter.html
    assert "Qui sont ces quatre personnes?" in letter.text
    assert findings(page) == []


def test_without_a_photo_the_letter_says_nothing_and_the_editor_is_told(page: NewsletterPage) -> None:
    photo_shown()
    Item.objects.update(closed_for="taken_down")

    assert part_of(page).url == ""
    assert "Avez-vous reconnu" not in render_letter(compose_issue(page, timezone.now())).html
    assert len(findings(page)) == 1
