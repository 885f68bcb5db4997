"""A mailing leaves at its hour, never at night, never after what it invites to; late, it asks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.models import Event
from home.to_do import things_to_do
from newsletters.domain.deliver import deliver_batch
from newsletters.domain.errors import MailingRefused
from newsletters.domain.forecast import describe_end
from newsletters.domain.planning import LATE, cancel_plan, plan_mailing, start_plan, take_up_plans
from newsletters.domain.progress import describe_progress, measure_mailing
from newsletters.domain.rounds import make_rounds
from newsletters.domain.segments import EVERYONE, Segment
from newsletters.domain.sending import resume_mailing, start_mailing
from newsletters.enums import DeliveryState, Language, MailingState, PlanState
from newsletters.models import Mailing, MailingPlan, NewsletterPage, Topic
from newsletters.plan_forms import suggested_hour
from tests.factories import TopicFactory, someone_of
from tests.factories.events import EventFactory
from tests.factories.mailings import subscribe_many
from tests.factories.newsletters import newsletter
from tests.newsletters.posting import START, Clock, counts
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOON = START + timedelta(hours=2)  # 14 May 2024, noon in Toronto
NIGHT = START + timedelta(hours=12)  # ten in the evening
MORNING = START + timedelta(days=1)


@pytest.fixture(autouse=True)
def night(settings: Settings) -> None:
    settings.QUIET_HOURS = (21, 8)


@pytest.fixture
def topic() -> Topic:
    topic: Topic = TopicFactory(name="Activités", slug="activites")
    subscribe_many(topic, 2)
    return topic


@pytest.fixture
def person() -> User:
    return someone_of(Role.COMMUNICATIONS)


def inviting(starts_at: datetime) -> NewsletterPage:
    event = EventFactory(starts_at=starts_at, title="Fête des voisins")
    return newsletter(body=[("event", {"event": event, "with_picture": False})])


def planned(topic: Topic, leaves_at: datetime = NOON, page: NewsletterPage | None = None) -> MailingPlan:
    return plan_mailing(page or newsletter(), [topic], EVERYONE, leaves_at, None, START)


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("now", "day"),
    [(NOON, 15), (NIGHT, 15), (NIGHT + timedelta(hours=4), 15), (MORNING, 16)],
)
def test_the_hour_proposed_is_the_coming_morning(now: datetime, day: int) -> None:
    assert suggested_hour(now) == {"day": date(2024, 5, day), "hour": "09:00"}


def test_leaves_at_its_hour_and_not_before(topic: Topic) -> None:
    plan = planned(topic)

    assert take_up_plans(NOON - timedelta(seconds=1)) == []
    [number] = take_up_plans(NOON)

    plan.refresh_from_db()
    mailing = Mailing.objects.get()
    assert (plan.state, plan.mailing_id, number) == (PlanState.STARTED, mailing.pk, mailing.pk)
    assert (mailing.prepared, mailing.keeps_quiet) == (2, True)
    assert take_up_plans(NOON) == []


def test_goes_to_those_of_its_segment(topic: Topic) -> None:
    page = newsletter()
    earlier = start_mailing(newsletter(), [topic], None, START)
    earlier.deliveries.filter(email="voisine0@example.org").update(state=DeliveryState.SENT)
    Mailing.objects.update(state=MailingState.FINISHED)
    segment = Segment(missed=earlier, language=Language.FRENCH)
    plan = plan_mailing(page, [topic], segment, NOON, None, START)

    [number] = take_up_plans(NOON)

    mailing = Mailing.objects.get(pk=number)
    assert [letter.email for letter in mailing.deliveries.all()] == ["voisine1@example.org"]
    assert mailing.audience_words == plan.audience_words != ""


@pytest.mark.parametrize(
    ("leaves_at", "words"),
    [
        (START, "Rien n’est prévu : cette heure est passée."),
        (NIGHT, "Rien n’est prévu : aucune lettre ne part la nuit. Choisissez 8 h ou plus tard."),
        (
            MORNING,
            "Rien n’est prévu : « Fête des voisins » sera déjà commencé. "
            "Choisissez une heure avant le mardi 14 mai 2024 à 18 h.",
        ),
    ],
)
def test_hour_at_which_it_may_not_leave_is_refused(topic: Topic, leaves_at: datetime, words: str) -> None:
    page = inviting(START + timedelta(hours=8))

    with pytest.raises(MailingRefused) as refusal:
        plan_mailing(page, [topic], EVERYONE, leaves_at, None, START)

    assert plain(str(refusal.value)) == words
    assert not MailingPlan.objects.exists()


def test_second_plan_of_the_same_newsletter_is_refused(topic: Topic) -> None:
    plan = planned(topic)

    with pytest.raises(MailingRefused):
        planned(topic, page=plan.page)
    cancel_plan(plan, someone_of(Role.COMMUNICATIONS))
    planned(topic, page=plan.page)

    assert list(MailingPlan.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "waiting"]


def test_cancelled_never_leaves(topic: Topic, person: User) -> None:
    plan = planned(topic)

    cancel_plan(plan, person)

    assert take_up_plans(NOON) == []
    with pytest.raises(MailingRefused):
        cancel_plan(plan, person)
    with pytest.raises(MailingRefused):
        start_plan(plan, person, NOON)
    assert not Mailing.objects.exists()


def test_late_after_an_outage_asks(topic: Topic, person: User) -> None:
    plan = planned(topic)

    assert take_up_plans(NOON + LATE + timedelta(seconds=1)) == []

    plan.refresh_from_db()
    assert (plan.state, Mailing.objects.count()) == (PlanState.ASKS, 0)
    assert take_up_plans(NOON + timedelta(hours=3)) == []
    assert [to_do.url for to_do in things_to_do(person, NOON) if to_do.is_urgent] == [
        reverse("plans:inspect", args=[plan.pk])
    ]
    assert start_plan(plan, person, NOON + timedelta(hours=3)).prepared == 2


def test_a_few_minutes_late_leaves(topic: Topic) -> None:
    planned(topic)

    assert len(take_up_plans(NOON + LATE)) == 1


def test_late_until_the_night_asks(topic: Topic) -> None:
    plan = planned(topic, START + timedelta(hours=10, minutes=50))

    assert take_up_plans(START + timedelta(hours=11, minutes=5)) == []

    plan.refresh_from_db()
    assert plan.state == PlanState.ASKS


def test_event_brought_forward_asks(topic: Topic) -> None:
    plan = planned(topic, page=inviting(MORNING))
    Event.objects.update(starts_at=NOON - timedelta(minutes=5))

    assert take_up_plans(NOON) == []

    plan.refresh_from_db()
    assert plain(plan.reason) == "« Fête des voisins » est commencé : l’invitation arrive trop tard."


def test_what_may_no_longer_leave_asks_with_the_reason(topic: Topic) -> None:
    plan = planned(topic)
    page = NewsletterPage.objects.get(pk=plan.page_id)
    page.title = "Autre titre"
    page.save_revision()

    assert take_up_plans(NOON) == []

    plan.refresh_from_db()
    assert plan.state == PlanState.ASKS
    assert "Vos dernières modifications ne sont pas publiées." in plan.reason


def test_letters_rest_at_night_and_go_on_in_the_morning(topic: Topic, mail_server: MailServer, clock: Clock) -> None:
    mailing = start_mailing(newsletter(), [topic], None, START, keeps_quiet=True)

    clock.now = NIGHT
    assert not deliver_batch(mailing.pk, clock=clock)
    assert counts(mailing) == {"queued": 2}
    words = describe_end(mailing, measure_mailing(mailing), NIGHT)
    assert plain(words) == "C’est la nuit : les lettres en attente partent à compter de 8 h."

    clock.now = MORNING
    deliver_batch(mailing.pk, clock=clock)
    assert counts(mailing) == {"sent": 2}


def test_person_who_sends_at_night_is_obeyed(topic: Topic, mail_server: MailServer, clock: Clock) -> None:
    mailing = start_mailing(newsletter(), [topic], None, NIGHT)

    clock.now = NIGHT
    deliver_batch(mailing.pk, clock=clock)

    assert counts(mailing) == {"sent": 2}


def test_no_invitation_leaves_once_its_event_has_begun(
    topic: Topic, mail_server: MailServer, clock: Clock, person: User
) -> None:
    mailing = start_mailing(inviting(NOON), [topic], None, START)

    clock.now = NOON
    assert not deliver_batch(mailing.pk, clock=clock)
    assert make_rounds(NOON) == []

    mailing.refresh_from_db()
    assert (mailing.state, mailing.retry_at) == (MailingState.PAUSED, None)
    assert plain(describe_progress(mailing, measure_mailing(mailing))).startswith(
        "En pause : ce à quoi il invite est commencé."
    )
    resume_mailing(mailing, person)
    deliver_batch(mailing.pk, clock=clock)
    assert counts(mailing) == {"sent": 2}


def test_thanks_for_an_event_that_took_place_leave(topic: Topic, mail_server: MailServer, clock: Clock) -> None:
    mailing = start_mailing(inviting(START - timedelta(days=1)), [topic], None, START)

    deliver_batch(mailing.pk, clock=clock)

    assert counts(mailing) == {"sent": 2}


def test_screen_plans_then_cancels(client: Client, person: User, topic: Topic) -> None:
    client.force_login(person)
    page = newsletter()
    screen = reverse("newsletter_send", args=[page.pk])
    day = timezone.localdate() + timedelta(days=2)
    asked = {"topics": topic.pk, "plan": "1", "day": str(day), "hour": "09:30"}

    refused = client.post(screen, {**asked, "hour": "22:00"})
    assert "aucune lettre ne part la nuit" in refused.content.decode()
    done = client.post(screen, asked)

    plan = MailingPlan.objects.get()
    own = reverse("plans:inspect", args=[plan.pk])
    local = timezone.localtime(plan.leaves_at)
    assert (done.headers["Location"], local.date(), local.hour, local.minute) == (own, day, 9, 30)
    assert own in client.get(screen).content.decode()
    assert client.get(own).status_code == 200
    assert MailingPlan.objects.get().state == PlanState.WAITING
    client.post(own, {"cancel": "1"})
    assert MailingPlan.objects.get().state == PlanState.CANCELLED
    assert not Mailing.objects.exists()


def test_person_sends_what_asks(client: Client, person: User, topic: Topic) -> None:
    client.force_login(person)
    plan = planned(topic)
    MailingPlan.objects.update(state=PlanState.ASKS)

    client.post(reverse("plans:inspect", args=[plan.pk]), {"start": "1"})

    assert Mailing.objects.get().plan == MailingPlan.objects.get(state=PlanState.STARTED)


@pytest.mark.parametrize("plans", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(
    client: Client, person: User, topic: Topic, django_assert_num_queries: DjangoAssertNumQueries, plans: int
) -> None:
    client.force_login(person)
    for _number in range(plans):
        planned(topic)
    MailingPlan.objects.update(created_by=person)
    client.get(reverse("plans:index"))

    with django_assert_num_queries(11):
        client.get(reverse("plans:index"))


UNREADABLE = [
    ({"circle": "no-such-circle:1"}, "Rien n’a été envoyé\u00a0: on ne peut pas lire à qui il est destiné."),
    ({"circle": "registered:one"}, "Rien n’a été envoyé\u00a0: on ne peut pas lire à qui il est destiné."),
    ({"missed": "one"}, "Rien n’a été envoyé\u00a0: on ne peut pas lire à qui il est destiné."),
    ([], "Un imprévu l’a empêchée de partir."),
]


@pytest.mark.parametrize(("segment", "why"), UNREADABLE)
def test_a_plan_that_cannot_be_read_asks_and_keeps_no_other_from_leaving(
    topic: Topic, segment: object, why: str
) -> None:
    broken, sound = planned(topic), planned(topic, page=newsletter(title="Une autre"))
    MailingPlan.objects.filter(pk=broken.pk).update(segment=segment)

    [number] = take_up_plans(NOON)

    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (sound.state, sound.mailing_id) == (PlanState.STARTED, number)
    assert broken.state == PlanState.ASKS
    assert why in broken.reason
    assert not Mailing.objects.filter(page=broken.page).exists()


@pytest.mark.parametrize("segment", [segment for segment, _why in UNREADABLE[:-1]])
def test_person_who_sends_what_cannot_be_read_is_told_to_plan_it_anew(
    client: Client, person: User, topic: Topic, segment: object
) -> None:
    client.force_login(person)
    plan = planned(topic)
    MailingPlan.objects.filter(pk=plan.pk).update(segment=segment, state=PlanState.ASKS)

    page = client.post(reverse("plans:inspect", args=[plan.pk]), {"start": "1"}, follow=True)

    assert "Annulez-le, puis prévoyez-le de nouveau." in page.content.decode()
    assert MailingPlan.objects.get().state == PlanState.ASKS
