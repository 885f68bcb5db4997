"""What a place is called in a sentence, so that nothing else could be meant."""

from __future__ import annotations

from collections.abc import Iterator

from cms.archive.models import Place
from cms.pages.domain.search.analysis import UNINSISTENT, clean, words_of
from crm.partners.domain.folding import fold

FEWEST_WORDS = 2


def said_names(place: Place) -> list[str]:
    """Its name, those it had, its address; read `former_names` before. One query where it had others.

    « La gare » or « L’école » may be another one: a name of one word that counts is not among them. Neither is a
    former name that another place bears today.
    """
    former = [one.name for one in place.former_names.all()]
    borne = set()
    if former:
        others = Place.objects.exclude(pk=place.pk).filter(folded_name__in=[fold(name)[:200] for name in former])
        borne = set(others.values_list("folded_name", flat=True))
    names = [place.name, *(name for name in former if fold(name)[:200] not in borne)]
    return [name for name in (*names, *_civic_address(place.address)) if _is_its_own(name)]


def _is_its_own(name: str) -> bool:
    return sum(word not in UNINSISTENT for word in words_of(clean(name))) >= FEWEST_WORDS


def _civic_address(address: str) -> Iterator[str]:
    """« 12, rue des Tanneurs, Québec (Québec) G1S 1A1 » → « 12 rue des Tanneurs »; a street alone is no address."""
    number, _comma, rest = address.strip().partition(",")
    if number[:1].isdigit():
        has_street = any(len(word) > 2 and word.isalpha() for word in number.split())
        yield number if has_street else f"{number} {rest.partition(',')[0]}"
