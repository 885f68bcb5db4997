"""Makes the database itself keep the errata of newsletters as they were published, on both engines.

On SQLite a migration that alters the table makes it anew and so loses its triggers: such a migration must end with
``protect``, and `tests/newsletters/test_lasting_errata.py` fails until it does. Who published one is left out: an
account may be deleted.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "newsletters_issueerratum"
REFUSAL = "an erratum stays as it was published"
KEPT = ("id", "page_id", "part", "original", "words", "published_at")


def _changes(otherwise: str) -> str:
    """``otherwise`` is how an engine says « is not, even where empty »."""
    return " OR ".join(f"NEW.{column} {otherwise} OLD.{column}" for column in KEPT)


PROTECT = {
    "sqlite": [
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE ON {TABLE} WHEN {_changes('IS NOT')} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ],
    "postgresql": [
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE ON {TABLE} FOR EACH ROW "
        f"WHEN ({_changes('IS DISTINCT FROM')}) EXECUTE FUNCTION {TABLE}_refuse()",
        f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
    ],
}
UNPROTECT = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("change", "delete")],
    "postgresql": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb} ON {TABLE}" for verb in ("change", "delete", "truncate")],
}


def protect(connection: BaseDatabaseWrapper) -> None:
    unprotect(connection)
    _run(connection, PROTECT)


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """For the reverse of a migration, and for a test that puts its database back."""
    _run(connection, UNPROTECT)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
