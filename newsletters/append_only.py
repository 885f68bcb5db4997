"""Makes the database itself refuse to change or empty the consent ledger, on both engines.

On SQLite a migration that alters the table makes it anew and so loses its triggers: such a migration
must end with ``protect``, and `tests/newsletters/test_ledger.py` fails until it does.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "newsletters_consentevent"
REFUSAL = "the consent ledger is append-only"

PROTECT = {
    "sqlite": [
        f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
    ],
}
UNPROTECT = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")],
    "postgresql": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb} ON {TABLE}" for verb in ("change", "truncate")],
}


def protect(connection: BaseDatabaseWrapper) -> None:
    _run(connection, UNPROTECT)
    _run(connection, PROTECT)


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """For the reverse of a migration, and for a test that puts its database back."""
    _run(connection, UNPROTECT)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
