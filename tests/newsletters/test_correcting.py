"""The button that sets typography right: a revision, published where what was last written is on the site."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.accounts.policy import Role
from crm.partners.models import Council
from newsletters.domain.compose import freeze_issue
from newsletters.models import NewsletterPage
from newsletters.views.admin.correcting import Outcome, correct_page
from tests.factories import someone_of
from tests.factories.newsletters import newsletter

pytestmark = pytest.mark.django_db


@pytest.fixture
def volunteer(client: Client, council: Council) -> Client:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    return client


def heading(page: NewsletterPage) -> str:
    return str(NewsletterPage.objects.get(pk=page.pk).body[0].value)


def test_press_sets_it_right_and_publishes(volunteer: Client) -> None:
    page = newsletter(body=[("heading", "La 1ère fête")])
    screen = reverse("newsletter_send", args=[page.pk])
    html = volunteer.get(screen).content.decode()
    assert "1ère → 1re" in html
    assert f'name="block_id" value="{page.body[0].id}"' in html
    said = volunteer.post(screen, {"right": "1", "field": "", "block_id": page.body[0].id}, follow=True)
    assert "C’est corrigé et publié." in said.content.decode()
    assert "Rien à corriger" in said.content.decode()
    assert heading(page) == "La 1re fête"
    again = volunteer.post(screen, {"right": "1", "block_id": page.body[0].id}, follow=True)
    assert "Il n’y a plus rien à corriger là." in again.content.decode()
    assert page.revisions.count() == 2


def test_title_is_set_right_too(volunteer: Client) -> None:
    page = newsletter(title="A bientôt")
    volunteer.post(reverse("newsletter_send", args=[page.pk]), {"right": "1", "field": "title"})
    page = NewsletterPage.objects.get(pk=page.pk)
    assert (page.title, page.draft_title) == ("À bientôt", "À bientôt")


def test_draft_under_way_is_set_right_and_stays_a_draft(council: Council) -> None:
    page = newsletter(body=[("heading", "La 1ère fête")])
    page.body = [("heading", "La 2ème fête")]
    page.save_revision()
    page = NewsletterPage.objects.get(pk=page.pk)
    latest = page.get_latest_revision_as_object()
    by = someone_of(Role.COMMUNICATIONS)
    assert correct_page(page, {"block_id": str(latest.body[0].id)}, by) is Outcome.SAVED
    assert heading(page) == "La 1ère fête"
    page = NewsletterPage.objects.get(pk=page.pk)
    assert str(page.get_latest_revision_as_object().body[0].value) == "La 2e fête"


def test_who_may_not_publish_corrects_a_draft_and_who_may_not_write_nothing(council: Council) -> None:
    page = newsletter(body=[("heading", "La 1ère fête")])
    where = {"block_id": str(page.body[0].id)}
    assert correct_page(page, where, someone_of(Role.READING)) is Outcome.NOTHING
    assert correct_page(page, where, someone_of(Role.BOARD)) is Outcome.SAVED
    assert heading(page) == "La 1ère fête"


def test_what_has_left_is_not_touched(council: Council) -> None:
    page = newsletter(body=[("heading", "La 1ère fête")])
    freeze_issue(page, timezone.now())
    page = NewsletterPage.objects.get(pk=page.pk)
    where = {"block_id": str(page.body[0].id)}
    assert correct_page(page, where, someone_of(Role.COMMUNICATIONS)) is Outcome.NOTHING


def test_findings_lead_to_the_field_or_the_block(volunteer: Client) -> None:
    page = newsletter(preheader="", subject="s" * 80, body=[("text", "<p>Samedi 4 mai 2026</p>")])
    html = volunteer.get(reverse("newsletter_send", args=[page.pk])).content.decode()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor = volunteer.get(edit).content.decode()
    for field in ("subject", "preheader"):
        anchor = f"id_{field}"
        assert f'href="{edit}#{anchor}"' in html
        assert f'id="{anchor}"' in editor
    assert f'href="{edit}#block-{page.body[0].id}-section"' in html
