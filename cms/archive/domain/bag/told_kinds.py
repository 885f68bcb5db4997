"""Which pages of the site belong to the memory, and which of their columns leave with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Field

from cms.archive.domain.bag.kinds import METADATA
from cms.archive.models import MemoryBlogPage, MemoryPage, MemoryPostPage, StoryPage, WalkPage
from cms.archive.streams import Change, rewritten

PAGES = f"{METADATA}/pages.jsonld"
PICTURES = f"{METADATA}/pictures.jsonld"
DOCUMENTS = f"{METADATA}/documents.jsonld"
ATTACHED = "data/pages"
ADDRESS = "address:"
# Each page with its words; the rest of what every page has is made again.
COMMON = (
    "title",
    "slug",
    "live",
    "show_in_menus",
    "seo_title",
    "search_description",
    "first_published_at",
    "last_published_at",
)
# What the library says of a picture, and of a document.
OF_PICTURE = (
    "title",
    "description",
    "credit",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
)
OF_DOCUMENT = ("title",)


@dataclass(frozen=True)
class KindOfPage:
    """A kind of page under the name that it has in a bag."""

    model: Any
    name: str
    type: str

    @property
    def own(self) -> list[Field[Any, Any]]:
        return [one for one in self.model._meta.local_concrete_fields if not one.is_relation]

    @property
    def streams(self) -> list[Any]:
        return [one for one in self.own if hasattr(one, "stream_block")]

    def columns(self) -> list[Field[Any, Any]]:
        """All that is written of such a page, but for what its blocks hold."""
        common = [self.model._meta.get_field(name) for name in COMMON]
        return [*common, *(one for one in self.own if one not in self.streams)]

    def with_other_names(self, words: dict[str, Any], change: Change) -> dict[str, Any]:
        """The same words, what their blocks point at under other names."""
        blocks = {one.name: one.stream_block for one in self.streams if one.name in words}
        return {**words, **{name: rewritten(block, words[name], change) for name, block in blocks.items()}}


KINDS_OF_PAGES = (
    KindOfPage(MemoryPage, "section", "schema:CollectionPage"),
    KindOfPage(StoryPage, "story", "schema:Article"),
    KindOfPage(WalkPage, "walk", "schema:TouristTrip"),
    KindOfPage(MemoryBlogPage, "notebook", "schema:Blog"),
    KindOfPage(MemoryPostPage, "entry", "schema:BlogPosting"),
)
OF_PAGE = {kind.model: kind for kind in KINDS_OF_PAGES}
