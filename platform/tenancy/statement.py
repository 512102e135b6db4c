"""Queries whose SQL is composed once in a process.

Django composes the SQL of a queryset anew at every use. For a query over many columns that takes several times as long
as the database needs to answer, and the SQL differs only in its values. A function under `@statement` gives the
queryset; its keyword arguments are the values, which it must pass on to lookups and never look into:

    @statement
    def _cases(submitted: bool, *, applicant: Any) -> QuerySet[Case]:
        cases = Case.objects.submitted() if submitted else Case.objects.drafts()
        return cases.filter(applicant=applicant)

    _cases(True, applicant=5)  # the list that the queryset would give

There is one SQL for each set of positional arguments and of names of values. The function may depend on nothing else:
what it reads of the clock, of a person or of a setting would stay in the SQL. A value may not be None, because SQL
finds nothing equal to it; a list of numbers is passed on as `among(numbers)`, for `__in`. Tables are named without a
schema, so the same SQL reads those of whatever company is set.
"""

import copy
from collections.abc import Callable, Hashable
from functools import update_wrapper
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Given(Expression):
    """The place of a value in the composed SQL."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def among(numbers: Any) -> Expression:
    """Whole numbers that are given, for `__in`: one SQL, however many there are."""
    return _Among(numbers)


class _Among(Expression):
    def __init__(self, numbers: Any) -> None:
        super().__init__()
        self.numbers = numbers if isinstance(numbers, Given) else list(numbers)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "(SELECT unnest(%s::bigint[]))", [self.numbers]


class _Composed(Generic[Row]):
    def __init__(self, queryset: QuerySet[Any, Row]) -> None:
        self.queryset = queryset
        self.compiler: SQLCompiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.params = self.compiler.as_sql()

    def read(self, values: dict[str, Any]) -> list[Row]:
        """Django's own code reads the rows: only the step that composes the SQL is left out."""
        params = tuple(values[it.name] if isinstance(it, Given) else it for it in self.params)
        compiler: Any = copy.copy(self.compiler)
        compiler.connection = connections[compiler.using]  # each thread has its own
        compiler.as_sql = lambda *args, **kwargs: (self.sql, params)
        queryset = self.queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
        return list(queryset)


class Statement(Generic[Row]):
    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self.make = make
        self._composed: dict[tuple[tuple[Hashable, ...], frozenset[str]], _Composed[Row]] = {}
        update_wrapper(self, make)

    def __call__(self, *shape: Hashable, **values: Any) -> list[Row]:
        if None in values.values():
            raise ValueError("a value of a statement may not be None")
        key = (shape, frozenset(values))
        composed = self._composed.get(key)
        if composed is None:
            composed = self._composed[key] = _Composed(self.queryset(*shape, **{name: Given(name) for name in values}))
        return composed.read(values)

    def queryset(self, *shape: Hashable, **values: Any) -> QuerySet[Any, Row]:
        """The queryset itself."""
        return self.make(*shape, **values)


statement = Statement
