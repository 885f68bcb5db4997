"""Someone of the neighbourhood who reads, fills in a form and receives letters, for the rehearsal."""

import http.client
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


@dataclass
class Answer:
    """What the site answered."""

    status: int
    headers: http.client.HTTPMessage
    body: str


@dataclass
class Reader:
    """A browser without cookies, behind the TLS of the installation."""

    port: int
    host: str
    address: str = "203.0.113.7"
    cookies: list[str] = field(default_factory=list)

    def get(self, path: str, *, secure: bool = True) -> Answer:
        return self._ask("GET", path, None, secure=secure)

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def _ask(self, method: str, path: str, body: str | None, *, secure: bool = True) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": self.host, "X-Forwarded-For": self.address, "X-Real-IP": self.address}
        headers |= {"X-Forwarded-Proto": "https"} if secure else {}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read().decode(errors="replace"))
        connection.close()
        self.cookies += answer.headers.get_all("Set-Cookie", [])
        return answer


class Fields(HTMLParser):
    """The fields of the form of a page that is posted, with the values they have when nobody touches them."""

    def __init__(self, page: str, marker: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self._form: dict[str, str] | None = None
        self._marker = marker
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = {}
        elif tag == "input" and self._form is not None and "name" in given:
            if given.get("type") == "checkbox":
                self.choices.setdefault(given["name"], []).append(given.get("value", "on"))
            else:
                self._form[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            if self._marker in self._form or self._marker in self.choices:
                self.values |= self._form
            self._form = None


class Letterbox:
    """A real SMTP server on the loopback that keeps every letter."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: list[tuple[str, EmailMessage]] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self._controller.start()

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(letter, EmailMessage)  # noqa: S101
        self.letters += [(address, letter) for address in envelope.rcpt_tos]
        return "250 kept"

    def wait_for(self, address: str, *, after: int = 0, patience: float = 60.0) -> EmailMessage:
        """The first letter to an address after the ``after`` first ones. Raises ``TimeoutError``."""
        give_up_at = time.monotonic() + patience
        while time.monotonic() < give_up_at:
            found = [letter for to, letter in self.letters if to == address]
            if len(found) > after:
                return found[after]
            time.sleep(0.1)
        raise TimeoutError("no letter came")

    def close(self) -> None:
        self._controller.stop()


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""
