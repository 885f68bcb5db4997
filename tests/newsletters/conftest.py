"""What the tests of the post room share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.models import Council
from newsletters.models import Delivery, Mailing, Topic
from tests.factories import TopicFactory, someone_of
from tests.factories.mailings import make_mailing
from tests.newsletters.corpus import RETURN_PATH
from tests.newsletters.hearing import sent_letter
from tests.newsletters.posting import START, Clock
from tests.newsletters.smtp import MailServer, run_mail_server


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A real SMTP server on loopback, to which this installation's letters go."""
    with run_mail_server() as server:
        settings.OUTBOX_DIR = None
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture
def outbox(settings: Settings, tmp_path: Path) -> Path:
    """The local outbox of this test alone."""
    settings.OUTBOX_DIR = str(tmp_path / "outbox")
    return tmp_path / "outbox"


@pytest.fixture
def topics(council: Council) -> list[Topic]:
    names = ["Assemblées", "Activités", "Verdissement"]
    return [
        TopicFactory(name=name, slug=slug, position=place)
        for place, (name, slug) in enumerate(zip(names, ["assemblees", "activites", "verdissement"], strict=True))
    ]


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still on an afternoon of May until a test moves it."""
    return Clock()


@pytest.fixture
def mailing(council: Council) -> Mailing:
    """A mailing to three people, frozen, of which no letter has left."""
    return make_mailing(3, now=START)


@pytest.fixture
def returns_are_read(settings: Settings) -> None:
    """A mailbox hears back of the letters, each of which names itself in its return path."""
    settings.RETURN_ADDRESS = RETURN_PATH


@pytest.fixture
def letter(council: Council, returns_are_read: None) -> Delivery:
    """A letter that a server took, of which news may come back."""
    return sent_letter()


@pytest.fixture
def volunteer(client: Client) -> User:
    """The communications volunteer, who has opened the administration in ``client``."""
    user = someone_of(Role.COMMUNICATIONS)
    client.force_login(user)
    return user
