"""Writes the pages of the memory again from a bag, with the pictures and the documents that they show."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db.models import Model
from django.utils.translation import gettext as _

from cms.archive.domain.addresses import absolute
from cms.archive.domain.bag.checking import is_safe
from cms.archive.domain.bag.kinds import OF_MODEL
from cms.archive.domain.bag.told import kind_named
from cms.archive.domain.bag.told_kinds import (
    ADDRESS,
    ATTACHED,
    DOCUMENTS,
    KINDS_OF_PAGES,
    OF_DOCUMENT,
    OF_PICTURE,
    PAGES,
    PICTURES,
)
from cms.archive.errors import MemoryRefused
from cms.archive.site_pages import Document, Page, let_read, pages_of, root_page
from crm.partners.domain.folding import address_words
from crm.partners.domain.uploads import check_document, reencode_image
from crm.partners.models import Picture

Record = dict[str, Any]
Kept = list[tuple[Storage, str]]


class ComingBack:
    """The pages of a bag, after its items and places; ``kept`` is told of each file, for whoever must erase them.

    ``lost`` are the paths of what the bag lacks: a page stands without it.
    """

    def __init__(self, root: Path, records_in: Any, kept: Kept, lost: set[str]) -> None:
        self.root = root
        self.kept = kept
        self.lost = lost
        self.records_in = records_in
        self.keys: dict[str, int | None] = {}

    def restore(self) -> None:
        """Raises `MemoryRefused` where there is something told already, `ValueError` for what makes no sense."""
        records: list[Record] = list(self.records_in(self.root / PAGES))
        if records:
            _check_room_for(records)
        for record in self.records_in(self.root / PICTURES):
            self._attach(record, Picture(**{name: record[name] for name in OF_PICTURE}))
        for record in self.records_in(self.root / DOCUMENTS):
            self._attach(record, Document(**{name: record[name] for name in OF_DOCUMENT}))
        made = [(self._stand(record), record) for record in records]
        for page, record in made:  # those that they point at are all there now
            self._tell(page, record)

    def _attach(self, record: Record, one: Any) -> None:
        path = record["path"]
        if not is_safe(path) or not path.startswith(f"{ATTACHED}/"):
            raise ValueError(path)
        if path in self.lost:
            self.keys[record["@id"]] = None
            return
        content = (self.root / path).read_bytes()
        if isinstance(one, Picture):
            reencode_image(content)  # a picture that is read whole, and nothing else
        else:
            check_document(path, content)
        name = f"{address_words(one.title, 60) or 'sans-titre'}{Path(path).suffix.lower()}"
        one.file = ContentFile(content, name=name)
        one.save()
        self.kept.append((one.file.storage, one.file.name))
        self.keys[record["@id"]] = one.pk

    def _stand(self, record: Record) -> Any:
        """The page at its place, without what its blocks hold."""
        kind = kind_named(record["kind"])
        values = {one.name: one.to_python(record[one.name]) for one in kind.columns() if one.name in record}
        page = kind.model(translation_key=_shared_key(record["@id"]), **values)
        above = record["parent"]
        parent = (Page.objects.get(pk=self.keys[above["@id"]]) if above else root_page()).specific
        if not kind.model.can_create_at(parent):
            raise ValueError(record["@id"])
        parent.add_child(instance=page)
        self.keys[record["@id"]] = page.pk
        let_read(page, record["readers"])
        return page

    def _tell(self, page: Any, record: Record) -> None:
        kind = kind_named(record["kind"])
        page.refresh_from_db()
        if kind.streams:
            words = kind.with_other_names(_leading_on(record, kind.streams), self.key_of)
            for name, blocks in words.items():
                setattr(page, name, json.dumps(blocks))
            page.save()
        if "draft" in record:
            draft = kind.with_other_names(
                {**record["draft"], **_leading_on(record["draft"], kind.streams)}, self.key_of
            )
            for one in kind.streams:
                if one.name in draft:
                    draft[one.name] = json.dumps(draft[one.name])
            page.with_content_json({**page.serializable_data(), **draft}).save_revision(clean=False)

    def key_of(self, model: type[Model], name: Any) -> int | None:
        """Raises `ValueError` for a name of nothing that the bag holds; a page of elsewhere may be missing here."""
        if issubclass(model, Page):
            if name.startswith(ADDRESS):
                return _page_at(name.removeprefix(ADDRESS))
            return self._known(name, "page")
        if model in (Picture, Document):
            return self._known(name, "picture" if model is Picture else "document")
        match = re.fullmatch(rf"{OF_MODEL[model].name}/([1-9]\d{{0,17}})", name)
        if match is None or not model._default_manager.filter(pk=int(match[1])).exists():
            raise ValueError(name)
        return int(match[1])

    def _known(self, name: str, kind: str) -> int | None:
        if not name.startswith(f"{kind}/"):
            raise ValueError(name)
        return self.keys[name]


def _check_room_for(records: list[Record]) -> None:
    if pages_of([kind.model for kind in KINDS_OF_PAGES]):
        raise MemoryRefused(_("There is a memory here already: a bag is put into an installation that has none."))
    top = {record["slug"] for record in records if record["parent"] is None}
    for taken in root_page().get_children().filter(slug__in=top):
        raise MemoryRefused(
            _("The page “%(title)s” has the address that the memory needs: give it another, then try again.")
            % {"title": taken.title}
        )


def _leading_on(words: Record, streams: list[Any]) -> Record:
    """What the blocks hold; a button to a page that is not here keeps its address."""
    return {one.name: [_leading_block(child) for child in words[one.name]] for one in streams if one.name in words}


def _leading_block(child: Record) -> Record:
    name = child["value"]["page"] if child["type"] == "button" else None
    if not name or not name.startswith(ADDRESS) or _page_at(name.removeprefix(ADDRESS)):
        return child
    return {**child, "value": {**child["value"], "page": None, "url": absolute(f"/{name.removeprefix(ADDRESS)}")}}


def _page_at(path: str) -> int | None:
    return Page.objects.filter(url_path=f"{root_page().url_path}{path}").values_list("pk", flat=True).first()


def _shared_key(name: str) -> UUID:
    return UUID(name.removeprefix("page/"))
