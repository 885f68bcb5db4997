"""The register in a real browser: nothing stands in the way, narrow or wide, by day and by night."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from crm.assemblies.domain.errata import write_erratum
from crm.assemblies.domain.followups import Answer, acknowledge, record_answer
from crm.assemblies.enums import AnswerLevel, DecisionKind, Outcome
from tests.axe import violations_everywhere
from tests.browser import Site, follow
from tests.factories import OrganizationFactory, complete_council
from tests.factories.assemblies import adopted, sent

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def register(site: Site) -> Site:
    """One decision of each outcome, and one that was sent to nobody."""
    complete_council()
    for outcome in Outcome:
        sending = sent(
            adopted(considerations="Un motif", result="majority", votes_for=7, votes_against=1),
            organization=OrganizationFactory(),
        )
        words = "" if outcome == Outcome.NO_ANSWER else "Nous vous avons lus."
        record_answer(sending, Answer(outcome, words, AnswerLevel.PUBLIC), date(2026, 6, 1))
    acknowledge(sent(adopted(kind=DecisionKind.OPINION)), date(2026, 4, 20))
    write_erratum(adopted(), "Lire « rue des Tailleurs ».", date(2026, 5, 1))
    return site


@pytest.mark.parametrize(
    "path",
    [
        "/decisions/",
        "/decisions/?mots=rien&genre=avis",
        "/decisions/R-2026-001/",
        "/decisions/R-2026-005/",
        "/decisions/AV-2026-001/",
        "/decisions/suivi/",
    ],
)
def test_nothing_stands_in_the_way(register: Site, path: str) -> None:
    assert violations_everywhere(register, path) == []


def test_nothing_stands_in_the_way_of_an_empty_register(site: Site) -> None:
    assert violations_everywhere(site, "/decisions/") == []
    assert violations_everywhere(site, "/decisions/suivi/") == []


def test_the_register_is_narrowed_without_a_script(register: Site) -> None:
    page = register.open("/decisions/", width=360, javascript=False)

    page.get_by_text("Genre, année, suite").click()
    page.get_by_label("Genre").select_option("avis")
    follow(page.get_by_role("button", name="Restreindre"))

    assert page.locator(".register__number").all_text_contents() == ["AV-2026-001"]
    follow(page.get_by_role("link", name="Avis (enlever)"))
    assert page.locator(".register__number").count() == 6


def test_on_a_telephone_the_first_decision_is_in_the_first_screen(register: Site) -> None:
    page = register.open("/decisions/", width=360)
    expect(page.locator(".register__number").first).to_be_in_viewport()

    page.goto("/decisions/?genre=resolutions&annee=2026")
    expect(page.locator(".register__title").first).to_be_in_viewport()
    assert page.locator(".decisions__active a").all_inner_texts() == [
        "Résolution (enlever)",
        "2026 (enlever)",
        "Tout voir",
    ]
