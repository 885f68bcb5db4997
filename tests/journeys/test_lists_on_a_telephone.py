"""The lists of the administration on a telephone: they fold, and nothing of them is beyond the edge of the screen."""

from __future__ import annotations

import pytest

from crm.accounts.policy import Role
from newsletters.models import NewsletterPage
from tests.browser import Site
from tests.factories import EventFactory, TopicFactory
from tests.factories.mailings import make_mailing
from tests.journeys.admin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WIDTH = 360
LONG = "Consultation sur le réaménagement de la rue des Tailleurs et de ses intersections"
LISTS = ("/admin/agenda/", "/admin/subscribers/", "/admin/mailings/", "/admin/newsletters/")
# What a person sees of the list, and where it ends; a hidden heading has no size.
BEYOND = """width => [...document.querySelectorAll("main table, main table *")]
    .filter(part => part.getClientRects().length && part.getBoundingClientRect().right > width)
    .map(part => part.outerHTML.slice(0, 120))"""


def test_lists_fold_within_360_pixels(site: Site) -> None:
    EventFactory(title=LONG)
    make_mailing(people=1, topics=[TopicFactory(name="Mobilité et sécurité")], prefix="adresse.longue." * 4)
    NewsletterPage.objects.update(title=LONG, draft_title=LONG)
    page = sign_in(site, Role.COMMUNICATIONS, width=WIDTH)

    for path in LISTS:
        page.goto(path)
        assert page.locator("main table tbody tr").count() == 1, path
        assert page.evaluate(BEYOND, WIDTH) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, path
