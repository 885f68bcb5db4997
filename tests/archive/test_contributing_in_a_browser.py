"""Where one gives to the memory, as axe-core and a narrow screen see it (T16)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from cms.archive.domain.agreements import agreement_url, record_agreement
from cms.archive.domain.closing import take_down
from cms.archive.domain.contribution_links import contribution_url, make_token
from cms.archive.enums import AgreementSubject, Channel
from cms.archive.models import Agreement, Contribution, ContributionMessage
from tests.archive.contributions import given
from tests.axe import WIDTHS, violations, violations_everywhere
from tests.browser import Site
from tests.factories import ItemFactory, complete_council

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_form_and_its_errors_are_accessible(site: Site, width: int) -> None:
    complete_council()
    page = site.open("/memoire/contribuer/", width=width)
    assert violations(page) == []

    page.get_by_label("J’ai moins de 14 ans").check()
    assert page.get_by_label("Nom du parent qui accepte").is_visible()
    page.evaluate("document.querySelector('.contribution').noValidate = true")
    page.get_by_role("button", name="Envoyer mon don").click()
    page.wait_for_selector(".field__error")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_parent_is_asked_only_when_it_is_a_child(site: Site) -> None:
    complete_council()
    page = site.open("/memoire/contribuer/", width=320, javascript=False)

    assert page.get_by_label("Nom du parent qui accepte").is_hidden()
    page.get_by_label("J’ai moins de 14 ans").check()
    assert page.get_by_label("Nom du parent qui accepte").is_visible()


@pytest.mark.parametrize("state", ["received", "question", "accepted", "refused", "withdrawn"])
def test_ones_own_page_is_accessible_whatever_became_of_it(site: Site, state: str) -> None:
    complete_council()
    contribution = given(description="Au deuxième rang.", place_said="avenue des Tailleurs", date_said="vers 1960")
    ContributionMessage.objects.create(contribution=contribution, words="Qui est-ce?", from_team=True)
    Contribution.objects.update(state=state, reason="C’est déjà là.")

    assert violations_everywhere(site, contribution_url(contribution.pk)) == []


def test_the_other_pages_are_accessible(site: Site) -> None:
    complete_council()
    contribution = given()
    withdrawing = f"/memoire/contribution/{make_token(contribution.pk)}/retirer/"

    assert violations_everywhere(site, "/memoire/contribuer/merci/") == []
    assert violations_everywhere(site, withdrawing) == []
    assert violations_everywhere(site, f"/memoire/contribution/{make_token(0)}/") == []


def test_what_is_over_and_what_one_agreed_to_are_accessible(site: Site) -> None:
    complete_council()
    item, gone = ItemFactory(), ItemFactory()
    spoken = Agreement(
        subject=AgreementSubject.DEPICTION,
        person_name="Zénobie Fictive",
        given_on=date(2026, 10, 4),
        channel=Channel.SPOKEN,
    )
    agreed = agreement_url(record_agreement(spoken, [item], None))
    take_down(gone, "Reprise par la famille.", None, timezone.now())

    assert violations_everywhere(site, gone.get_absolute_url()) == []
    assert violations_everywhere(site, agreed) == []
    assert violations_everywhere(site, f"{agreed}?retirer=1") == []
