"""The proxy and the site: no address of either reaches the originals, nor a copy that the site did not say yes to."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

import pytest
from django.conf import settings

from deploy.stage import free_port

CONFIGURATION = Path(settings.BASE_DIR, "deploy/nginx.conf").read_text()
NGINX = shutil.which("nginx", path="/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/usr/local/bin")


def locations() -> dict[str, str]:
    """Each place of the configuration, with what is written in it."""
    return dict(re.findall(r"^ {8}location ([^{]+) \{\n(.*?)^ {8}\}", CONFIGURATION, re.MULTILINE | re.DOTALL))


def test_the_proxy_reads_the_disk_in_five_places_and_the_private_one_is_closed_to_readers() -> None:
    from_disk = {
        place: words for place, words in locations().items() if re.search(r"^ *(root|alias) ", words, re.MULTILINE)
    }

    assert set(from_disk) == {
        "/static/",
        "~* ^/media/(images|original_images)/[^/]+\\.(avif|gif|jpe?g|png|webp)$",
        "/.archive/",
        "= /unavailable.html",
        "= /too-large.html",
    }
    assert re.search(r"^ *internal;$", from_disk["/.archive/"], re.MULTILINE)
    assert "alias /srv/parvis/media/archive/;" in from_disk["/.archive/"]


@pytest.mark.parametrize("name", ["unavailable.html", "too-large.html"])
def test_the_pages_of_the_proxy_itself_are_in_its_image(name: str) -> None:
    folder = Path(settings.BASE_DIR)

    assert re.search(rf"^COPY .*deploy/{name} ", (folder / "Dockerfile").read_text(), re.MULTILINE)
    assert '<html lang="fr-CA">' in (folder / "deploy" / name).read_text()


SHOWN_HERE = "/memoire/fichiers/1/image-0-320.jpg"
SHOWN_ANYWHERE = "/memoire/iiif/1/full/320,183/0/default.jpg"
READERS = {
    SHOWN_HERE: {"Cross-Origin-Resource-Policy": "same-site"},
    SHOWN_ANYWHERE: {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"},
}


class Site(BaseHTTPRequestHandler):
    """Says yes to one copy, for its own pages and for viewers of other sites; of the rest it knows nothing."""

    def do_GET(self) -> None:
        is_known = self.path in READERS
        self.send_response(200 if is_known else 404)
        if is_known:
            self.send_header("X-Accel-Redirect", "/.archive/derivatives/1/image-0-320.jpg")
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Cache-Control", "public, max-age=60")
            for header, value in READERS[self.path].items():
                self.send_header(header, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """The tests' own lines are enough."""


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[int]:
    """The real proxy with its own configuration, before a site that answers as ours does."""
    if NGINX is None:
        pytest.skip("no nginx here")
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    port = free_port()
    places = {
        "listen 8080": f"listen 127.0.0.1:{port}",
        "http://web:8000": f"http://127.0.0.1:{site.server_port}",
        "/srv/parvis": str(tmp_path),
        "/var/cache/nginx": str(tmp_path / "cache"),
        "/tmp/": f"{tmp_path}/",  # noqa: S108
    }
    written = re.sub("|".join(map(re.escape, places)), lambda match: places[match[0]], CONFIGURATION)
    (tmp_path / "nginx.conf").write_text(written)
    shutil.copy(Path(settings.BASE_DIR, "deploy/too-large.html"), tmp_path)
    for name in ("masters/porte.tif", "derivatives/1/image-0-320.jpg", "uploads/1/000000000000"):
        path = tmp_path / "media/archive" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"0123456789")
    (tmp_path / "cache").mkdir()
    running = subprocess.Popen(
        [NGINX, "-c", str(tmp_path / "nginx.conf"), "-e", "stderr", "-g", "daemon off; user root;"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    give_up_at = monotonic() + 30
    while _answers(port) is None and monotonic() < give_up_at:
        assert running.poll() is None
    yield port
    running.terminate()
    running.wait()
    site.shutdown()


def _answers(port: int) -> int | None:
    try:
        return ask(port, "/.proxy")[0]
    except OSError:
        return None


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


@pytest.mark.parametrize(
    "path",
    [
        "/.archive/derivatives/1/image-0-320.jpg",
        "/.archive/masters/porte.tif",
        "/media/archive/masters/porte.tif",
        "/media/archive/derivatives/1/image-0-320.jpg",
        "/media/images/../archive/derivatives/1/image-0-320.jpg",
        "/media/images/%2e%2e/archive/derivatives/1/image-0-320.jpg",
        "/static/../media/archive/masters/porte.tif",
        "/static../media/archive/masters/porte.tif",
        "/memoire/fichiers/../../media/archive/masters/porte.tif",
        "/archive/masters/porte.tif",
    ],
)
def test_no_address_of_the_proxy_reaches_the_private_files(proxy: int, path: str) -> None:
    status, _headers, content = ask(proxy, path)

    assert status in (400, 404)
    assert b"0123456789" not in content


def test_the_proxy_sends_what_the_site_said_yes_to_and_parts_of_it(proxy: int) -> None:
    status, headers, content = ask(proxy, SHOWN_HERE)
    part = ask(proxy, SHOWN_HERE, Range="bytes=2-4")
    unchanged = ask(proxy, SHOWN_HERE, **{"If-None-Match": headers["ETag"]})

    assert (status, content) == (200, b"0123456789")
    assert (part[0], part[2], unchanged[0]) == (206, b"234", 304)
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "X-Accel-Redirect" not in headers


@pytest.mark.parametrize("path", [SHOWN_HERE, SHOWN_ANYWHERE])
def test_the_proxy_lets_those_sites_show_a_copy_that_the_site_lets(proxy: int, path: str) -> None:
    for _turn in ("asked", "kept"):
        _status, headers, _content = ask(proxy, path)

        said = {header: value for header, value in headers.items() if "Origin" in header}
        assert said == READERS[path]


@pytest.mark.parametrize(("path", "most"), [("/admin/fichiers/ajouter/", 25), ("/memoire/contribuer/", 210)])
def test_what_is_too_large_is_refused_with_a_page_that_says_what_to_do(proxy: int, path: str, most: int) -> None:
    connection = HTTPConnection("127.0.0.1", proxy, timeout=10)
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", str(most * 1024 * 1024 + 1))
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read().decode()

    assert (answer.status, answer.headers["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "C’est trop lourd pour un seul envoi" in content
    assert ask(proxy, "/too-large.html")[0] == 404
