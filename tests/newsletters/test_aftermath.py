"""The report of a mailing: figures that add up, from what was answered, and nobody to recognise in them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from crm.accounts.policy import Role
from newsletters.domain.aftermath import read_aftermath
from newsletters.enums import ConsentKind, ConsentMethod, DeliveryState, MailingState, ReportKind, ReportSource
from newsletters.models import ConsentEvent, Delivery, Mailing, MailReport
from tests.factories import TopicFactory, someone_of
from tests.factories.mailings import make_mailing
from tests.newsletters.posting import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


@pytest.fixture
def sent() -> Mailing:
    """Seven letters taken: four at example.org, two at courriel.example and one at seul.example."""
    mailing = make_mailing(7, now=START, topics=[TopicFactory(slug="activites")])
    for number, domain in ((4, "courriel.example"), (5, "Courriel.example"), (6, "seul.example")):
        mailing.deliveries.filter(email=f"voisine{number}@example.org").update(email=f"voisine{number}@{domain}")
    mailing.deliveries.update(state=DeliveryState.SENT, sent_at=START)
    Mailing.objects.update(state=MailingState.FINISHED, finished_at=START)
    mailing.refresh_from_db()
    return mailing


def letter(mailing: Mailing, number: int) -> Delivery:
    return mailing.deliveries.get(email__istartswith=f"voisine{number}@")


def leaves(
    letter: Delivery, after: timedelta, slug: str = "activites", kind: ConsentKind = ConsentKind.WITHDRAWN
) -> None:
    assert letter.subscriber
    ConsentEvent.objects.create(
        kind=kind,
        address_hash=letter.subscriber.address_hash,
        topic_slug=slug,
        occurred_at=START + after,
        method=ConsentMethod.ONE_CLICK,
        actor="person",
    )


def test_letters_add_up_to_what_became_of_them(sent: Mailing) -> None:
    states = [DeliveryState.BOUNCED, DeliveryState.BOUNCED, DeliveryState.DOUBTFUL, DeliveryState.SKIPPED]
    for number, state in enumerate(states):
        Delivery.objects.filter(pk=letter(sent, number).pk).update(state=state)
    for number, source in enumerate([ReportSource.SERVER, ReportSource.MAILBOX]):
        MailReport.objects.create(
            key=str(number), source=source, kind=ReportKind.REFUSED, delivery=letter(sent, number)
        )

    total = read_aftermath(sent).total

    assert (total.delivered, total.refused, total.came_back, total.doubtful, total.not_sent) == (3, 1, 1, 1, 1)
    assert total.letters == sent.prepared == 7


def test_domains_of_one_or_two_letters_are_told_together(sent: Mailing) -> None:
    aftermath = read_aftermath(sent)

    assert [(fate.domain, fate.letters) for fate in aftermath.domains] == [("example.org", 4), ("", 3)]
    assert aftermath.others == 2


def test_domain_is_the_same_in_capitals(sent: Mailing) -> None:
    Delivery.objects.filter(pk=letter(sent, 6).pk).update(email="voisine6@COURRIEL.example")

    assert [(fate.domain, fate.letters) for fate in read_aftermath(sent).domains] == [
        ("example.org", 4),
        ("courriel.example", 3),
    ]


def test_who_left_this_topic_or_everything_within_a_week_is_counted(sent: Mailing) -> None:
    leaves(letter(sent, 0), timedelta(hours=1))
    leaves(letter(sent, 0), timedelta(hours=2))
    leaves(letter(sent, 1), timedelta(days=6, hours=23), slug="")
    leaves(letter(sent, 2), timedelta(days=7))
    leaves(letter(sent, 3), timedelta(minutes=-1))
    leaves(letter(sent, 4), timedelta(hours=1), slug="assemblees")
    leaves(letter(sent, 5), timedelta(hours=1), kind=ConsentKind.CONFIRMED)

    assert read_aftermath(sent).total.left == 2


def test_complaints_of_this_letter_alone_are_counted(sent: Mailing) -> None:
    other = make_mailing(1, now=START, prefix="autre")
    for key, one in (("a", letter(sent, 0)), ("b", other.deliveries.get())):
        MailReport.objects.create(key=key, source=ReportSource.PROVIDER, kind=ReportKind.COMPLAINT, delivery=one)

    assert read_aftermath(sent).total.complained == 1


def test_screen_and_file_name_nobody(client: Client, sent: Mailing) -> None:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    report = reverse("mailings:report", args=[sent.pk])
    assert report in client.get(reverse("mailings:inspect", args=[sent.pk])).content.decode()

    screen = client.get(report).content.decode()
    file = client.get(reverse("mailings:report_file", args=[sent.pk])).content.decode("utf-8-sig").splitlines()

    assert "voisine" not in screen
    assert "seul.example" not in screen
    assert file == [
        "Domaine;Lettres;Livrées;Refusées;Revenues;Incertaines;Non parties;Départs ensuite;Signalées comme pourriel",
        "example.org;4;4;0;0;0;0;0;0",
        "Autres domaines (2);3;3;0;0;0;0;0;0",
        "Toutes;7;7;0;0;0;0;0;0",
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_screen_asks_as_much_for_three_letters_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    report = reverse("mailings:report", args=[make_mailing(people, now=START).pk])
    client.get(report)

    with django_assert_num_queries(15):
        client.get(report)
