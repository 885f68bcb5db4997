"""The index of the search: what is found of each thing that anyone may read.

Nothing here is the only copy of anything: `manage.py reindex` makes it all again.
"""

from __future__ import annotations

from django.db import models

from cms.pages.models import among  # noqa: F401


class SearchEntry(models.Model):
    """What is found of one thing, written in the transaction that changed it.

    Without a number it is read word by word at each search; within a minute a worker puts it on a shelf.
    """

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField(null=True, unique=True)
    title = models.TextField()
    names = models.TextField(blank=True)
    description = models.TextField(blank=True)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    day = models.DateField(null=True)
    is_lasting = models.BooleanField(default=False)
    day_in_words = models.CharField(max_length=200, blank=True)
    facets = models.JSONField(default=list)  # pairs: the place of the facet in `sources.FACETS`, a `SearchFacetValue`
    words = models.TextField()  # a line each: title, names, description, text
    fingerprint = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="search_entry_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class SearchGone(models.Model):
    """A number that answers no more, with the words that are still to be taken off its shelf."""

    number = models.PositiveIntegerField(unique=True)
    words = models.TextField()

    def __str__(self) -> str:
        return str(self.number)


class SearchShelf(models.Model):
    """4,096 numbers: the days and the facets of what stands there, packed (`cms.pages.domain.search.packing`)."""

    number = models.PositiveIntegerField(unique=True)
    stamp = models.BigIntegerField()  # never twice the same: what a process keeps in memory is known by it
    members = models.BinaryField()
    facets = models.BinaryField()

    def __str__(self) -> str:
        return str(self.number)


class SearchPosting(models.Model):
    """Where a term stands in the things of one shelf, packed."""

    term = models.CharField(max_length=40)
    shelf = models.PositiveIntegerField()
    places = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "shelf"], name="search_posting_once")]

    def __str__(self) -> str:
        return f"{self.term} {self.shelf}"


class SearchWord(models.Model):
    """A word that is written somewhere, to complete what someone types or to mend it."""

    word = models.CharField(max_length=40, unique=True)
    written = models.CharField(max_length=60)  # as it was first met: « église »
    term = models.CharField(max_length=40)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.written


class SearchFacetValue(models.Model):
    """One way to narrow: a decade, a place, a person."""

    facet = models.CharField(max_length=20)
    slug = models.CharField(max_length=200)
    label = models.CharField(max_length=250)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "slug"], name="search_facet_value_once")]

    def __str__(self) -> str:
        return self.label


class SearchName(models.Model):
    """One of the names of one thing: whoever asks for a name is answered for the others too."""

    thing = models.CharField(max_length=80)  # whose name it is: its source, its key
    terms = models.CharField(max_length=250, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "terms"], name="search_name_once")]

    def __str__(self) -> str:
        return self.terms


class SearchKeeper(models.Model):
    """The one who shelves: its row is locked while the shelves change."""

    rules = models.PositiveIntegerField(default=0)  # what the entries were made by: `analysis.RULES`
    next_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.next_number)
