"""« Qui siège où ? » in a real browser: what one takes to a meeting on paper holds the whole table."""

from __future__ import annotations

import re

import pytest

from crm.accounts.policy import Role
from tests.browser import Site
from tests.factories import OrganizationFactory
from tests.journeys.admin import sign_in
from tests.partners.networks import our_council, shared

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_the_whole_table_is_printed_and_not_what_fits_the_window(site: Site) -> None:
    shared(our_council(), OrganizationFactory(name="Table des Ormes"), 40)
    page = sign_in(site, Role.BOARD, width=1280)
    page.goto("/admin/qui-siege-ou/")
    lines = page.locator(".who-sits tbody tr")
    assert lines.count() == 40

    sheet = page.pdf(format="Letter")

    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) > 3
    page.emulate_media(media="print")
    assert page.locator(".seats-form").is_hidden()
    assert lines.last.is_visible()
