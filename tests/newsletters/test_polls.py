"""One question to the readers: a link changes nothing, a button counts once, nobody is known, and it closes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import PageViewRestriction

from crm.accounts.policy import Role
from crm.partners.models import Council
from newsletters.blocks import LetterBody
from newsletters.domain import polls
from newsletters.domain.compose import compose_issue
from newsletters.domain.content import PollLine, PollPart
from newsletters.domain.polls import StaleForm, count_answer, is_open, polls_of, read_form, sign_form, with_results
from newsletters.domain.preflight import Level, inspect_issue
from newsletters.domain.sending import start_mailing
from newsletters.models import CountedLink, NewsletterPage, PollTally, Topic
from tests.axe import violations_everywhere
from tests.browser import Site
from tests.factories import complete_council, someone_of
from tests.factories.mailings import subscribe_many
from tests.factories.newsletters import newsletter

pytestmark = pytest.mark.django_db


def asked(*, days: int = 5, shows: bool = False, **fields: Any) -> NewsletterPage:
    """An edition with a question that closes in so many days."""
    value = {
        "question": "Quand planter ?",
        "answers": ["Le samedi", "Le dimanche", "Jamais"],
        "closes_on": timezone.localdate() + timedelta(days=days),
        "shows_results": shows,
    }
    return newsletter(body=[("poll", value)], **fields)


def poll_of(page: NewsletterPage) -> PollPart:
    return polls_of(compose_issue(page, timezone.now()))[0]


def totals(page: NewsletterPage) -> dict[str, int]:
    return {tally.words: tally.total for tally in page.tallies.all()}


def answer(client: Client, poll: PollPart, number: int = 1, **changes: str) -> Any:
    return client.post(poll.url, {"answer": str(number), "stamp": sign_form(poll), **changes})


def test_a_link_of_the_letter_shows_its_answer_ready_and_changes_nothing(
    strict_client: Client, council: Council
) -> None:
    page = asked()
    address, words = poll_of(page).ways[1]

    response = strict_client.get(address)

    soup = BeautifulSoup(response.content, "html.parser")
    assert words == "Le dimanche"
    assert [box["value"] for box in soup.select("input[name=answer][checked]")] == ["2"]
    assert [label.get_text(strip=True) for label in soup.select(".choices label")] == [
        "Le samedi",
        "Le dimanche",
        "Jamais",
    ]
    assert response.cookies == {}
    assert response["Cache-Control"] == "private, no-store"
    assert strict_client.head(address).status_code == 200
    assert not PollTally.objects.exists()


def test_the_button_counts_one_answer_and_the_same_form_no_second(strict_client: Client, council: Council) -> None:
    page = asked()
    poll = poll_of(page)
    stamp = sign_form(poll)

    first = answer(strict_client, poll, 2, stamp=stamp)
    again = answer(strict_client, poll, 1, stamp=stamp)

    assert (first.status_code, first["Location"]) == (302, poll.url + "merci/")
    assert again.status_code == 302
    assert totals(page) == {"Le dimanche": 1}
    assert first.cookies == {}
    thanks = strict_client.get(first["Location"]).content.decode()
    assert "Votre réponse est comptée" in thanks
    assert "Le dimanche" not in thanks


@pytest.mark.parametrize("chosen", ["", "0", "4", "x", "1.0"])
def test_an_answer_that_is_none_of_them_is_asked_again(strict_client: Client, council: Council, chosen: str) -> None:
    page = asked()

    response = answer(strict_client, poll_of(page), answer=chosen)

    assert response.status_code == 422
    assert "choisissez d’abord une réponse" in response.content.decode()
    assert totals(page) == {}


def test_a_form_of_another_question_or_of_yesterday_counts_nothing(
    strict_client: Client, council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, other = asked(), asked()
    poll = poll_of(page)
    stamps = ["", "forged", sign_form(poll_of(other))]
    old = sign_form(poll)
    for stamp in stamps:
        assert answer(strict_client, poll, 3, stamp=stamp).status_code == 422
    monkeypatch.setattr(polls, "FORM_LASTS", -1)
    stale = answer(strict_client, poll, 3, stamp=old)

    soup = BeautifulSoup(stale.content, "html.parser")
    assert stale.status_code == 422
    assert [box["value"] for box in soup.select("input[name=answer][checked]")] == ["3"]
    assert (totals(page), totals(other)) == ({}, {})


def test_one_place_answers_a_few_times_an_hour(strict_client: Client, council: Council) -> None:
    page = asked()
    poll = poll_of(page)

    answers = [answer(strict_client, poll) for _time in range(6)]

    assert [response.status_code for response in answers] == [302] * 5 + [429]
    assert totals(page) == {"Le samedi": 5}
    assert answer(strict_client, poll_of(asked())).status_code == 302


def test_a_question_closes_at_the_end_of_its_day_in_the_zone_of_the_council(council: Council) -> None:
    poll = PollPart("Quand?", ("Oui", "Non"), "2026-05-04")

    assert is_open(poll, datetime(2026, 5, 5, 3, 59, tzinfo=UTC))
    assert not is_open(poll, datetime(2026, 5, 5, 4, 0, tzinfo=UTC))


def test_a_closed_question_takes_no_answer_and_says_so(strict_client: Client, council: Council) -> None:
    page = asked(days=-1, shows=True)
    poll = poll_of(page)
    count_answer(page, poll.url.split("/")[-2], "Jamais")

    shown = strict_client.get(poll.url).content.decode()
    sent = answer(strict_client, poll)

    assert "Cette question est fermée" in shown
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]
    assert "1 réponse jusqu’ici" in shown
    assert sent.status_code == 200
    assert totals(page) == {"Jamais": 1}


def test_totals_are_shown_to_readers_only_where_the_volunteer_wants(client: Client, council: Council) -> None:
    hidden, shown = asked(), asked(shows=True)
    for page in (hidden, shown):
        question = poll_of(page).url.split("/")[-2]
        for words in ("Jamais", "Jamais", "Le samedi", "Une réponse d’avant"):
            count_answer(page, question, words)

    tables = [BeautifulSoup(client.get(page.url).content, "html.parser").table for page in (hidden, shown)]

    assert tables[0] is None
    assert tables[1] is not None
    rows = [(row.th.get_text(), row.td.get_text()) for row in tables[1].tbody.select("tr") if row.th and row.td]
    assert rows == [("Le samedi", "1"), ("Le dimanche", "0"), ("Jamais", "2")]
    results = polls_of(with_results(compose_issue(shown, timezone.now()), shown))[0].results
    assert results == (PollLine("Le samedi", 1, 33), PollLine("Le dimanche", 0, 0), PollLine("Jamais", 2, 67))


def test_an_unknown_question_a_draft_and_a_private_edition_answer_404(client: Client, council: Council) -> None:
    page, draft, private = asked(), asked(), asked()
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    addresses = [reverse("poll", args=[page.pk, "other"]), poll_of(draft).url, poll_of(private).url]

    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_what_was_sent_keeps_its_question_and_its_links_are_not_counted_twice(
    strict_client: Client, topics: list[Topic]
) -> None:
    page = asked(counts_links=True)
    subscribe_many(topics[0], 1)
    mailing = start_mailing(page, topics[:1], None, timezone.now())
    page = NewsletterPage.objects.get(pk=page.pk)
    poll = poll_of(page)
    page.body = [("text", "<p>Autre chose.</p>")]
    page.save_revision().publish()

    assert answer(strict_client, poll, 1).status_code == 302
    assert totals(page) == {"Le samedi": 1}
    for address, _words in poll.ways:
        assert f'href="http://testserver{address}"' in mailing.html
        assert f"http://testserver{address}" in mailing.text
    assert not CountedLink.objects.filter(url__contains="/question/").exists()


def test_the_report_tells_the_totals_whoever_may_read_them(client: Client, topics: list[Topic]) -> None:
    page = asked()
    subscribe_many(topics[0], 1)
    mailing = start_mailing(page, topics[:1], None, timezone.now())
    count_answer(page, poll_of(page).url.split("/")[-2], "Le dimanche")
    client.force_login(someone_of(Role.COMMUNICATIONS))

    html = client.get(reverse("mailings:report", args=[mailing.pk])).content.decode()

    assert "Quand planter? 1 réponse jusqu’ici" in html
    assert '<th scope="row">Le dimanche</th><td class="mailing__number">1 (100&nbsp;%)</td>' in html
    assert "on ne peut pas vérifier que chaque personne a répondu une seule fois" in html


@pytest.mark.parametrize(("days", "asks"), [(-1, True), (0, False)])
def test_preflight_asks_about_a_question_that_is_closed(council: Council, days: int, asks: bool) -> None:
    found = inspect_issue(asked(days=days), timezone.now())
    messages = [finding.message for finding in found if finding.level == Level.WARNING]

    past = "Le dernier jour pour répondre à «\u00a0Quand planter?\u00a0» est passé."
    assert (past in messages) == asks


def test_two_answers_that_say_the_same_are_refused() -> None:
    block = LetterBody().child_blocks["poll"]
    value = {"question": "Q?", "answers": ["Oui", " oui"], "closes_on": date(2026, 5, 4), "shows_results": False}

    with pytest.raises(ValidationError) as refused:
        block.clean(block.normalize(value))

    assert "disent la même chose" in str(refused.value.as_json_data())  # type: ignore[attr-defined]


def test_a_stamp_is_read_once_made(council: Council) -> None:
    poll = poll_of(asked())

    assert read_form(poll, sign_form(poll)) != read_form(poll, sign_form(poll))
    with pytest.raises(StaleForm):
        read_form(poll, sign_form(poll) + "x")


@pytest.mark.django_db(transaction=True)
def test_answers_of_the_same_instant_are_all_counted(council: Council) -> None:
    page = asked()

    def give() -> None:
        try:
            for _time in range(5):
                count_answer(page, "a", "Oui")
        finally:
            connection.close()

    threads = [Thread(target=give) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert totals(page) == {"Oui": 20}


def test_nothing_stands_in_the_way_of_a_question(site: Site) -> None:
    complete_council()
    page = asked(shows=True)
    closed = asked(days=-1, shows=True)
    for edition in (page, closed):
        count_answer(edition, poll_of(edition).url.split("/")[-2], "Jamais")

    for path in (poll_of(page).ways[0][0], poll_of(page).url + "merci/", poll_of(closed).url, page.url):
        assert violations_everywhere(site, path) == []


def test_someone_answers_from_the_letter(site: Site) -> None:
    complete_council()
    page = asked(shows=True)
    browser = site.open(poll_of(page).ways[2][0], width=360, javascript=False)

    browser.get_by_role("button", name="Donner cette réponse").click()

    expect(browser.get_by_role("heading", level=1)).to_have_text("Merci")
    assert totals(page) == {"Jamais": 1}
