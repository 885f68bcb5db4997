"""Numbers of people are printed as Québec prints them, and still count."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.translation import ngettext

from crm.partners.domain.tallies import Tally

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (999, "999"), (1000, f"1{NBSP}000"), (12_345, f"12{NBSP}345"), (1_234_567, f"1{NBSP}234{NBSP}567")],
)
def test_thousands_stand_apart_however_it_is_printed(number: int, shown: str) -> None:
    tally = Tally(number)

    said = (str(tally), f"{tally}", "%(n)s" % {"n": tally}, "{n}".format(n=tally))  # noqa: UP031, UP032

    assert said == (shown,) * 4
    assert (tally == number, tally + 1) == (True, number + 1)


def test_chooses_a_plural_and_is_printed_in_a_template() -> None:
    words = "{% blocktrans count n=n|tally %}{{ n }} person{% plural %}{{ n }} people{% endblocktrans %}"
    source = "{% load i18n post_room %}" + words + " {{ n|tally }}"

    said = [Template(source).render(Context({"n": number})) for number in (1, 12_345)]

    assert said == ["1 personne 1", f"12{NBSP}345 personnes 12{NBSP}345"]
    assert ngettext("%(n)s person", "%(n)s people", Tally(1)) % {"n": Tally(1)} == "1 personne"
