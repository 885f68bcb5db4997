"""One of many values, in one parameter: `filter(word__among=words)`.

Of a thousand parameters, Django, the driver and the database each make a thousand things; of one list, one.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import CharField, IntegerField, Lookup


@CharField.register_lookup
@IntegerField.register_lookup
class Among(Lookup):
    """``IN``, of strings or of whole numbers; the index of the column answers it as it answers ``IN``."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """SQLite reads the list as a table."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*parameters, json.dumps(list(self.rhs))]  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """PostgreSQL reads it as an array."""
        column, parameters = self.process_lhs(compiler, connection)
        kind = "text" if isinstance(self.lhs.output_field, CharField) else "bigint"
        return f"{column} = ANY(%s::{kind}[])", [*parameters, "{" + ",".join(map(_in_an_array, self.rhs)) + "}"]


def _in_an_array(value: str | int) -> str:
    """As PostgreSQL writes an element of an array; a driver looks at each to learn what they are."""
    if isinstance(value, int):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
