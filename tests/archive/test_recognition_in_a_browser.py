"""« Avez-vous reconnu ? » and its sheet, as axe-core and a narrow screen see them (T16)."""

from __future__ import annotations

import pytest

from cms.archive.models import Credit
from home.models import HomePage
from tests.archive.recognition import photo_shown
from tests.axe import WIDTHS, violations, violations_everywhere
from tests.browser import Site
from tests.factories import complete_council

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_the_pages_of_a_photo_are_accessible(site: Site) -> None:
    complete_council()
    assert violations_everywhere(site, "/memoire/avez-vous-reconnu/") == []
    photo = photo_shown()
    Credit.objects.create(item=photo.item, name="Rosaire Fictif", detail="au centre")

    for path in ("", "merci/", "affiche/"):
        assert violations_everywhere(site, f"/memoire/avez-vous-reconnu/{photo.pk}/{path}") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_missing_of_an_answer_is_said_accessibly(site: Site, width: int) -> None:
    complete_council()
    photo = photo_shown()
    page = site.open(f"/memoire/avez-vous-reconnu/{photo.pk}/", width=width)

    page.get_by_role("button", name="Envoyer ce que je sais").click()

    page.wait_for_selector(".field__error")
    assert violations(page) == []


def test_the_front_page_shows_the_photo_of_the_week(site: Site) -> None:
    complete_council()
    photo = photo_shown()
    page = HomePage.objects.get()
    page.sections = [("recognition", {"title": "Avez-vous reconnu?"})]
    page.save_revision().publish()

    front = site.open("/", width=320, javascript=False)

    assert front.get_by_alt_text("Quatre personnes devant une porte.").is_visible()
    assert violations_everywhere(site, "/") == []
    front.get_by_role("link", name="Je reconnais quelqu’un").click()
    assert front.url.endswith(f"/memoire/avez-vous-reconnu/{photo.pk}/")
