"""What a search reads of a record: folded columns, so that nobody finds what they may not see."""

from __future__ import annotations

from typing import Any

from django.db import models

from crm.partners.domain.searching import searchable
from crm.partners.enums import Visibility


class Searched(models.Model):
    """A record found by its names, its contact details and its addresses.

    `search_text` holds the names and what is public; the two others what only the board, or the secretariat, may read.
    They follow each save of the record through its form; `index_for_search` rewrites them after a change to its parts.
    """

    search_text = models.TextField(default="", blank=True, editable=False)
    search_board = models.TextField(default="", blank=True, editable=False)
    search_private = models.TextField(default="", blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with what the search reads; parts added in the same form are read before they are in the database."""
        if kwargs.get("update_fields") is None:
            self.fold()
        super().save(*args, **kwargs)

    def names_to_search(self) -> list[str]:
        """Every name it goes by, acronyms included."""
        raise NotImplementedError

    def index_for_search(self) -> None:
        """Write the search columns alone, after names, contacts or addresses changed outside the form."""
        self.fold()
        models.QuerySet(type(self)).filter(pk=self.pk).update(
            **{column: getattr(self, column) for column in SEARCH_COLUMNS.values()}
        )

    def fold(self) -> None:
        """Set the search columns by the names and parts at hand, saved or not."""
        words: dict[str, list[str]] = {level: [] for level in Visibility.values}
        words[Visibility.PUBLIC] = self.names_to_search()
        for part in (*self.contact_details.all(), *self.addresses.all()):  # type: ignore[attr-defined]
            words[part.visibility].append(str(part))
        for level, column in SEARCH_COLUMNS.items():
            setattr(self, column, searchable(words[level]))


class Titled(models.Model):
    """A record found by its own words, which whoever may see it may read."""

    search_text = models.TextField(default="", blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with what the search reads: its words, without accents."""
        self.search_text = searchable(self.words_to_search())
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)

    def words_to_search(self) -> list[str]:
        """The lines that say what it is."""
        raise NotImplementedError


SEARCH_COLUMNS = {
    Visibility.PUBLIC: "search_text",
    Visibility.BOARD: "search_board",
    Visibility.PRIVATE: "search_private",
}
