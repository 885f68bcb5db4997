"""Compiles an update of the ORM once and runs it many times, its arguments changing.

Compiling takes Django ten times longer than the database takes to do it, and a mailing does it twice
a letter. The query stays the ORM's own, so consent is still written in one place (`querysets.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.db import connection
from django.db.models import DateTimeField, Expression, Field, Model, QuerySet
from django.db.models.sql import UpdateQuery


class Param(Expression):
    """An argument that each run gives a value to."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Param]]:  # type: ignore[override]
        return "%s", [self]

    def value(self, arguments: dict[str, Any]) -> Any:
        """This run's argument, as the database's driver wants it."""
        value = arguments[self.name]
        if isinstance(self.output_field, DateTimeField) and isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        return value


class PreparedUpdate:
    """``queryset.update(**changes)``, with a `Param` wherever a run's argument goes."""

    def __init__(self, queryset: QuerySet[Model], **changes: Any) -> None:
        query = cast(UpdateQuery, queryset.query.chain(UpdateQuery))
        query.add_update_values(changes)
        self._sql, self._params = query.get_compiler(connection=connection).as_sql()
        self._key = connection.ops.quote_name(str(queryset.model._meta.pk.column))

    def run(self, **arguments: Any) -> int:
        """Run it once; returns how many rows changed."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, self._values(arguments))
            return cursor.rowcount

    def run_each(self, rows: Iterable[dict[str, Any]]) -> None:
        """Run it once for each set of arguments, in as few exchanges with the database as its driver can."""
        with connection.cursor() as cursor:
            cursor.executemany(self._sql, [self._values(arguments) for arguments in rows])

    def run_returning(self, **arguments: Any) -> set[int]:
        """Run it once; returns the primary keys of the rows that changed."""
        with connection.cursor() as cursor:
            cursor.execute(f"{self._sql} RETURNING {self._key}", self._values(arguments))
            return {number for (number,) in cursor.fetchall()}

    def _values(self, arguments: dict[str, Any]) -> list[Any]:
        return [param.value(arguments) if isinstance(param, Param) else param for param in self._params]
