"""Sending again the letters of chosen states: those that were seen, once, and nobody who has left."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Thread

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from crm.accounts.models import User
from newsletters.domain.deliver import deliver_batch
from newsletters.domain.errors import MailingRefused
from newsletters.domain.hearing.answers import hear_answers
from newsletters.domain.resending import look_at_resending, resend_letters
from newsletters.domain.rounds import finish_mailing
from newsletters.enums import DeliveryState, MailingState, SubscriptionState
from newsletters.models import Mailing, Subscription
from tests.factories import UserFactory
from tests.factories.mailings import make_mailing
from tests.newsletters.at_once import elsewhere, once_after, one_writer
from tests.newsletters.posting import START
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

BOTH = (DeliveryState.DOUBTFUL, DeliveryState.BOUNCED)
LATER = START + timedelta(hours=1)
LATEST = START + timedelta(hours=2)


def settled(mailing: Mailing, **states: DeliveryState) -> Mailing:
    """The mailing, finished; `voisine0=BOUNCED` and so on, all the others sent."""
    mailing.deliveries.update(state=DeliveryState.SENT, attempts=1, changed_at=LATER)
    for name, state in states.items():
        mailing.deliveries.filter(email=f"{name}@example.org").update(state=state)
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.FINISHED, finished_at=LATER)
    mailing.refresh_from_db()
    return mailing


def read_page(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def states_of(mailing: Mailing) -> list[str]:
    return list(mailing.deliveries.order_by("pk").values_list("state", flat=True))


def test_only_the_chosen_states_leave_again(mailing: Mailing) -> None:
    settled(mailing, voisine0=DeliveryState.BOUNCED, voisine1=DeliveryState.DOUBTFUL)

    assert resend_letters(mailing, [DeliveryState.DOUBTFUL], None, LATEST, seen_at=LATEST) == 1

    mailing.refresh_from_db()
    assert states_of(mailing) == ["bounced", "queued", "sent"]
    assert (mailing.state, mailing.finished_at) == (MailingState.SENDING, None)


def test_letters_that_were_sent_never_leave_again_even_when_asked(mailing: Mailing) -> None:
    settled(mailing)

    with pytest.raises(MailingRefused):
        resend_letters(mailing, list(DeliveryState), None, LATEST, seen_at=LATEST)

    assert states_of(mailing) == ["sent", "sent", "sent"]


def test_what_came_back_after_the_look_stays(mailing: Mailing) -> None:
    settled(mailing, voisine0=DeliveryState.BOUNCED, voisine1=DeliveryState.BOUNCED)
    mailing.deliveries.filter(email="voisine1@example.org").update(changed_at=LATEST)

    assert resend_letters(mailing, BOTH, None, LATEST, seen_at=LATER) == 1

    assert states_of(mailing) == ["queued", "bounced", "sent"]


def test_second_press_sends_nothing(mailing: Mailing) -> None:
    settled(mailing, voisine0=DeliveryState.BOUNCED)
    resend_letters(mailing, BOTH, None, LATEST, seen_at=LATEST)

    with pytest.raises(MailingRefused):
        resend_letters(mailing, BOTH, None, LATEST, seen_at=LATEST)


@one_writer
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_letters_sent_again_while_the_mailing_ends_do_leave(mailing: Mailing) -> None:
    settled(mailing, voisine0=DeliveryState.BOUNCED)
    Mailing.objects.update(state=MailingState.SENDING)
    others: list[Thread] = []

    def end_meanwhile() -> None:
        others.append(elsewhere(lambda: finish_mailing(mailing.pk, LATEST)))
        others[0].join(timeout=2)  # seconds: it waits for this very transaction

    with once_after('UPDATE "newsletters_mailing"', end_meanwhile):
        resend_letters(mailing, BOTH, None, LATEST, LATEST)
    others[0].join()

    mailing.refresh_from_db()
    assert (mailing.state, states_of(mailing)) == (MailingState.SENDING, ["queued", "sent", "sent"])


def test_stopped_mailing_stays_as_it_is(mailing: Mailing) -> None:
    settled(mailing, voisine0=DeliveryState.BOUNCED)
    Mailing.objects.update(state=MailingState.STOPPED)

    with pytest.raises(MailingRefused):
        resend_letters(mailing, BOTH, None, LATEST, seen_at=LATEST)

    assert states_of(mailing) == ["bounced", "sent", "sent"]


def test_who_left_meanwhile_is_counted_apart_and_not_written_to(mailing: Mailing, mail_server: MailServer) -> None:
    settled(mailing, voisine0=DeliveryState.BOUNCED, voisine1=DeliveryState.DOUBTFUL)
    Subscription.objects.filter(subscriber__email="voisine0@example.org").update(state=SubscriptionState.LEFT)

    second = look_at_resending(mailing, BOTH, LATEST)
    resend_letters(mailing, BOTH, None, LATEST, seen_at=LATEST)
    deliver_batch(mailing.pk)

    assert (second.total, second.doubtful, second.set_aside) == (2, 1, 1)
    assert mail_server.recipients == ["voisine1@example.org"]
    assert states_of(mailing) == ["skipped", "sent", "sent"]


def test_screen_shows_then_sends_what_it_showed(client: Client, volunteer: User, mailing: Mailing) -> None:
    settled(mailing, voisine0=DeliveryState.BOUNCED, voisine1=DeliveryState.DOUBTFUL)
    address = reverse("mailings:resend", args=[mailing.pk])
    assert address in client.get(reverse("mailings:inspect", args=[mailing.pk])).content.decode()

    shown = client.get(address, {"states": "bounced"})

    assert [row[0] for row in shown.context["shown"]] == ["voisine0@example.org"]
    assert states_of(mailing) == ["bounced", "doubtful", "sent"]
    client.post(address, {"states": "bounced", "seen_at": shown.context["seen_at"]})
    assert states_of(mailing) == ["queued", "doubtful", "sent"]


@pytest.mark.parametrize("seen_at", ["", "hier", "2026-13-45T00:00:00Z", "2026-05-01T10:00"])
def test_forged_form_sends_nothing(client: Client, volunteer: User, mailing: Mailing, seen_at: str) -> None:
    settled(mailing, voisine0=DeliveryState.BOUNCED)

    client.post(reverse("mailings:resend", args=[mailing.pk]), {"states": "bounced", "seen_at": seen_at})

    assert states_of(mailing) == ["bounced", "sent", "sent"]


def test_screen_names_nobody_to_who_may_not_see_names(client: Client, mailing: Mailing) -> None:
    settled(mailing, voisine0=DeliveryState.BOUNCED)
    user = UserFactory()
    names = ["access_admin", "view_mailing", "send_mailing"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(user)

    shown = client.get(reverse("mailings:resend", args=[mailing.pk]))

    assert shown.status_code == 200
    assert "voisine0@example.org" not in shown.content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_screen_asks_as_much_for_three_letters_as_for_one(
    client: Client, volunteer: User, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    mailing = make_mailing(people, now=START)
    mailing.deliveries.update(state=DeliveryState.BOUNCED, changed_at=LATER)
    client.get(reverse("mailings:resend", args=[mailing.pk]))

    with django_assert_num_queries(19):
        client.get(reverse("mailings:resend", args=[mailing.pk]))


def test_times_are_those_of_the_clock_given(mailing: Mailing) -> None:
    settled(mailing, voisine0=DeliveryState.BOUNCED)

    resend_letters(mailing, BOTH, None, LATEST, seen_at=LATEST)

    changed: datetime = mailing.deliveries.get(email="voisine0@example.org").changed_at
    assert changed == LATEST


def distrusted_twice(mailing: Mailing) -> Mailing:
    """Two letters that a relay refused for our sake before it took the others, and one to nobody's mailbox."""
    settled(mailing, voisine0=DeliveryState.BOUNCED, voisine1=DeliveryState.BOUNCED, voisine2=DeliveryState.BOUNCED)
    for name, reply in (("voisine0", "5.7.1 not now"), ("voisine1", "looks like spam"), ("voisine2", "5.1.1 unknown")):
        mailing.deliveries.filter(email=f"{name}@example.org").update(smtp_code=550, smtp_reply=reply)
    hear_answers(LATEST)
    return mailing


