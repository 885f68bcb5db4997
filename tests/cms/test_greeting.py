"""What the terminal says leads somewhere."""

from django.urls import reverse
from pytest_django import Settings

from cms.embedded import greeting


def test_addresses_of_the_greeting_are_those_of_the_site(settings: Settings) -> None:
    assert reverse("wagtailadmin_home") == greeting.ADMIN_PATH
    assert reverse("outbox") == greeting.OUTBOX_PATH


def test_greeting_shows_the_outbox_or_says_where_letters_leave_by(settings: Settings) -> None:
    settings.OUTBOX_DIR, settings.SHOW_DEMO_LOGINS = "/var/outbox", False
    at_home = greeting.welcome("http://localhost:8000", 12.34)
    settings.OUTBOX_DIR, settings.EMAIL_HOST = None, "mail.conseil.example"
    elsewhere = greeting.welcome("http://localhost:8000", 12.34)

    assert "12,3 s" in at_home
    assert f"http://localhost:8000{greeting.OUTBOX_PATH}" in at_home
    assert greeting.OUTBOX_PATH not in elsewhere
    assert "mail.conseil.example" in elsewhere


def test_demo_logins_show_only_where_the_settings_show_them(settings: Settings) -> None:
    settings.DEMO_LOGINS, settings.DEMO_PASSWORD = [("Archives", "archives@conseil.example")], "les ormes"
    settings.SHOW_DEMO_LOGINS = True
    shown = greeting.welcome("http://localhost:8000", 1.0)
    settings.SHOW_DEMO_LOGINS = False
    hidden = greeting.welcome("http://localhost:8000", 1.0)

    assert "archives@conseil.example" in shown
    assert "les ormes" in shown
    assert "archives@conseil.example" not in hidden
    assert "les ormes" not in hidden
