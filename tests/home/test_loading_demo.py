"""The demo council loads once, into an empty installation only, whatever the day."""

import pytest
import time_machine
from django.core.management import call_command
from pytest_django import Settings

from crm.accounts.models import User
from crm.events.models import Event
from crm.partners.models import Council, Picture
from home.demo.load import load_demo
from home.models import HomePage
from newsletters.models import Subscriber
from tests.events.moments import at
from tests.home.boards import assert_the_board_was_elected


@pytest.mark.django_db
@time_machine.travel(at("2028-02-29 12:00"), tick=False)
def test_command_loads_the_demo_once_and_logs_nothing_of_it(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    call_command("load_demo")
    counts = (Event.objects.count(), Picture.objects.count(), Subscriber.objects.count())
    call_command("load_demo")
    assert (Event.objects.count(), Picture.objects.count(), Subscriber.objects.count()) == counts
    assert capsys.readouterr().out.splitlines() == [
        "La démonstration est chargée\u00a0: le conseil fictif des Trois-Ormes.",
        "Un conseil est déjà installé ici\u00a0: rien n’a été chargé.",
    ]
    assert caplog.records == []
    assert [section.block_type for section in HomePage.objects.get().sections][-2:] == ["recognition", "sign_up"]
    assert_the_board_was_elected()


@pytest.mark.django_db
def test_command_leaves_a_real_council_alone() -> None:
    council = Council.load()
    council.name = "Conseil de quartier du Vieux-Moulin"
    council.save()
    call_command("load_demo")
    assert Council.objects.get().name == "Conseil de quartier du Vieux-Moulin"
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_demo_of_another_day_has_its_logins_and_its_board(settings: Settings) -> None:
    settings.SHOW_DEMO_LOGINS = True
    settings.DEMO_PASSWORD = "une phrase pour la démonstration"
    settings.DEMO_LOGINS = [("Communications", "communications@conseil.example")]
    load_demo(at("2027-04-16 12:00"))
    user = User.objects.get()
    assert (user.email, user.is_superuser) == ("communications@conseil.example", False)
    assert [group.name for group in user.groups.all()] == ["Communications"]
    assert user.check_password(settings.DEMO_PASSWORD)
    assert_the_board_was_elected()
