"""The tables of a room are made at once, whatever their order and though they name each other."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

from crm.accounts.tables import CreateTables

ROOM = "accounts"


def named(name: str, other: str) -> CreateModel:
    field = models.ForeignKey(f"{ROOM}.{other}", models.CASCADE, null=True)
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), ("other", field)])


@pytest.mark.django_db(transaction=True)
def test_tables_that_name_each_other_are_made_and_unmade() -> None:
    operation = CreateTables([named("Chicken", "Egg"), named("Egg", "Chicken")])
    before, after = ProjectState(), ProjectState()
    assert list(after.apps.get_models()) == []  # made already, as they are between two migrations
    operation.state_forwards(ROOM, after)
    made_too_soon = "apps" in vars(after)

    with connection.schema_editor() as editor:
        operation.database_forwards(ROOM, editor, before, after)
    chicken, egg = (after.apps.get_model(ROOM, name) for name in ("Chicken", "Egg"))
    first = chicken.objects.create(other=egg.objects.create())
    made = set(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        operation.database_backwards(ROOM, editor, after, before)

    assert not made_too_soon
    assert egg.objects.model._meta.get_field("other").related_model is chicken
    assert first.other_id == 1
    assert made - set(connection.introspection.table_names()) == {"accounts_chicken", "accounts_egg"}
