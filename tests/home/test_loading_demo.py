"""The demo council loads once, into an empty installation only."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from crm.accounts.models import User
from crm.events.models import Event
from crm.partners.models import Council, Picture
from home.demo.load import load_demo
from newsletters.models import Subscriber


@pytest.mark.django_db
def test_command_loads_the_demo_once_and_logs_nothing_of_it(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    call_command("load_demo")
    counts = (Event.objects.count(), Picture.objects.count(), Subscriber.objects.count())
    call_command("load_demo")
    assert (Event.objects.count(), Picture.objects.count(), Subscriber.objects.count()) == counts
    assert capsys.readouterr().out.splitlines() == [
        "La démonstration est chargée : le conseil fictif des Trois-Ormes.",
        "Un conseil est déjà installé ici : rien n’a été chargé.",
    ]
    assert caplog.records == []


@pytest.mark.django_db
def test_command_leaves_a_real_council_alone() -> None:
    council = Council.load()
    council.name = "Conseil de quartier du Vieux-Moulin"
    council.save()
    call_command("load_demo")
    assert Council.objects.get().name == "Conseil de quartier du Vieux-Moulin"
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_demo_logins_have_their_role(settings: Settings) -> None:
    settings.SHOW_DEMO_LOGINS = True
    settings.DEMO_PASSWORD = "une phrase pour la démonstration"
    settings.DEMO_LOGINS = [("Communications", "communications@conseil.example")]
    load_demo(timezone.now())
    user = User.objects.get()
    assert (user.email, user.is_superuser) == ("communications@conseil.example", False)
    assert [group.name for group in user.groups.all()] == ["Communications"]
    assert user.check_password(settings.DEMO_PASSWORD)
