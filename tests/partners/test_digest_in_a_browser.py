"""The weekly letter as those who receive it see it: wide and narrow, by day and by night, and as axe-core reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from django.core import mail

from crm.accounts.policy import Role
from crm.partners.domain.digests import send_digest
from crm.partners.models import Task
from tests.axe import violations
from tests.browser import Site
from tests.factories import OrganizationFactory, complete_council, someone_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

MONDAY = datetime(2026, 11, 23, 13, tzinfo=UTC)


@pytest.mark.parametrize("width", [360, 640])
@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_letter_is_read_anywhere(site: Site, tmp_path: Path, width: int, light: Literal["light", "dark"]) -> None:
    complete_council()
    user = someone_of(Role.BOARD, first_name="Rosalie")
    table = OrganizationFactory(name="Table de concertation des organismes du quartier")
    Task.objects.create(title="Rappeler la table", assignee=user, due_on="2026-11-20", organization=table)
    Task.objects.create(title="Envoyer le plan", assignee=user)
    send_digest(user, MONDAY)
    written = tmp_path / "letter.html"
    written.write_text(str(mail.outbox[0].alternatives[0][0]), encoding="utf-8")

    page = site.browser.new_page(viewport={"width": width, "height": 700}, color_scheme=light)
    page.goto(written.as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    assert page.locator("h1").inner_text() == "2 choses vous attendent cette semaine"
    assert page.locator("h2").all_inner_texts() == ["Déjà en retard", "À venir"]
