"""The kinds of public pages."""

from cms.pages.models.agenda import AgendaPage
from cms.pages.models.directory import DirectoryPage
from cms.pages.models.news import NewsIndexPage, NewsPage
from cms.pages.models.register import RegisterPage
from cms.pages.models.search import (
    SearchEntry,
    SearchFacetValue,
    SearchGone,
    SearchKeeper,
    SearchName,
    SearchPosting,
    SearchShelf,
    SearchWord,
)
from cms.pages.models.standard import StandardPage
from cms.pages.models.tombstones import Tombstone

__all__ = [
    "AgendaPage",
    "DirectoryPage",
    "NewsIndexPage",
    "NewsPage",
    "RegisterPage",
    "SearchEntry",
    "SearchFacetValue",
    "SearchGone",
    "SearchKeeper",
    "SearchName",
    "SearchPosting",
    "SearchShelf",
    "SearchWord",
    "StandardPage",
    "Tombstone",
]
