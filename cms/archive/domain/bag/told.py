"""Packs the pages of the memory: its stories, its walks, its notebook, with the pictures and documents in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO, Any

from django.core.files.storage import Storage
from django.db.models import Model

from cms.archive.domain.bag.kinds import OF_MODEL
from cms.archive.domain.bag.records import document, plain_value
from cms.archive.domain.bag.told_kinds import (
    ADDRESS,
    ATTACHED,
    KINDS_OF_PAGES,
    OF_DOCUMENT,
    OF_PAGE,
    OF_PICTURE,
    KindOfPage,
)
from cms.archive.site_pages import Document, Page, is_for_some, pages_of, readers_of, root_page
from crm.partners.models import Picture

Record = dict[str, Any]


class Leaving:
    """What the pages point at, under the names that it has in a bag.

    A page is called by the key that its translations share, which moves with it; a picture or a document by its place
    among those that the pages show. So the same memory has the same names wherever it stands.
    """

    def __init__(self) -> None:
        self.pages: list[Any] = pages_of([kind.model for kind in KINDS_OF_PAGES])
        self.names = {page.pk: f"page/{page.translation_key}" for page in self.pages}
        self.seen: dict[type[Model], set[int]] = {Picture: set(), Document: set()}
        for page in self.pages:
            for _draft in (words_of(page), draft_of(page)):
                OF_PAGE[type(page)].with_other_names(_draft or {}, self._see)
        self.pictures = self._kept(Picture)
        self.documents = [one for one in self._kept(Document) if not is_for_some(one)]
        # By their keys: two pictures of which other things are said in two pages are not equal.
        self.places: dict[tuple[type[Model], int], str] = {}
        self.places |= {(Picture, one.pk): f"picture/{place}" for place, one in enumerate(self.pictures, 1)}
        self.places |= {(Document, one.pk): f"document/{place}" for place, one in enumerate(self.documents, 1)}

    def name_of(self, model: type[Model], key: Any) -> str | None:
        """Nothing for what is no longer there, and for a document that only some may read."""
        if issubclass(model, Page):
            return self.names.get(int(key)) or self._address_of(int(key))
        if model in self.seen:
            return self.places.get((model, int(key)))
        found = model._default_manager.filter(pk=key).exists()
        return f"{OF_MODEL[model].name}/{key}" if found else None

    def records(self) -> Iterator[Record]:
        """The pages, each after the one above it, in their order."""
        return map(self._page, self.pages)

    def picture_lines(self) -> Iterator[bytes]:
        return document(self._attached(one, "schema:ImageObject", OF_PICTURE) for one in self.pictures)

    def document_lines(self) -> Iterator[bytes]:
        return document(self._attached(one, "schema:DigitalDocument", OF_DOCUMENT) for one in self.documents)

    def files(self) -> Iterator[tuple[str, Any]]:
        """Each picture and each document of the library, under its path in the bag."""
        for one in (*self.pictures, *self.documents):
            yield f"{ATTACHED}/{self.file_name(one)}", one

    def holds(self, one: Any) -> bool:
        """Whether this picture or document leaves."""
        return (type(one), one.pk) in self.places

    def file_name(self, one: Any) -> str:
        """« pictures/001.jpg »."""
        kind, _slash, place = self.places[type(one), one.pk].partition("/")
        return f"{kind}s/{int(place):03d}.{one.file.name.rpartition('.')[2].lower()}"

    def _see(self, model: type[Model], key: Any) -> None:
        if model in self.seen:
            self.seen[model].add(int(key))

    def _kept(self, model: Any) -> list[Any]:
        found = model.objects.filter(pk__in=self.seen[model]).order_by("pk")
        return [one for one in found if one.file.storage.exists(one.file.name)]

    def _address_of(self, key: int) -> str | None:
        """Where a page that does not leave stands below the front page."""
        path: str | None = Page.objects.filter(pk=key).values_list("url_path", flat=True).first()
        return f"{ADDRESS}{path.removeprefix(root_page().url_path)}" if path else None

    def _page(self, page: Any) -> Record:
        kind, said = OF_PAGE[type(page)], []

        def named(model: type[Model], key: Any) -> str | None:
            name = self.name_of(model, key)
            said.append(name)
            return name

        above = next(
            (one for one in self.pages if page.path.startswith(one.path) and one.depth == page.depth - 1), None
        )
        record = {
            "@id": self.names[page.pk],
            "@type": [kind.type],
            "kind": kind.name,
            "parent": {"@id": self.names[above.pk]} if above else None,
            **kind.with_other_names(words_of(page), named),
            "readers": readers_of(page),
        }
        draft = draft_of(page)
        if draft is not None:
            record["draft"] = kind.with_other_names(draft, named)
        things = sorted({name for name in said if name and not name.startswith(ADDRESS)})
        return {**record, "references": [{"@id": name} for name in things]}

    def _attached(self, one: Any, kind: str, columns: Iterable[str]) -> Record:
        facts = {name: getattr(one, name) for name in columns}
        return {
            "@id": self.places[type(one), one.pk],
            "@type": [kind],
            **facts,
            "path": f"{ATTACHED}/{self.file_name(one)}",
        }


def words_of(page: Any) -> Record:
    """What a page says, as it is stored."""
    kind = OF_PAGE[type(page)]
    words = {one.name: plain_value(one.value_from_object(page)) for one in kind.columns()}
    return {**words, **{one.name: json.loads(one.value_to_string(page)) for one in kind.streams}}


def draft_of(page: Any) -> Record | None:
    """What its draft says, where there is one that is not published."""
    if not page.has_unpublished_changes or page.latest_revision is None:
        return None
    kind, content = OF_PAGE[type(page)], page.latest_revision.content
    beside = {"live", "first_published_at", "last_published_at"}
    words = {one.name: content[one.name] for one in kind.columns() if one.name in content and one.name not in beside}
    return {**words, **{one.name: json.loads(content[one.name]) for one in kind.streams if one.name in content}}


def kind_named(name: str) -> KindOfPage:
    """Raises `ValueError` for what is no page of a memory."""
    for kind in KINDS_OF_PAGES:
        if kind.name == name:
            return kind
    raise ValueError(name)


def opening(one: Any) -> Callable[[], IO[bytes]]:
    """How a file of the library is opened."""
    storage: Storage = one.file.storage
    return partial(storage.open, one.file.name, "rb")