def test_what_is_about_us_leaves_again_without_what_is_about_a_person(mailing: Mailing) -> None:
    distrusted_twice(mailing)

    again = resend_letters(mailing, BOTH, None, LATEST, seen_at=LATEST, only_ours=True)

    assert (again, states_of(mailing)) == (2, ["queued", "queued", "bounced"])


def test_uncertain_ones_chosen_with_them_leave_too(mailing: Mailing) -> None:
    distrusted_twice(mailing)
    mailing.deliveries.filter(email="voisine2@example.org").update(state=DeliveryState.DOUBTFUL)

    assert resend_letters(mailing, BOTH, None, LATEST, seen_at=LATEST, only_ours=True) == 3


def test_screen_of_the_mailing_offers_them(client: Client, volunteer: User, mailing: Mailing) -> None:
    distrusted_twice(mailing)
    page = read_page(client.get(reverse("mailings:inspect", args=[mailing.pk])))  # type: ignore[arg-type]
    [offer] = [link for link in page.select(".mailing__doubt a") if "Renvoyer ces" in link.get_text()]

    form = read_page(client.get(str(offer["href"])))  # type: ignore[arg-type]
    assert [line.strong.get_text() for line in form.select(".unreached__line") if line.strong] == [
        "voisine0@example.org",
        "voisine1@example.org",
    ]
    fields = {str(field["name"]): str(field["value"]) for field in form.select("form[method=post] input[type=hidden]")}
    client.post(str(offer["href"]).split("?")[0], fields)

    assert states_of(mailing) == ["queued", "queued", "bounced"]
