"""Sums are typed and read as in Québec."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from crm.partners.domain.money import dollars, plain_dollars
from crm.partners.fields import DollarsFormField

FIELD = DollarsFormField(max_digits=10, decimal_places=2, required=False)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("1250.5"), "1\u00a0250,50\u00a0$"),
        (Decimal(12500), "12\u00a0500\u00a0$"),
        (Decimal(0), "0\u00a0$"),
        (None, ""),
    ],
)
def test_a_sum_is_read(amount: Decimal | None, words: str) -> None:
    assert dollars(amount) == words


@pytest.mark.parametrize("typed", ["1 250,50 $", "1250.50", "1250,5", "1\u202f250,50\u00a0$", "1 250.50"])
def test_a_sum_is_typed_as_one_likes(typed: str) -> None:
    assert FIELD.clean(typed) == Decimal("1250.50")


@pytest.mark.parametrize("typed", ["mille", "12,3456", "1,250,50", "99999999999"])
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        FIELD.clean(typed)


@given(st.decimals(min_value=0, max_value=99_999_999, places=2))
def test_what_is_read_can_be_typed_again(amount: Decimal) -> None:
    assert FIELD.clean(dollars(amount)) == FIELD.clean(plain_dollars(amount)) == amount
