"""The demo's board was elected, and its next election is being prepared."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.home.boards import assert_the_board_was_elected


@pytest.mark.django_db
def test_board_of_the_demo_comes_from_its_election(demo: datetime) -> None:
    assert_the_board_was_elected()
