"""An installation has passed all the migrations that a squashed one replaces, or none: half-way, it is refused."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests.migrated import ROOMS

OURS = sorted(config.label for config in apps.get_app_configs() if config.name.split(".")[0] in ROOMS)


@pytest.mark.django_db
@pytest.mark.parametrize("room", OURS)
def test_room_migrated_half_way_is_refused_by_name(room: str) -> None:
    (first,) = MigrationLoader(connection).graph.root_nodes(room)
    replaced = MigrationLoader(connection).disk_migrations[first].replaces

    MigrationRecorder(connection).record_unapplied(*replaced[-1])

    with pytest.raises(NodeNotFoundError, match=f"Django tried to replace migration {room}"):
        MigrationLoader(connection)
