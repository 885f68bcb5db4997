"""A new page sent twice at the same moment, by autosave and by a button, is one page with the last words."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.pages.models import StandardPage
from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.models import Council
from tests.factories import SignedInClient, UserFactory, someone_of

pytestmark = pytest.mark.django_db

TITLE, SLUG = "Participer", "participer-au-quartier"


def form(**more: str) -> dict[str, str]:
    words = {"title": TITLE, "slug": SLUG, "body": streamfield([]), "comments": inline_formset([])}
    data: dict[str, str] = nested_form_data({**words, **more})
    return data


def send_while_it_is_written(client: SignedInClient, owner: User) -> Any:
    """The button's request reads its form, then the autosave's page appears, then the button's is written."""
    home = Page.objects.get(depth=2)
    add_child = Page.add_child

    def just_before(parent: Page, **kwargs: Any) -> Page:
        add_child(parent, instance=StandardPage(title="Brouillon", slug=SLUG, owner=owner, live=False))
        return add_child(parent, **kwargs)

    with patch.object(Page, "add_child", just_before):
        return client.post(
            f"/admin/pages/add/pages/standardpage/{home.pk}/", form(**{"action-publish": "action-publish"})
        )


def test_the_second_request_goes_on_with_the_first_ones_page(client: SignedInClient, council: Council) -> None:
    someone = someone_of(Role.COMMUNICATIONS)
    client.force_login(someone)
    answer = send_while_it_is_written(client, someone)
    assert answer.status_code == 302
    page = StandardPage.objects.get(slug=SLUG)
    assert (page.title, page.live, page.owner) == (TITLE, True, someone)


def test_somebody_elses_page_is_left_alone(client: SignedInClient, council: Council) -> None:
    other = UserFactory()
    client.force_login(someone_of(Role.COMMUNICATIONS))
    client.raise_request_exception = False
    assert send_while_it_is_written(client, other).status_code == 500
    page = StandardPage.objects.get(slug=SLUG)
    assert (page.title, page.live, page.owner) == ("Brouillon", False, other)
