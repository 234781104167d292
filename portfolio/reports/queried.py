"""Lines that one query of the database gives, so that a file of a million of them need not pass through Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, Self, runtime_checkable

from django.db.models import QuerySet
from django.db.models.expressions import Combinable


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A column's value that stands in what is read beforehand by a key of the line: of an entry, what its award says.

    `value` takes it from what was found.
    """

    value: Callable[[Any], Any]


Expression = Combinable | LookedUp
"""How the database finds the value of a column: an expression over the query of the lines, or what was looked up."""


class Found(partial):
    """The value of a column that the database finds by itself as well: called, it is Python's.

    Both are one object, so that a column that is given another value keeps no expression of the old one.
    """

    expression: Expression

    def __new__(cls, value: Callable[[Any], Any], expression: Expression) -> Self:
        found = super().__new__(cls, value)
        found.expression = expression
        return found


def expression_of(column: Any) -> Expression | None:
    """How the database finds the value of a column; None where Python alone does."""
    return column.value.expression if isinstance(column.value, Found) else None


@dataclass(frozen=True, slots=True)
class Queried:
    """A row a line: the query, by which of its columns the rows are ordered, and what is looked up by which.

    Who reads the query tells `count` how many rows were read so far.
    """

    query: QuerySet
    order: str
    key: str
    found: Mapping[Any, Any]
    count: Callable[[int], None] = lambda rows: None


@runtime_checkable
class Queryable(Protocol):
    """Lines that can say which query gives them, with every expression of their report's columns; None if none does."""

    def queried(self) -> Queried | None: ...
