"""What is told of the memory: its stories and its walks, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.archive.domain.telling import told_pages
from cms.archive.models import MemoryBlogPage, MemoryPage


@dataclass(frozen=True)
class Telling:
    """A line of the list."""

    kind: str
    title: str
    introduction: str
    url: str


def tellings() -> list[Telling]:
    return [_line(page) for page in told_pages()]


def _line(page: Any) -> Telling:
    return Telling(str(page._meta.verbose_name), page.title, page.introduction, page.url)


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    context = {
        "memory": MemoryPage.objects.live().first(),
        "notebook": MemoryBlogPage.objects.live().public().first(),
        "told": tellings(),
    }
    return render(request, "archive/stories.html", context)
