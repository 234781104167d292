"""Writes a frame as the site writes a report: UTF-8, commas, line feeds, unknown empty, decimals with their places."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa

FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""Text that a spreadsheet would run: it bears one apostrophe in front."""


def to_csv(frame: pd.DataFrame) -> bytes:
    """The frame as a CSV: of a whole report, the very bytes of the report's own file.

    Raises TypeError for a column that is not one of Arrow: a float has lost what the site would print.
    """
    columns = [[spell(cell) for cell in cells(frame[name])] for name in frame.columns]
    lines = [",".join(map(quoted, frame.columns)), *map(",".join, zip(*columns, strict=True))]
    return "".join(f"{line}\n" for line in lines).encode()


def cells(column: pd.Series) -> list[Any]:
    """The values of a column as Python has them, None where unknown; moments in UTC."""
    if not isinstance(column.dtype, pd.ArrowDtype):
        raise TypeError(f"{column.name} is {column.dtype}, not a type of Arrow, so its exact values are not known.")
    found = pa.array(column)
    kind = found.type
    if pa.types.is_floating(kind):
        raise TypeError(f"{column.name} is {kind}, and no figure of the record is a float.")
    return list(found.to_pylist())


def spell(cell: Any) -> str:
    """A cell as the file has it."""
    return "" if cell is None else SPELLERS[type(cell)](cell)


def text(cell: str) -> str:
    return quoted(f"'{cell}" if FORMULA.match(cell) else cell)


def quoted(cell: str) -> str:
    if any(sign in cell for sign in ',"\n\r'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def moment(cell: datetime) -> str:
    return cell.isoformat(timespec="milliseconds").replace("+00:00", "Z")


SPELLERS: dict[type, Callable[[Any], str]] = {
    str: text,
    Decimal: lambda cell: f"{cell:f}",
    int: str,
    bool: lambda cell: "true" if cell else "false",
    date: date.isoformat,
    datetime: moment,
}
