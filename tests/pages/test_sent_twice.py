"""A new page sent twice at the same moment, by autosave and by a button, is one page with the last words."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.pages.models import StandardPage
from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.models import Council
from tests.factories import SignedInClient, someone_of

pytestmark = pytest.mark.django_db

TITLE, SLUG = "Participer", "participer-au-quartier"


def form(**more: str) -> dict[str, str]:
    words = {"title": TITLE, "slug": SLUG, "body": streamfield([]), "comments": inline_formset([])}
    data: dict[str, str] = nested_form_data({**words, **more})
    return data


def send(client: SignedInClient, *, autosave: bool = False) -> Any:
    """What the editor sends of a new page: the button's request, or the autosave's."""
    address = f"/admin/pages/add/pages/standardpage/{Page.objects.get(depth=2).pk}/"
    if autosave:
        return client.post(address, form(title="Brouillon"), headers={"accept": "application/json"})
    return client.post(address, form(**{"action-publish": "action-publish"}))


@pytest.fixture
def someone(client: SignedInClient, council: Council) -> User:
    person = someone_of(Role.COMMUNICATIONS)
    client.force_login(person)
    return person


def only_page() -> tuple[str, bool, bool]:
    page = StandardPage.objects.get(slug=SLUG)
    return page.title, page.live, page.has_unpublished_changes


def test_the_button_goes_on_with_the_page_of_the_autosave(client: SignedInClient, someone: User) -> None:
    assert send(client, autosave=True).json()["success"] is True

    assert send(client).status_code == 302

    assert only_page() == (TITLE, True, False)


def test_an_autosave_that_comes_after_the_button_writes_nothing(client: SignedInClient, someone: User) -> None:
    send(client)

    late = send(client, autosave=True)

    assert (late.status_code, late.json()["error_code"]) == (400, "invalid_revision")
    assert only_page() == (TITLE, True, False)


def test_a_page_of_another_day_is_not_written_over(client: SignedInClient, someone: User) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=1), tick=False):
        send(client, autosave=True)

    answer = send(client)

    assert "slug" in answer.context["form"].errors
    assert only_page() == ("Brouillon", False, True)


def test_somebody_elses_page_is_left_alone(client: SignedInClient, someone: User) -> None:
    send(client, autosave=True)
    client.force_login(someone_of(Role.COMMUNICATIONS))

    answer = send(client)

    assert "slug" in answer.context["form"].errors
    assert only_page() == ("Brouillon", False, True)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sent_at_the_same_instant_they_make_one_published_page(client: SignedInClient, someone: User) -> None:
    together, codes = Barrier(2), []

    def press(autosave: bool) -> None:
        window = SignedInClient()
        window.cookies = client.cookies
        together.wait()
        codes.append(send(window, autosave=autosave).status_code)
        connection.close()

    threads = [Thread(target=press, args=[autosave]) for autosave in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(codes) in ([200, 302], [302, 400])
    assert only_page() == (TITLE, True, False)
