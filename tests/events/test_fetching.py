"""Fetching from somebody else's server: a real one on loopback, and the addresses where one never goes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from crm.events import fetching
from crm.events.enums import FeedProblem
from crm.events.fetching import Fetched, FetchRefused, fetch_calendar, is_public, look_up

BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class Neighbour(BaseHTTPRequestHandler):
    """A partner's server, with its good and bad days."""

    def do_GET(self) -> None:
        match self.path:
            case "/agenda.ics" if self.headers.get("If-None-Match") == '"1"':
                self.answer(304)
            case "/agenda.ics?saison=hiver" | "/agenda.ics":
                self.answer(200, BODY, ETag='"1"')
            case "/ailleurs":
                self.answer(301, Location="/agenda.ics")
            case "/prive":
                self.answer(302, Location="http://169.254.169.254/latest/meta-data/")
            case "/fichier":
                self.answer(302, Location="file:///etc/passwd")
            case "/rond":
                self.answer(302, Location="/rond")
            case "/gros":
                self.answer(200, b"x" * (fetching.MOST_BYTES + 1))
            case "/coupe":
                self.send_response(200)
                self.send_header("Content-Length", "900")
                self.end_headers()
            case "/refus":
                self.answer(403)
            case _:
                self.answer(404)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def here_too(address: object) -> bool:
    """Loopback stands for a partner's server; the rest is as always."""
    return str(address) == "127.0.0.1" or is_public(address)  # type: ignore[arg-type]


def refusal(url: str, **options: object) -> FeedProblem:
    with pytest.raises(FetchRefused) as caught:
        fetch_calendar(url, **options)  # type: ignore[arg-type]
    return caught.value.reason


@pytest.mark.parametrize("path", ["/agenda.ics", "/agenda.ics?saison=hiver", "/ailleurs"])
def test_a_calendar_comes_with_its_mark(server: str, path: str) -> None:
    assert fetch_calendar(server + path, allows=here_too) == Fetched(BODY, '"1"')


def test_the_same_calendar_is_not_sent_again(server: str) -> None:
    assert fetch_calendar(server + "/agenda.ics", '"1"', allows=here_too).body is None


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/perdu", FeedProblem.GONE),
        ("/refus", FeedProblem.REFUSED),
        ("/rond", FeedProblem.MOVED),
        ("/gros", FeedProblem.LARGE),
        ("/coupe", FeedProblem.UNREACHABLE),
        ("/prive", FeedProblem.PRIVATE),
        ("/fichier", FeedProblem.ADDRESS),
    ],
)
def test_a_bad_day_is_told(server: str, path: str, problem: FeedProblem) -> None:
    assert refusal(server + path, allows=here_too) == problem


def test_a_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SILENCE", 0.2)
    with fetching.socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        assert refusal(f"http://127.0.0.1:{port}/", allows=here_too) == FeedProblem.SILENT


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/a.ics",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
    ],
)
def test_no_private_address_is_reached(url: str) -> None:
    assert refusal(url) == FeedProblem.PRIVATE


@pytest.mark.parametrize(
    "url", ["", "agenda.ics", "ftp://a.example/x", "file:///etc/passwd", "https://a:b@c.example/", "http://x:99999/"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert refusal(url) == FeedProblem.ADDRESS


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("fd00::1", False),
    ],
)
def test_which_addresses_anyone_may_call(address: str, expected: bool) -> None:
    assert is_public(ip_address(address)) is expected


@pytest.mark.parametrize(
    ("path", "status"), [("/agenda.ics", 200), ("/ailleurs", 200), ("/refus", 403), ("/rien", 404), ("/coupe", 200)]
)
def test_a_page_is_looked_up_by_its_answer_alone(server: str, path: str, status: int) -> None:
    assert look_up(server + path, allows=here_too) == status


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/prive", FeedProblem.PRIVATE), ("/rond", FeedProblem.MOVED), ("/fichier", FeedProblem.ADDRESS)],
)
def test_a_page_is_not_looked_up_where_one_never_goes(server: str, path: str, reason: FeedProblem) -> None:
    with pytest.raises(FetchRefused) as caught:
        look_up(server + path, allows=here_too)
    assert caught.value.reason == reason
    with pytest.raises(FetchRefused) as caught:
        look_up(server + "/agenda.ics")
    assert caught.value.reason == FeedProblem.PRIVATE
