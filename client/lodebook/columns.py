"""Which Arrow type holds a column, by the type that the API says it has."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

DIGITS = 38
"""Of an exact number in all, before and behind the point."""

ARROW: Mapping[str, pa.DataType] = {
    "usd": pa.decimal128(DIGITS, 2),
    "price": pa.decimal128(DIGITS, 8),
    "shares": pa.decimal128(DIGITS, 6),
    "fraction": pa.decimal128(DIGITS, 6),
    "quantity": pa.decimal128(DIGITS, 6),
    "factor": pa.decimal128(DIGITS, 8),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "moment": pa.timestamp("ms", "UTC"),
}
"""As the Parquet files of the site have them. Any other type, such as partial dates (2026-Q3), is text as given."""


def array(type_: str, cells: Sequence[Any]) -> pa.Array:
    """The cells of a column as JSON has them, typed; null for what is unknown, and for what has more than 38 digits."""
    kind = ARROW.get(type_, pa.string())
    if type_ in ("integer", "boolean"):
        return pa.array(cells, kind)
    text = pa.array(cells, pa.string())
    try:
        return text.cast(kind)
    except pa.ArrowInvalid:
        if not pa.types.is_decimal(kind):
            raise
        return pa.array([None if cell is None or is_too_long(cell) else cell for cell in cells], pa.string()).cast(kind)


def is_too_long(cell: str) -> bool:
    return len(cell.lstrip("-").replace(".", "").lstrip("0")) > DIGITS
