"""Walks the main journey through the installation of docker-compose.yml, rehearsed on this machine: `make walk`.

The home page, the health check, a sign-up, its confirmation, a newsletter sent, its one-click
unsubscription; by HTTP through the proxy where there is nginx, with letters to a real SMTP server on
the loopback, on the PostgreSQL of DATABASE_URL and the Redis of REDIS_URL.
"""

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from deploy.citizen import Fields, Letterbox, Reader, text_of
from deploy.stage import HOST, RehearsalError, Stage, free_port

DATABASE_URL = os.environ.get("DATABASE_URL") or "postgres://root@127.0.0.1:5432/parvis"
REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/15"
CITIZEN = "jeanne.parvis@example.org"
FIND_ISSUE = "from newsletters.models import NewsletterPage as P; print(P.objects.live().order_by('pk').last().slug)"


class Walk:
    """The steps, each of which raises ``RehearsalError`` when the site does not do what it should."""

    def __init__(self, stage: Stage, reader: Reader, letterbox: Letterbox, *, through_proxy: bool) -> None:
        self.stage = stage
        self.reader = reader
        self.letterbox = letterbox
        self.through_proxy = through_proxy

    def steps(self) -> list[Callable[[], str]]:
        return [self.read_home, self.ask_health, self.subscribe, self.confirm, self.send, self.leave]

    def read_home(self) -> str:
        """The home page, complete, over https only, without a cookie."""
        expect(self.reader.get("/", secure=False).status, 301, "plain http")
        answer = self.reader.get("/")
        expect(answer.status, 200, "the home page")
        expect("Strict-Transport-Security" in answer.headers, True, "HSTS")
        style = re.search(r'href="(/static/[^"]+\.css)"', answer.body)
        expect(self.reader.get(style[1] if style else "/static/").status, 200, "its style sheet")
        expect(self.reader.cookies, [], "cookies")
        if not self.through_proxy:
            return "200"
        return f"200, the second time from the proxy's cache: {self.reader.get('/').headers['X-Cache']}"

    def ask_health(self) -> str:
        answer = self.reader.get("/sante/")
        expect((answer.status, json.loads(answer.body)), (200, {"base": True, "file": True}), "/sante/")
        return answer.body

    def subscribe(self) -> str:
        """Fill in the form as a person does: neither at once, nor the field that is not for people."""
        page = self.reader.get("/infolettre/abonnement/")
        expect(page.status, 200, "the form")
        form = Fields(page.body, "email")
        time.sleep(3.5)
        asked = {**form.values, **form.choices, "email": CITIZEN}
        expect(self.reader.post("/infolettre/abonnement/", asked).status, 302, "the sign-up")
        return f"{sum(map(len, form.choices.values()))} boxes ticked"

    def confirm(self) -> str:
        letter = self.letterbox.wait_for(CITIZEN)
        link = re.search(rf"https://{re.escape(HOST)}(/infolettre/confirmer/\S+)", text_of(letter))
        if link is None:
            raise RehearsalError("The confirmation letter has no link.")
        expect(self.reader.get(link[1]).status, 200, "the page that confirms")
        expect(self.reader.post(link[1], {}).status, 200, "the button that confirms")
        return str(letter["Subject"])

    def send(self) -> str:
        """Start a mailing from the command line; the worker sends it."""
        slug = self.stage.manage("shell", "--verbosity", "0", "-c", FIND_ISSUE).split()[-1]
        topics = self.stage.manage("shell", "--verbosity", "0", "-c", FIND_TOPICS).split()
        started = self.stage.manage("mailing", "start", slug, *(f"--topic={topic}" for topic in topics))
        self.mailing = re.findall(r"\d+", started)[0]
        letter = self.letterbox.wait_for(CITIZEN, after=1)
        self.one_click = str(letter["List-Unsubscribe"]).strip("<> ")
        expect(letter["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click", "one-click")
        return f"« {letter['Subject']} », {self._counts()}"

    def leave(self) -> str:
        """One click, as a mail program does it: no cookie, no token, an answer without a redirection."""
        path = urlsplit(self.one_click).path
        expect(self.reader.get(path).status, 200, "the page to leave")
        expect(self.reader.post(path, {"List-Unsubscribe": "One-Click"}).status, 200, "the one click")
        expect(self.reader.post(path, {"List-Unsubscribe": "One-Click"}).status, 200, "the same click again")
        expect(self.reader.cookies, [], "cookies")
        return "left, twice the same answer"

    def _counts(self) -> str:
        give_up_at = time.monotonic() + 60
        while True:
            counts = self.stage.manage("mailing", "status", self.mailing, "--json").strip()
            if not re.search(r'"(queued|sending)": [1-9]', counts):
                return counts
            if time.monotonic() > give_up_at:
                raise RehearsalError(f"The mailing does not end: {counts}")
            time.sleep(0.5)


FIND_TOPICS = "from newsletters.models import Topic; print(*Topic.objects.values_list('slug', flat=True))"


def expect(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise RehearsalError(f"{what}: {wanted!r} expected, {found!r} found")


@contextmanager
def opened(folder: Path) -> Iterator[Walk]:
    """The installation and its citizen; everything is gone afterwards."""
    letterbox = Letterbox(free_port())
    stage = Stage(folder, letterbox.port, DATABASE_URL, REDIS_URL)
    try:
        stage.open()
        through_proxy = stage.open_proxy()
        port = stage.proxy_port if through_proxy else stage.web_port
        yield Walk(stage, Reader(port, HOST), letterbox, through_proxy=through_proxy)
    except RehearsalError:
        for name in ("web", "worker", "beat", "proxy"):
            print(f"--- {name}\n{stage.journal(name)}", file=sys.stderr)
        raise
    finally:
        stage.close()
        letterbox.close()


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="parvis-walk-") as folder, opened(Path(folder)) as walk:
        print(f"installed    migrations, web, worker and beat are well after {time.monotonic() - started:.1f} s")
        print("proxy        " + ("nginx, with deploy/nginx.conf" if walk.through_proxy else "NOT RUN: no nginx here"))
        for step in walk.steps():
            print(f"{step.__name__:<12} {step()}", flush=True)
    print(f"walked       everything in {time.monotonic() - started:.1f} s; nothing is left")
    return 0


if __name__ == "__main__":
    sys.exit(main())
