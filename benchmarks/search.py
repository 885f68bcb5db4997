"""How long a citizen waits for an answer of the search, with 10,000 and 100,000 items, facets counted.

    python benchmarks/search.py [--items 10000,100000] [--databases sqlite,postgres://…] [--repeat 5] [--wagtail 10000]

Fills databases of its own (dropped at the end) with seeded items of some ninety words and eight facets, puts them on
the shelves, and asks one mix of questions: common and rare words, three at once, phrases, narrowed, mistyped, half
typed, without an answer. Prints the median and the 95th percentile of the search itself, of the same as a process that
remembers no word answers it, of what is half typed and of the whole page, without the page cache; and, in the same run,
what Wagtail's own database search takes for the plain words among as many pages as `--wagtail` says, without facets,
and how many times that is. Exits with 1 where an aim is missed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._databases import DATABASES_HELP, default_databases, place_of, run  # noqa: E402

SEED = 1984
BATCH = 500
# The 95th percentile, in milliseconds, whatever the number of items.
AIM = 50
COMMON = "église rue saint sacrement quartier école photo famille été maison fête paroisse chemin avenue hiver ruelle"
SYLLABLES = (
    "ba bi bo ca ci cou dra fa fi fo gar gen gli jou la lier lo ma mi mon na ni pa per po quar ra ri ro se so ta"
)
PLAIN = ["eglises", "quartier", "saint sacrement", "rue école famille", "été", "garlier", "fete paroisse"]
QUESTIONS: list[dict[str, str]] = [
    *({"q": words} for words in PLAIN),
    {"q": "la fête de la rue à l’école"},
    {"q": '"saint sacrement"'},
    {"q": "« rue de l’école »"},
    {"q": '"église saint sacrement" hiver'},
    {"q": "eglsie"},
    {"q": "quartire famile"},
    {"q": "zzyzxq"},
    {"q": "maison", "periode": "1950"},
    {"q": "famille hiver", "sorte": "banc", "nature": "n2", "droits": "d1"},
    {"q": "rue", "lieu": "p3", "personne": "q7"},
    {"q": "", "sujet": "s5"},
    {"q": "", "periode": "1920", "fonds": "f3"},
]
TYPED = ["ég", "quart", "saint sac", "fa"]


def main() -> int:
    options = _options()
    if options.measure:
        print(json.dumps(_measure(options.items, options.repeat, options.wagtail)))
        return 0
    missed: list[str] = []
    for database in options.databases.split(","):
        with (
            tempfile.TemporaryDirectory(prefix="parvis-bench-") as var,
            place_of(database, Path(var)) as (_url, copies),
        ):
            command = ("--items", options.items, "--repeat", str(options.repeat), "--wagtail", str(options.wagtail))
            said = run(copies[0](), Path(var), __file__, "--measure", *command)
        missed += report(urlsplit(database).scheme or database, json.loads(said.splitlines()[-1]))
    print("\n".join(["missed: " + sentence for sentence in missed] or ["every aim is met"]))
    return bool(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", default="10000,100000", help="how many, each size after the other")
    parser.add_argument("--repeat", type=int, default=5, help="how often each question is asked")
    parser.add_argument("--wagtail", type=int, default=10_000, help="how many pages Wagtail searches")
    parser.add_argument("--databases", default=default_databases(), help=DATABASES_HELP)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def report(database: str, found: dict[str, Any]) -> list[str]:
    """A line for each size, then the sentences of what missed its aim."""
    missed = []
    for size, figures in found["sizes"].items():
        ours, first, page, typed = (figures[name] for name in ("search", "first", "page", "typed"))
        print(
            f"{database}: {size:>7} items: search {ours[0]:.1f} ms, p95 {ours[1]:.1f}; words never asked before"
            f" {first[0]:.1f}, p95 {first[1]:.1f}; typed {typed[0]:.1f}, p95 {typed[1]:.1f}; whole"
            f" page {page[0]:.1f}, p95 {page[1]:.1f}; {figures['a second']:.0f} indexed a second"
        )
        missed += [
            f"{database}: {name} takes {p95:.0f} ms at the 95th percentile with {size} items, not {AIM}"
            for name, p95 in (
                ("the search", ours[1]),
                ("a search of words never asked before", first[1]),
                ("what is typed", typed[1]),
            )
            if p95 > AIM
        ]
    wagtail, plain = found["wagtail"], found["plain"]
    print(
        f"{database}: {found['pages']:>7} pages: Wagtail's search {wagtail[0]:.1f} ms, p95 {wagtail[1]:.1f}; ours for"
        f" the same words {plain[0]:.1f}, p95 {plain[1]:.1f} (first size); ratio {wagtail[1] / plain[1]:.1f}"
    )
    return missed


def _measure(items: str, repeat: int, pages: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings

    logging.disable(logging.WARNING)
    settings.ALLOWED_HOSTS, settings.PAGE_CACHE_SECONDS = ["testserver"], 0
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {"default": memory, "pages": memory}
    chance = random.Random(SEED)  # noqa: S311
    found: dict[str, Any] = {"sizes": {}, "pages": pages}
    held = 0
    for size in map(int, items.split(",")):
        start = time.perf_counter()
        _fill(held, size, chance)
        found["sizes"][str(size)] = {"a second": (size - held) / (time.perf_counter() - start), **_ask(repeat)}
        held = size
        found.setdefault("plain", _ask_plain(repeat))
    found["wagtail"] = _ask_wagtail(pages, repeat)
    return found


def _ask(repeat: int) -> dict[str, tuple[float, float]]:
    from django.test import Client

    from cms.pages.domain.search.answering import propose, search
    from cms.pages.domain.search.remembering import Remembered

    client, neighbours = Client(), itertools.count(1)

    def open_page(asked: dict[str, str]) -> None:
        # A neighbour each: what one place may ask in a minute is limited.
        answer = client.get(f"/recherche/?{urlencode(asked)}", REMOTE_ADDR=f"2001:db8::{next(neighbours):x}")
        assert answer.status_code == 200, answer.status_code  # noqa: S101

    def forgetful(ask: Callable[[], Any]) -> Callable[[], Any]:
        """As a process that has just begun: it remembers no word."""

        def first() -> None:
            with patch.object(Remembered, "get", return_value=None):
                ask()

        return first

    narrowed = [(asked["q"], {name: [value] for name, value in asked.items() if name != "q"}) for asked in QUESTIONS]
    asking = [lambda q=q, chosen=chosen: search(q, chosen) for q, chosen in narrowed]
    return {
        "search": _times(asking, repeat),
        "first": _times([forgetful(ask) for ask in asking], repeat),
        "typed": _times([lambda q=q: propose(q, 6) for q in TYPED], repeat),
        "page": _times([lambda a=asked: open_page(a) for asked in QUESTIONS], repeat),
    }


def _ask_plain(repeat: int) -> tuple[float, float]:
    from cms.pages.domain.search.answering import search

    return _times([lambda q=q: search(q, {}) for q in PLAIN], repeat)


def _times(asked: list[Callable[[], Any]], repeat: int) -> tuple[float, float]:
    """The median and the 95th percentile in milliseconds of all of it, after a first time that does not count."""
    times = []
    for ask in asked:
        ask()
        for _number in range(repeat):
            start = time.perf_counter()
            ask()
            times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[18]


def _fill(first: int, last: int, chance: random.Random) -> None:
    """Items of the memory with words drawn as in a language: a few everywhere, most of them rarely."""
    from cms.archive.models import Item
    from cms.archive.search_items import ITEMS
    from cms.pages.domain.search.shelving import shelve
    from cms.pages.domain.search.sources import kind
    from cms.pages.domain.search.writing import refresh

    said = dict(_things(first, last, chance))
    source = replace(ITEMS, kind=kind("banc", "Banc"), public=Item.objects.public, offer=lambda item: said[item.pk])
    keys = sorted(said)
    for at in range(0, len(keys), BATCH):
        some = keys[at : at + BATCH]
        Item.objects.bulk_create(Item(pk=key, number=key, title=said[key].title, live=True) for key in some)
        refresh(source, some)
    shelve(sys.maxsize)
    _let_the_server_tidy_up()


def _things(first: int, last: int, chance: random.Random) -> Iterator[tuple[int, Any]]:
    from cms.pages.domain.search.sources import FacetValue, Offered

    draw = _speaker(chance)

    def value(facet: str, letter: str, most: int) -> FacetValue:
        slug = f"{letter}{min(most - 1, int(chance.paretovariate(0.8)))}"
        return FacetValue(facet, slug, f"{facet} {slug}")

    for key in range(first + 1, last + 1):
        decade = chance.randrange(1900, 2020, 10)
        facets = (
            FacetValue("periode", str(decade), f"années {decade}"),
            *(value(*one) for one in (("nature", "n", 9), ("lieu", "p", 800), ("personne", "q", 3000))),
            *(
                value(*one)
                for one in (("sujet", "s", 120), ("sujet", "s", 120), ("fonds", "f", 40), ("droits", "d", 6))
            ),
        )
        parts = {"names": draw(4), "description": draw(25), "text": draw(60)}
        day = date(decade + chance.randrange(10), 1, 1)
        yield key, Offered(draw(5), f"/memoire/{key}/", **parts, day=day, facets=facets)


def _speaker(chance: random.Random) -> Callable[[int], str]:
    common, parts = COMMON.split(), SYLLABLES.split()
    rare = ["".join(chance.choices(parts, k=chance.randint(2, 4))) for _number in range(30_000)]
    weights = list(accumulate(1 / (rank + 5) for rank in range(len(rare))))

    def draw(count: int) -> str:
        return " ".join(
            chance.choice(common) if chance.random() < 0.25 else word
            for word in chance.choices(rare, cum_weights=weights, k=count)
        )

    return draw


def _let_the_server_tidy_up() -> None:
    """As autovacuum does within a minute on a running server."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _ask_wagtail(count: int, repeat: int) -> tuple[float, float]:
    """The same kind of texts as pages, in Wagtail's index; twenty answers and how many there are, as ours gives."""
    from cms.pages.models import StandardPage

    _make_pages(count)
    _let_the_server_tidy_up()

    def ask(words: str) -> None:
        found = StandardPage.objects.live().search(words)
        list(found[:20])
        found.count()

    return _times([lambda words=words: ask(words) for words in PLAIN], max(2, repeat // 2))


def _make_pages(count: int) -> None:
    """Below the front page, in Wagtail's index alone."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    from cms.pages.models import StandardPage
    from home.models import HomePage

    home, content_type = HomePage.objects.get(), ContentType.objects.get_for_model(StandardPage)
    index = get_search_backend().get_index_for_model(StandardPage)
    things = list(_things(0, count, random.Random(SEED)))  # noqa: S311
    for at in range(0, count, BATCH):
        some = things[at : at + BATCH]
        shared = {"depth": home.depth + 1, "content_type": content_type, "locale": home.locale, "live": True}
        bases = [
            Page(
                title=said.title,
                slug=f"p{key}",
                path=f"{home.path}{Page._int2str(key).rjust(Page.steplen, '0')}",
                url_path=f"{home.url_path}p{key}/",
                **shared,
            )
            for key, said in some
        ]
        Page.objects.bulk_create(bases)
        pages = []
        for base, (_key, said) in zip(Page.objects.filter(slug__in=[one.slug for one in bases]), some, strict=True):
            page = StandardPage(page_ptr=base, introduction=said.description[:300])
            page.__dict__.update({name: value for name, value in vars(base).items() if name != "_state"})
            page.body = [("text", f"<p>{said.text}</p>")]
            page.save_base(raw=True, force_insert=True)
            pages.append(page)
        index.add_items(StandardPage, pages)


if __name__ == "__main__":
    sys.exit(main())
