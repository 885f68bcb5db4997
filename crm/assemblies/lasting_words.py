"""Makes the database itself keep what was decided: a number, once given; words, once they are sealed. On both engines.

On SQLite a migration that alters the table makes it anew and so loses its triggers: such a migration must end with
``protect``, and `tests/assemblies/test_lasting_words.py` fails until it does. A trigger reads its own row alone, so
that other tables may be made anew without it. Who moved and seconded is left out: two records of one person are merged.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "assemblies_decision"
NUMBER = ("state", "kind", "year", "rank", "number", "is_from_before", "adopted_on", "item_id", "assembly_id")
WORDS = (
    "title",
    "considerations",
    "text",
    "result",
    "votes_for",
    "votes_against",
    "abstentions",
    "voted_at",
)


def _differs(columns: tuple[str, ...], otherwise: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {otherwise} OLD.{column}" for column in columns) + ")"


def _rules(otherwise: str) -> dict[str, tuple[str, str, str]]:
    """Name: the verb, when it is refused, and why; ``otherwise`` is how an engine says « is not, even where empty »."""
    said = _differs(WORDS, otherwise)
    return {
        "keeps_number": ("UPDATE", f"OLD.number <> '' AND {_differs(NUMBER, otherwise)}", "a number stays"),
        "keeps_words": ("UPDATE", f"OLD.is_sealed AND (NOT NEW.is_sealed OR {said})", "sealed words stay"),
        "says_who_corrects": (
            "UPDATE",
            f"OLD.number <> '' AND NEW.version = OLD.version AND {said}",
            "a numbered decision is corrected by its verb",
        ),
        "stays": ("DELETE", "OLD.number <> '' OR OLD.is_sealed", "a decision of the register stays"),
    }


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {TABLE}_{name} BEFORE {verb} ON {TABLE} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        for name, (verb, when, refusal) in _rules("IS NOT").items()
    ]


def _postgresql() -> list[str]:
    refuse = (
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    return [
        refuse,
        *(
            f"CREATE TRIGGER {TABLE}_{name} BEFORE {verb} ON {TABLE} FOR EACH ROW WHEN ({when}) "
            f"EXECUTE FUNCTION {TABLE}_refuse('{refusal}')"
            for name, (verb, when, refusal) in _rules("IS DISTINCT FROM").items()
        ),
    ]


def protect(connection: BaseDatabaseWrapper) -> None:
    unprotect(connection)
    _run(connection, _sqlite() if connection.vendor == "sqlite" else _postgresql())


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """For the reverse of a migration, and for a test that puts its database back."""
    on_table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    _run(connection, [f"DROP TRIGGER IF EXISTS {TABLE}_{name}{on_table}" for name in _rules("")])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
