"""What a dry run would add: every rule of a write is asked, nothing is saved, no lock is held."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

M = TypeVar("M", bound=models.Model)


class DryRun:
    """The new rows of one write in order. For the rest of the same dry run they count as saved.

    A row gets a number below 0 as its key, which no saved row has, so that other rows may name it.
    """

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[Any]] = defaultdict(list)
        self._taken: dict[tuple[type[models.Model], tuple[str, ...]], set[tuple]] = defaultdict(set)
        self._last = 0

    def add(self, row: M) -> M:
        """Note a new row."""
        if row.pk is None:
            self._last -= 1
            row.pk = self._last
        self.rows[type(row)].append(row)
        for names, values in alone_in(row):
            self._taken[type(row), names].add(values)
        return row

    def of(self, model: type[M]) -> list[M]:
        """The new rows of a table."""
        return self.rows.get(model, [])

    def require_unique(self, row: models.Model) -> None:
        """Raises ValidationError where a new row has a value that another new row of its table has alone."""
        for names, values in alone_in(row):
            if values in self._taken[type(row), names]:
                name = names[0] if len(names) == 1 else NON_FIELD_ERRORS
                raise ValidationError({name: [row.unique_error_message(type(row), names)]})


def alone_in(row: models.Model) -> Iterator[tuple[tuple[str, ...], tuple]]:
    """The columns, singly or together, in which no two rows of the table are alike, and what the row has in them."""
    for names in unique_columns(type(row)):
        values = tuple(row.serializable_value(name) for name in names)
        if None not in values:
            yield names, values


@cache
def unique_columns(model: type[models.Model]) -> tuple[tuple[str, ...], ...]:
    """The columns of a table, singly or together, in which no two rows are alike; but for its key."""
    alone = [(one.name,) for one in model._meta.concrete_fields if one.unique and not one.primary_key]
    unique = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    return (*alone, *(tuple(one.fields) for one in unique if one.fields and one.condition is None))


def unsaved_relations(row: models.Model) -> set[str]:
    """The relations of a row that lead to a row of a dry run, which no question to the database would find."""
    return {
        field.name
        for field in row._meta.concrete_fields
        if field.is_relation and (getattr(row, field.attname) or 0) < 0
    }
