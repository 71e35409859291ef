"""How are the few queries of every page asked quickly? Their SQL is made once: for a short answer Django takes longer to make it
than SQLite to give the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


class _Sql:
    """The SQL of a query. `conditions` are those of `filter`, with examples: values that are given later take their places."""

    def __init__(self, base: Callable[[], QuerySet[Any, Any]], most: int | None, conditions: Mapping[str, Any]) -> None:
        self._base, self._most, self._conditions = base, most, conditions
        self._made: tuple[str, int, str] | None = None

    def sql(self, values: tuple[Any, ...]) -> tuple[str, str]:
        """(the SQL, the alias of the database). Raises TypeError where not as many values are given as there are conditions."""
        if self._made is None:
            query = self._base()
            for name, example in self._conditions.items():
                # One after another: Django sorts conditions that come together, and each value must meet its own.
                query = query.filter(**{name: example})
            sql, examples = query[: self._most].query.sql_with_params()
            self._made = (sql, len(examples), query.db)
        sql, count, alias = self._made
        if len(values) != count:
            raise TypeError(f"{count} values were expected, and {len(values)} given")
        return sql, alias


class Rows(Generic[M]):
    """The rows of a query as objects of its model, by `order`, at most so many; what they refer to is not loaded."""

    def __init__(self, model: type[M], order: str = "pk", most: int | None = None, **conditions: Any) -> None:
        self._model = model
        self._sql = _Sql(lambda: model._default_manager.order_by(order), most, conditions)

    def __call__(self, *values: Any) -> list[M]:
        """The rows for these values, in the order in which the conditions were named."""
        sql, alias = self._sql.sql(values)
        with suppress(OverflowError):  # no row bears a number that SQLite cannot hold
            return list(self._model._default_manager.using(alias).raw(sql, values))
        return []

    def first(self, *values: Any) -> M | None:
        """The first row; None where there is none."""
        return next(iter(self(*values)), None)


class Columns:
    """The rows of a query with `values()` as the database has them, in the order of those columns."""

    def __init__(self, base: Callable[[], QuerySet[Any, Any]], most: int | None = None, **conditions: Any) -> None:
        self._sql = _Sql(base, most, conditions)

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, in the order in which the conditions were named; of a list, each of its members."""
        sql, alias = self._sql.sql(values)
        with suppress(OverflowError), connections[alias].cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
        return []
