"""What the measures are given here that `make bench` does not give them: a database that is migrated already."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks._databases import MIGRATED


@pytest.fixture
def environment(migrated_file: Path | None) -> dict[str, str]:
    """Nothing of the services that the run uses; on PostgreSQL a measure migrates for itself."""
    outside = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return {**outside, MIGRATED: str(migrated_file)} if migrated_file else outside
