"""The pages of the documentation lead somewhere: to pages and pictures that are there; and every task is listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
TASKS = ROOT / "docs" / "volontaires"
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_leads_to_is_there(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()] == []


def test_every_task_is_in_the_list_of_tasks_under_its_own_title() -> None:
    tasks = {page for page in TASKS.glob("*.md") if page.name != "README.md"}
    titled = {f"[{page.read_text('utf-8').splitlines()[0].removeprefix('# ')}]({page.name})" for page in tasks}

    assert titled == set(re.findall(r"\[[^\]]+\]\([^)]+\)", (TASKS / "README.md").read_text("utf-8")))


def test_every_picture_is_shown_somewhere() -> None:
    shown = {Path(link).name for page in PAGES for link in LINK.findall(page.read_text("utf-8"))}

    assert {picture.name for picture in (ROOT / "docs" / "images").iterdir()} - shown == set()
