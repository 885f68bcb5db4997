"""A real Chromium on a live site: the tests marked `browser`.

Where there is no Chromium these tests are reported as not run, in capitals at the end of the run;
with `PARVIS_CI=1` that is a failure.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

# Playwright keeps an event loop in the test's thread; the ORM calls of a test are synchronous all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The shell is the same engine without the windows of a browser, of which each page opened draws some: a fifth of the
# work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--font-render-hinting=none",  # letters as wide as on paper, whichever of the browsers draws them
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHTS = {320: 640, 360: 740, 1280: 900}
PATIENCE = 15_000  # milliseconds: this machine may have much other work
expect.set_options(timeout=PATIENCE)


@dataclass
class Site:
    """The live site, and the windows a test opens on it."""

    browser: Browser
    url: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/", *, width: int = 1280, javascript: bool = True, dark: bool = False) -> Page:
        """Open a page in a window of its own, without anyone's cookies."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale="fr-CA",
            timezone_id="America/Toronto",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.on("request", self._note_request)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        page = context.new_page()
        page.goto(path)
        return page

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(self.url).netloc:
            self.outside.append(request.url)


def follow(link: Locator) -> None:
    """Press what opens another page, and wait for that page: what is asked next is asked of it, not of the one left."""
    with link.page.expect_navigation():
        link.click()


def until(page: Page, expression: str) -> None:
    """Wait for what is true in the page, or promised to be.

    Playwright's own way reads the words again at each look, which the policy of our pages forbids from the second on.
    """
    look = f"""([words, patience]) => new Promise((found, missed) => {{
      const end = performance.now() + patience;
      const look = async () => {{
        if (await ({expression})) found();
        else if (performance.now() > end) missed(new Error(`never true: ${{words}}`));
        else requestAnimationFrame(look);
      }};
      look();
    }})"""
    page.evaluate(look, [expression, PATIENCE])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, for the whole run; each test opens contexts of its own."""
    if CHROMIUM is None:
        pytest.skip("NOT RUN: no chromium on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=CHROMIUM_FLAGS)
        yield running
        running.close()


class Conversations:
    """The connections that the live server is busy with; a test ends when the last one has."""

    def __init__(self) -> None:
        self._open = 0
        self._changed = threading.Condition()

    def begin(self) -> None:
        with self._changed:
            self._open += 1

    def end(self) -> None:
        with self._changed:
            self._open -= 1
            self._changed.notify_all()

    def wait_for_the_last(self, *, seconds: float = 30) -> bool:
        """Whether all of them ended in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._open == 0, timeout=seconds)


@pytest.fixture(scope="session")
def conversations() -> Iterator[Conversations]:
    """Count what the live server is doing: a page it still writes would hold tables that the next flush wants."""
    counted = Conversations()
    begin, answer = ThreadingMixIn.process_request, ThreadingMixIn.process_request_thread

    def counting_begin(server: Any, request: Any, client_address: Any) -> None:
        counted.begin()
        begin(server, request, client_address)

    def counting_answer(server: Any, request: Any, client_address: Any) -> None:
        try:
            answer(server, request, client_address)
        finally:
            counted.end()

    with (
        patch.object(ThreadingMixIn, "process_request", counting_begin),
        patch.object(ThreadingMixIn, "process_request_thread", counting_answer),
    ):
        yield counted


@pytest.fixture
def site(browser: Browser, conversations: Conversations, live_server: LiveServer, settings: Settings) -> Iterator[Site]:
    """The live site for a browser; what the migrations wrote is there again for the next test.

    Fails the test when a page asked a third party for anything, or when a script of ours failed.
    """
    settings.BASE_URL = live_server.url
    opened = Site(browser, live_server.url)
    yield opened
    for context in browser.contexts:
        context.close()
    assert conversations.wait_for_the_last(), "the live server still answers after the last window was closed"
    assert opened.outside == [], "requests to third parties"
    assert opened.complaints == [], "errors in scripts"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever drives the browser carries its mark, so that `-m "not browser"` leaves none behind."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missed = _not_run(terminalreporter)
    if missed:
        terminalreporter.section("NOT RUN: no chromium", sep="!", red=True, bold=True)
        terminalreporter.write_line(f"{missed} browser tests WERE NOT RUN: this machine has no chromium.")
        terminalreporter.write_line("apt-get install chromium, then run them: make test ARGS='-m browser'")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and os.environ.get("PARVIS_CI") == "1" and _not_run(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _not_run(reporter: pytest.TerminalReporter) -> int:
    return sum("browser" in report.keywords for report in reporter.stats.get("skipped", ()))
