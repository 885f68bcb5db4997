"""What a journey needs: a live site, a real worker that writes into an outbox, and someone who signs in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from crm.partners.models import Council
from tests.browser import Site
from tests.factories import complete_council
from tests.journeys.letters import Outbox
from tests.newsletters.worker import run_worker


@pytest.fixture
def open_council(site: Site, settings: Settings) -> Council:
    """The live site serves a council whose identity is complete; its form takes quick fingers."""
    settings.SIGN_UP_MINIMUM_SECONDS = 0
    return complete_council()


@pytest.fixture
def outbox(open_council: Council, site: Site, tmp_path: Path, settings: Settings) -> Iterator[Outbox]:
    """Where the letters of a real worker arrive; the site itself writes there too."""
    folder = tmp_path / "outbox"
    settings.OUTBOX_DIR = str(folder)
    with run_worker(EMAIL_URL=f"outbox://{folder}", BASE_URL=site.url) as worker:
        yield Outbox(folder)
        worker.kill()  # the journey is over: an end with manners takes seconds
