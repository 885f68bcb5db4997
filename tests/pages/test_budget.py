"""What a page weighs, and that it asks nobody else for anything (T15)."""

from __future__ import annotations

import gzip
import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from cms.pages.models import NewsIndexPage, NewsPage
from crm.events.enums import EventKind
from crm.partners.models import Council
from tests.factories import EventFactory, add_page, make_picture

HOME_LIMIT = 60 * 1024
CSS_LIMIT = 20 * 1024
FONT_LIMIT = 60 * 1024

STATIC = Path(settings.BASE_DIR, "cms/static")
# As the proxy squeezes what readers receive.
PROXY = Path(settings.BASE_DIR, "deploy/nginx.conf").read_text(encoding="utf-8")
LEVEL = int(re.findall(r"^ *gzip_comp_level (\d);$", PROXY, re.MULTILINE)[0])
TEMPLATES = Path(settings.BASE_DIR, "templates")
SHEET = re.compile(r"""static ["'](css/[^"']+\.css)["']""")
# What a browser fetches by itself, as opposed to a link that a person may follow.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*?\b(?:src|srcset|data)\s*=\s*["']\s*(?:https?:)?//"""
    r"""|<link\b(?![^>]*rel=["'](?:canonical|me|license)["'])[^>]*?href\s*=\s*["']\s*(?:https?:)?//""",
    re.IGNORECASE,
)
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*(?:src=|application/ld\+json))""", re.IGNORECASE
)


def squeezed(content: bytes) -> int:
    return len(gzip.compress(content, LEVEL))


@pytest.fixture
def full_front_page(client: Client, council: Council) -> str:
    """A front page with all that it may show."""
    soon = timezone.now() + timedelta(days=3)
    EventFactory(title="Assemblée générale annuelle", kind=EventKind.ANNUAL_ASSEMBLY, starts_at=soon)
    for number in range(12):
        EventFactory(title=f"Corvée de plantation de la rue numéro {number}", starts_at=soon + timedelta(days=number))
    index = add_page(NewsIndexPage, "Nouvelles", show_in_menus=True)
    for number in range(9):
        summary = f"Du 24 juin au 1er septembre, on y met {number} bancs, de l’ombre et une pataugeoire."
        add_page(NewsPage, f"Une rue piétonne {number}", index, summary=summary, image=make_picture(), image_alt="Rue")
    return client.get("/").content.decode()


def static_files(html: str) -> dict[str, bytes]:
    """The style sheets, scripts and typefaces that a page asks for, by name."""
    names = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|woff2))"', html))
    return {name: Path(str(finders.find(name))).read_bytes() for name in names}


def test_the_front_page_weighs_less_than_60_kb_without_its_images(full_front_page: str) -> None:
    files = static_files(full_front_page)
    drawing = squeezed((STATIC / "img/roofs.svg").read_bytes())
    weight = squeezed(full_front_page.encode()) + sum(
        len(content) if name.endswith(".woff2") else squeezed(content) for name, content in files.items()
    )

    assert len([name for name in files if name.endswith(".woff2")]) == 2
    assert 0 < weight + drawing <= HOME_LIMIT


def test_the_typefaces_are_the_ones_we_wrote_down() -> None:
    written = (STATIC / "vendor/README.md").read_text(encoding="utf-8")
    fonts = sorted((STATIC / "vendor").rglob("*.woff2"))

    assert len(fonts) == 2
    assert sum(font.stat().st_size for font in fonts) <= FONT_LIMIT
    for font in fonts:
        assert hashlib.sha256(font.read_bytes()).hexdigest() in written
        assert (font.parent / "OFL.txt").is_file()


def test_the_style_sheets_fetch_from_here_alone() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        targets = re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text(encoding="utf-8"))
        assert [target for target in targets if not target.startswith("../")] == [], sheet.name


def public_templates() -> list[Path]:
    """Every template but those of letters and of the admin."""
    return [
        path
        for path in TEMPLATES.rglob("*.html")
        if not {"admin", "email", "wagtailadmin", "panels", "viewsets"} & set(path.relative_to(TEMPLATES).parts)
    ]


def sheets_of(*templates: Path) -> set[str]:
    """The style sheets that templates ask for."""
    return {name for path in templates for name in SHEET.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("path", public_templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_the_style_sheets_of_a_page_weigh_less_than_20_kb(path: Path) -> None:
    """What one page asks for: its own, those of every page, and those of whatever block an editor puts there."""
    sheets = sheets_of(path, TEMPLATES / "base.html", *(TEMPLATES / "blocks").glob("*.html"))

    assert len(sheets) >= 5
    assert sum(squeezed((STATIC / sheet).read_bytes()) for sheet in sheets) <= CSS_LIMIT


@pytest.mark.parametrize("path", public_templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_public_template_fetches_from_elsewhere(path: Path) -> None:
    assert FETCHED.findall(path.read_text(encoding="utf-8")) == []


def test_the_front_page_needs_no_inline_script_or_style(full_front_page: str) -> None:
    assert INLINE.findall(full_front_page) == []
    assert FETCHED.findall(full_front_page.replace("http://testserver", "")) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('<script src="https://cdn.example/x.js"></script>', True),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', True),
        ('<img alt="" src="https://images.example/x.png">', True),
        ('<link rel="canonical" href="https://conseil.example/">', False),
        ('<a href="https://example.org/">', False),
    ],
)
def test_what_counts_as_fetched(line: str, found: bool) -> None:
    assert bool(FETCHED.search(line)) is found


def test_a_citizen_who_reads_everything_gets_no_cookie(client: Client, council: Council, full_front_page: str) -> None:
    for path in ("/", "/nouvelles/", "/vie-privee/", "/accessibilite/", "/sitemap.xml", "/nouvelles/fil.xml", "/rien/"):
        response = client.get(path)
        assert response.cookies.output() == "", path
        assert "Cookie" not in response.get("Vary", ""), path
