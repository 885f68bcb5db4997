"""Makes the database itself refuse the same person twice in the same place at the same time, on both engines.

Two memberships are the same place when organization, seat, role and delegation are; they meet when the days that each
surely lasted do, or when their dates are written alike. On SQLite a migration that alters the table makes it anew and
loses its triggers: such a migration must end with ``refuse_overlaps``, or `tests/partners/test_overlaps.py` fails.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "partners_membership"
NAME = "membership_once_at_a_time"
REFUSAL = "the same membership overlaps itself"

SAME_PLACE = (
    "m.person_id = NEW.person_id AND m.organization_id = NEW.organization_id"
    " AND COALESCE(m.post_id, 0) = COALESCE(NEW.post_id, 0) AND m.role = NEW.role"
    " AND COALESCE(m.on_behalf_of_id, 0) = COALESCE(NEW.on_behalf_of_id, 0)"
)
SURE_DAYS_MEET = (
    "m.start_max <= m.end_min AND NEW.start_max <= NEW.end_min"
    " AND m.start_max <= NEW.end_min AND NEW.start_max <= m.end_min"
)
WRITTEN_ALIKE = (
    "COALESCE(m.starts_on, '') = COALESCE(NEW.starts_on, '') AND COALESCE(m.ends_on, '') = COALESCE(NEW.ends_on, '')"
)

ALLOW = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {NAME}_{verb}" for verb in ("insert", "update")],
    "postgresql": [
        f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {NAME}",
        f"DROP INDEX IF EXISTS {NAME}_alike",
    ],
}
REFUSE = {
    "sqlite": [
        f"CREATE TRIGGER {NAME}_{verb} BEFORE {verb} ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} m "  # noqa: S608
        f"WHERE m.id IS NOT NEW.id AND {SAME_PLACE} AND (({SURE_DAYS_MEET}) OR ({WRITTEN_ALIKE}))) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("insert", "update")
    ],
    "postgresql": [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        f"ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} EXCLUDE USING gist (person_id WITH =, organization_id WITH =, "
        "COALESCE(post_id, 0) WITH =, role WITH =, COALESCE(on_behalf_of_id, 0) WITH =, "
        "daterange(start_max, end_min, '[]') WITH &&) WHERE (start_max <= end_min)",
        f"CREATE UNIQUE INDEX {NAME}_alike ON {TABLE} (person_id, organization_id, COALESCE(post_id, 0), role, "
        "COALESCE(on_behalf_of_id, 0), COALESCE(starts_on, ''), COALESCE(ends_on, ''))",
    ],
}


def refuse_overlaps(connection: BaseDatabaseWrapper) -> None:
    allow_overlaps(connection)
    _run(connection, REFUSE)


def allow_overlaps(connection: BaseDatabaseWrapper) -> None:
    """For the reverse of a migration."""
    _run(connection, ALLOW)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
