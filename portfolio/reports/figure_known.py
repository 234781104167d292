"""A report narrowed by what is known of one of its figures."""

from collections.abc import Sequence

from portfolio.calculations.row_states import YesNo
from portfolio.positions.filters import Filters

from .base import Column, Line


def figures_of(columns: Sequence[Column]) -> list[Column]:
    """The columns by which a report may be narrowed so: those of exact numbers."""
    return [column for column in columns if column.type.places is not None]


def with_figure(columns: Sequence[Column], lines: Sequence[Line], filters: Filters) -> list[Line]:
    """The lines that have, or could have, the figure that is asked for; of them those where it is known, or is not.

    All where no figure is asked for. Those that can have no such figure are in neither.
    """
    if not filters.figure:
        return list(lines)
    column = next(one for one in columns if one.name == filters.figure)
    found = []
    for line in lines:
        is_known = column.known(line) is not None
        if not is_known and column.absence(line):
            continue
        if filters.known in ("", YesNo.YES if is_known else YesNo.NO):
            found.append(line)
    return found
