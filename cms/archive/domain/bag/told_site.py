"""Makes the pages that are told, for the small site of a bag: stories, walks, the notebook, as anyone reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string

from cms.archive.blocks import items_in
from cms.archive.domain.bag.site import Line, copy_name
from cms.archive.domain.bag.told import Leaving
from cms.archive.domain.bag.told_parts import Figure, Part, Reading, figure_of, parts_of
from cms.archive.domain.including import included
from cms.archive.domain.telling import told_pages
from cms.archive.domain.walking import Stop, walk_of
from cms.archive.models import MemoryBlogPage, MemoryPage, StoryPage, WalkPage

FOLDERS = {StoryPage: "stories", WalkPage: "walks"}
NOTEBOOK = "notebook/index.html"


class ToldSite:
    """Pages by their path in the site; make them all before asking for the files that they show."""

    def __init__(self, leaving: Leaving, council_name: str) -> None:
        self.council_name = council_name
        self.told = told_pages()
        self.notebook = MemoryBlogPage.objects.live().public().first()
        self.entries = list(self.notebook.posts()) if self.notebook else []
        paths = {page.pk: f"{FOLDERS[type(page)]}/{page.slug}.html" for page in self.told}
        paths |= {page.pk: f"notebook/{page.slug}.html" for page in self.entries}
        paths |= {page.pk: "index.html" for page in MemoryPage.objects.all()}
        if self.notebook:
            paths[self.notebook.pk] = NOTEBOOK
        self.paths: dict[int, str] = paths
        self.reading = Reading(leaving, paths)

    def lines(self) -> list[Line]:
        """What the first page leads to."""
        lines = [self._line(page, page.introduction) for page in self.told]
        return [*lines, self._line(self.notebook, self.notebook.introduction)] if self.notebook else lines

    def pages(self) -> Iterator[tuple[str, str]]:
        """A page at a time."""
        for page in self.told:
            facts = self._walk(page) if isinstance(page, WalkPage) else self._story(page, page.introduction)
            yield self.paths[page.pk], self._rendered(page, facts)
        for entry in self.entries:
            yield self.paths[entry.pk], self._rendered(entry, self._story(entry, entry.summary))
        if self.notebook:
            told = [self._line(entry, entry.summary) for entry in self.entries]
            yield NOTEBOOK, self._rendered(self.notebook, {"lead": self.notebook.introduction, "told": told})

    def files(self) -> Iterator[tuple[str, Any]]:
        """The pictures and the documents of the library that these pages show, each under its path there."""
        yield from sorted(self.reading.used.items())

    def _line(self, page: Any, words: str) -> Line:
        return Line(self.paths[page.pk], page.title, words, str(page._meta.verbose_name))

    def _story(self, page: Any, lead: str) -> dict[str, Any]:
        known = {item.pk: item for item in included(items_in(page.body))}
        return {"lead": lead, "parts": parts_of(page.body, known, self.reading)}

    def _walk(self, page: WalkPage) -> dict[str, Any]:
        walk = walk_of([stop.value for stop in page.stops])
        stops = [(stop, self._stop(stop)) for stop in walk.stops]
        return {"lead": page.introduction, "walk": walk, "stops": stops}

    def _stop(self, stop: Stop) -> Part:
        figures: list[Figure] = [figure_of(stop.item)] if stop.item else []
        heard = f"files/{copy_name(stop.recording.copy)}" if stop.recording else ""
        return Part(html=self.reading.prose(stop.text.source), figures=figures, sound=heard)

    def _rendered(self, page: Any, facts: dict[str, Any]) -> str:
        said = {"page": page, "root": "../", "council_name": self.council_name}
        return render_to_string("archive/takeaway/told.html", {**said, **facts})
