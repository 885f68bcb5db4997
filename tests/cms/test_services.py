"""What the tests stand on: each has a cache of its own."""

import pytest
from django.core.cache import cache


@pytest.mark.parametrize("_turn", [1, 2])
def test_cache_holds_nothing_of_another_test(_turn: int) -> None:
    assert cache.get("left-by-the-other-turn") is None
    cache.set("left-by-the-other-turn", "here")
    assert cache.get("left-by-the-other-turn") == "here"
