"""What the tests of the memory share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def empty_archive(settings: Any, tmp_path: Path) -> Path:
    """A storage of the memory where no other test left a file."""
    location = tmp_path / "archive"
    private = {**settings.STORAGES["archive"], "OPTIONS": {"location": str(location)}}
    settings.STORAGES = {**settings.STORAGES, "archive": private}
    return location
