"""Every screen of letters and mailings that a volunteer opens: nothing in the way, on a telephone and wide.

A new address of a mailing is either visited here, or excused by name.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.enums import EventStatus
from crm.partners.models import Council
from newsletters.domain.approvals import ask_approval
from newsletters.domain.automatic_letters import change_words
from newsletters.domain.compose import compose_issue, freeze_issue
from newsletters.domain.errata import publish_erratum
from newsletters.domain.letter_texts import LetterText
from newsletters.domain.planning import plan_mailing
from newsletters.domain.polls import count_answer, polls_of
from newsletters.domain.segments import EVERYONE
from newsletters.domain.sending import start_mailing
from newsletters.enums import DeliveryState, ExclusionReason, MailingState, ReportKind, ReportOutcome, ReportSource
from newsletters.link_checking import check_links
from newsletters.models import ApprovalRules, Exclusion, IssueTemplate, Mailing, MailReport, NewsletterPage, Topic
from newsletters.viewsets.mailings import MailingViewSet
from tests.assemblies.test_every_screen_in_a_browser import wrong_with
from tests.browser import Site
from tests.factories import AssemblyFactory, SubscriberFactory, TopicFactory, complete_council, someone_of
from tests.factories.mailings import subscribe_many
from tests.factories.newsletters import newsletter
from tests.journeys.admin import sign_in

# Files, parts of a page, and what answers only to a button.
EXCUSED = {"index_results", "progress", "report_file", "letters_results", "exclusions_results"}


def question() -> tuple[str, dict[str, Any]]:
    closes_on = timezone.localdate() + timedelta(days=5)
    answers = ["Le samedi", "Le dimanche"]
    return "poll", {"question": "Quand?", "answers": answers, "closes_on": closes_on, "shows_results": True}


def paused_mailing(topic: Topic) -> Mailing:
    """One with a letter of each kind, someone left out, its links counted and its question answered."""
    subscribe_many(topic, 5)
    button = ("button", {"label": "Le plan", "page": None, "url": "https://ville.example/" + "un-long-chemin/" * 9})
    page = newsletter(body=[("text", "<p>Bonjour.</p>"), button, question()], counts_links=True)
    mailing = start_mailing(page, [topic], None, timezone.now())
    states = [DeliveryState.SENT, DeliveryState.BOUNCED, DeliveryState.DOUBTFUL, DeliveryState.DEFERRED]
    for letter, state in zip(mailing.deliveries.order_by("pk"), states, strict=False):
        letter.state, letter.smtp_code, letter.smtp_reply = state, 550, "5.1.1 unknown user"
        letter.save()
    Exclusion.objects.create(mailing=mailing, subscriber=SubscriberFactory(), reason=ExclusionReason.values[0])
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.PAUSED, pause_reason="Le serveur refuse tout.")
    page = NewsletterPage.objects.get(pk=page.pk)
    poll = polls_of(compose_issue(page, timezone.now()))[0]
    count_answer(page, poll.url.split("/")[-2], "Le samedi")
    return mailing


def mailings(topic: Topic) -> dict[str, list[Any]]:
    mailing = paused_mailing(topic)
    doubtful = mailing.deliveries.get(state=DeliveryState.DOUBTFUL)
    return {
        "mailings:index": [],
        **{f"mailings:{name}": [mailing.pk] for name in ("inspect", "report", "resend", "letters", "exclusions")},
        "mailings:settle": [mailing.pk, doubtful.pk],
        "mailings:move": [mailing.pk, "stop"],
    }


def letters(topic: Topic) -> dict[str, list[Any]]:
    there = "<a href='/nulle-part/'>ici</a> et <a href='https://ville.example/'>là</a>"
    page = newsletter(body=[("text", f"<p>Voir le 3 mai, {there}.</p>"), question()])
    check_links(["/nulle-part/"])
    template = IssueTemplate.objects.create(name="Le mois", body=page.body)
    tomorrow = (timezone.localtime() + timedelta(days=1)).replace(hour=10, minute=0)
    planned = newsletter(title="Prévue")
    plan = plan_mailing(planned, [topic], EVERYONE, tomorrow, User.objects.first(), timezone.now())
    return {
        "newsletters:index": [],
        "newsletter_begin": [],
        **{f"newsletter_{name}": [page.pk] for name in ("template", "preview", "send")},
        "issue_templates:index": [],
        "issue_templates:delete": [template.pk],
        "plans:index": [],
        "plans:inspect": [plan.pk],
        "unreached_letters": [],
    }


def returns(topic: Topic) -> dict[str, list[Any]]:
    waiting = MailReport.objects.create(
        key="a",
        source=ReportSource.MAILBOX,
        kind=ReportKind.UNREAD,
        outcome=ReportOutcome.WAITING,
        content="From: a@b.example\nSubject: Retour\n\nVotre message n'est pas passé.\n",
    )
    return {
        "returns:index": [],
        "returns:inspect": [waiting.pk],
        "disputes:index": [],
        "subscribers:index": [],
    }


def topics(topic: Topic) -> dict[str, list[Any]]:
    return {"topics:index": [], "topics:add": [], "topics:edit": [topic.pk], "consent-ledger:index": []}


def second_readers(topic: Topic) -> dict[str, list[Any]]:
    """A letter to be approved, a notice to be called, automatic letters, an erratum, the settings of letters."""
    rules, _is_new = ApprovalRules.objects.update_or_create(defaults={"newsletters": True})
    asked = newsletter(title="À approuver")
    reading = ask_approval(asked, someone_of(Role.COMMUNICATIONS))
    starts_at = timezone.now() + timedelta(days=20)
    assembly = AssemblyFactory(event__starts_at=starts_at, event__status=EventStatus.PUBLISHED)
    change_words("reminder", LetterText("Demain", "{details}"), None, timezone.now())
    left = newsletter(title="Partie", body=[("text", "<p>" + "Une longue phrase du quartier. " * 12 + "</p>")])
    freeze_issue(left, timezone.now())
    publish_erratum(left, 0, "C’est le 21.", None, timezone.now())
    return {
        "newsletter_send": [asked.pk],
        "letter_reading": [reading.pk],
        "assembly_call": [assembly.pk],
        "automatic_letters": [],
        "automatic_letter": ["reminder"],
        "newsletter_erratum": [left.pk],
        "wagtailsettings:edit": ["newsletters", "approvalrules", rules.pk],
    }


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(
    ("room", "role"),
    [
        (mailings, Role.SECRETARIAT),
        (letters, Role.SECRETARIAT),
        (returns, Role.SECRETARIAT),
        (second_readers, Role.SECRETARIAT),
        (topics, Role.COMMUNICATIONS),
    ],
)
def test_nothing_stands_in_the_way_on_any_screen(site: Site, room: Any, role: Role) -> None:
    complete_council()
    page = sign_in(site, role)
    visited = room(subscribed())

    assert list(wrong_with(page, visited)) == []


def subscribed() -> Topic:
    topic: Topic = TopicFactory(name="Activités", slug="activites")
    subscribe_many(topic, 2, "abonnee")
    return topic


@pytest.mark.django_db
def test_every_address_of_a_mailing_is_visited_or_excused(council: Council) -> None:
    named = {pattern.name for pattern in MailingViewSet("mailings").get_urlpatterns()}
    visited = {name.partition(":")[2] for name in mailings(subscribed()) if name.startswith("mailings:")}

    assert named - visited - EXCUSED == set()
