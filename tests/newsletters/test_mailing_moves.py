"""The buttons of a mailing: pausing and resuming take one press, stopping asks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from cms.celery import app
from crm.accounts.models import User
from newsletters.domain.rounds import make_rounds, pause_for_fault
from newsletters.enums import MailingState
from newsletters.models import Mailing
from tests.newsletters.posting import START

pytestmark = pytest.mark.django_db


def page_of(mailing: Mailing, name: str = "inspect", *more: object) -> str:
    return reverse(f"mailings:{name}", args=[mailing.pk, *more])


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("pause", MailingState.SENDING, MailingState.PAUSED),
        ("resume", MailingState.PAUSED, MailingState.SENDING),
        ("stop", MailingState.SENDING, MailingState.STOPPED),
        ("stop", MailingState.PAUSED, MailingState.STOPPED),
    ],
)
def test_moves_ask_before_they_act(
    client: Client, volunteer: User, mailing: Mailing, verb: str, before: MailingState, after: MailingState
) -> None:
    Mailing.objects.update(state=before, faults=2)

    asked = client.get(page_of(mailing, "move", verb))
    assert asked.status_code == 200
    assert Mailing.objects.get().state == before

    assert client.post(page_of(mailing, "move", verb)).headers["Location"] == page_of(mailing)
    assert Mailing.objects.get().state == after


def test_person_holds_what_the_server_paused_and_it_does_not_go_on_by_itself(
    client: Client, volunteer: User, mailing: Mailing
) -> None:
    """Paused by the server at the very moment when someone presses the button, say."""
    pause_for_fault(mailing.pk, "le serveur ne répond pas", START)
    pause = page_of(mailing, "move", "pause")
    assert f'action="{pause}"' in client.get(page_of(mailing)).content.decode()

    client.post(pause)

    assert make_rounds(START + timedelta(days=1)) == []
    held = Mailing.objects.get()
    assert (held.state, held.retry_at, held.pause_reason) == (MailingState.PAUSED, None, "")
    assert f'action="{pause}"' not in client.get(page_of(mailing)).content.decode()


def test_pause_takes_one_press_and_stopping_asks(client: Client, volunteer: User, mailing: Mailing) -> None:
    """From the part of the page that refreshes by itself, whose form is as good as the first one."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    pause, stop = page_of(mailing, "move", "pause"), page_of(mailing, "move", "stop")

    fragment = strict.get(page_of(mailing, "progress")).content.decode()

    assert f'href="{stop}"' in fragment
    assert f'action="{stop}"' not in fragment
    _before, _action, form = fragment.partition(f'<form method="post" action="{pause}">')
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    assert strict.post(pause).status_code == 403
    assert strict.post(pause, {"csrfmiddlewaretoken": token[1]}).headers["Location"] == page_of(mailing)
    assert Mailing.objects.get().state == MailingState.PAUSED


def test_resuming_calls_the_workers(
    client: Client,
    volunteer: User,
    mailing: Mailing,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    Mailing.objects.update(state=MailingState.PAUSED)

    with app.connection_or_acquire() as connection:
        queue = connection.SimpleQueue(app.conf.task_default_queue)
        queue.clear()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(page_of(mailing, "move", "resume"))

        assert queue.clear() == settings.MAILING_CONNECTIONS


def test_move_that_comes_too_late_says_so(client: Client, volunteer: User, mailing: Mailing) -> None:
    Mailing.objects.update(state=MailingState.FINISHED)

    page = client.post(page_of(mailing, "move", "stop"), follow=True)

    assert "Rien n’a été changé\u00a0: cet envoi est dans l’état «\u00a0Terminé\u00a0»." in page.content.decode()
    assert Mailing.objects.get().state == MailingState.FINISHED


@pytest.mark.parametrize(
    ("verb", "before", "after", "words"),
    [
        ("pause", MailingState.SENDING, MailingState.PAUSED, "En pause"),
        ("resume", MailingState.PAUSED, MailingState.SENDING, "Envoi en cours"),
        ("stop", MailingState.SENDING, MailingState.STOPPED, "Arrêté"),
    ],
)
def test_move_pressed_twice_is_made_once_and_the_second_says_so(
    client: Client, volunteer: User, mailing: Mailing, verb: str, before: MailingState, after: MailingState, words: str
) -> None:
    Mailing.objects.update(state=before)

    client.post(page_of(mailing, "move", verb))
    second = client.post(page_of(mailing, "move", verb), follow=True)

    assert f"Rien n’a été changé\u00a0: cet envoi est dans l’état «\u00a0{words}\u00a0»." in second.content.decode()
    assert Mailing.objects.get().state == after


def test_move_that_does_not_exist_is_not_found(client: Client, volunteer: User, mailing: Mailing) -> None:
    assert client.post(page_of(mailing, "move", "delete")).status_code == 404
    assert client.post(reverse("mailings:move", args=[987654, "stop"])).status_code == 404
