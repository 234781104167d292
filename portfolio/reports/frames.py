"""A report as a data frame: the same cells, exact and typed, with NA for what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from record.calculations.formatting import plain

from .base import Absent, Column, Report, Type

if TYPE_CHECKING:
    import pandas as pd

DIGITS = 38
"""Of an exact number in all, before and behind the point."""


def frame(report: Report) -> pd.DataFrame:
    """One row a line, one column a column; exact numbers are decimals, never floats; unknown is NA, and so is what
    has more than 38 digits.

    Days are dates, moments timestamps in UTC to the millisecond; partial dates are text, as given.
    """
    import pandas as pd

    lines = list(report.lines)
    return pd.DataFrame({column.name: _series(column, lines) for column in report.columns}, copy=False)


def _series(column: Column, lines: Sequence[Any]) -> pd.Series:
    import pandas as pd
    import pyarrow as pa

    places = column.type.places
    if places is not None:
        kind = pa.decimal128(DIGITS, places)
    else:
        kinds = {
            Type.INTEGER: pa.int64(),
            Type.BOOLEAN: pa.bool_(),
            Type.DATE: pa.date32(),
            Type.MOMENT: pa.timestamp("ms", "UTC"),
        }
        kind = kinds.get(column.type, pa.string())
    cells = pa.array([_cell(column, line) for line in lines], kind)
    return pd.Series(pd.arrays.ArrowExtensionArray(cells))


def _cell(column: Column, line: Any) -> Any:
    value = column.known(line)
    if value is None or isinstance(value, Absent):
        return None
    if column.type.places is not None:
        exact = Decimal(plain(value, column.type.places))
        return exact if len(exact.as_tuple().digits) <= DIGITS else None
    if column.type is Type.MOMENT:
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    return value if column.type in (Type.INTEGER, Type.BOOLEAN, Type.DATE) else str(value)
