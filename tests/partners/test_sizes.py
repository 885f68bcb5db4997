"""How large a file is, as one says it."""

from __future__ import annotations

import pytest

from crm.partners.domain.sizes import said_size


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 octet"), (25 * 2**20, "25 Mo"), (2_516_582, "2,4 Mo"), (10 * 2**20 + 60_000, "10,1 Mo"), (2**30, "1 Go")],
)
def test_a_whole_number_goes_without_its_zero(count: int, said: str) -> None:
    assert said_size(count).replace("\u00a0", " ") == said
