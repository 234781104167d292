"""Which Arrow type holds a column, by the type that the API says it has."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa

DIGITS, MOST = 30, 76
"""Of an exact number in all, before and behind the point: as a rule, and where a figure has more.

Arrow gives a difference one digit more than its terms, a quotient or a product those of both, and refuses what has more
than its type can hold: of decimal128(38, 2), as in Parquet files, no two columns can even be subtracted.
"""
PLACES = {"usd": 2, "price": 8, "shares": 6, "fraction": 6, "quantity": 6, "factor": 8}
OTHERS: Mapping[str, pa.DataType] = {
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "moment": pa.timestamp("ms", "UTC"),
}
"""Any other type, such as partial dates (2026-Q3), is text as given."""
Data = TypeVar("Data", pd.Series, pd.DataFrame)


def array(type_: str, cells: Sequence[Any]) -> pa.Array:
    """The cells of a column as JSON has them, typed; null for what is unknown."""
    if type_ in ("integer", "boolean"):
        return pa.array(cells, OTHERS[type_])
    text = pa.array(cells, pa.string())
    return exact(text, PLACES[type_]) if type_ in PLACES else text.cast(OTHERS.get(type_, pa.string()))


def exact(cells: pa.Array, places: int) -> pa.Array:
    """Numbers as decimals of 30 digits, of 76 where one of them needs more."""
    try:
        return cells.cast(pa.decimal256(DIGITS, places))
    except pa.ArrowInvalid:
        return cells.cast(pa.decimal256(MOST, places))


def with_room(data: Data) -> Data:
    """The same exact numbers, with room to calculate with them.

    Arrow makes a sum by group as wide as it can, and a Parquet file has 38 digits; then it refuses to subtract, to
    multiply or to divide. Here each decimal has 30 digits again, where its figures fit in.
    """
    if isinstance(data, pd.Series):
        if not (isinstance(data.dtype, pd.ArrowDtype) and pa.types.is_decimal(data.dtype.pyarrow_dtype)):
            return data
        made = data.copy(deep=False)
        cells = exact(pa.array(data), data.dtype.pyarrow_dtype.scale)
        return pd.Series(pd.arrays.ArrowExtensionArray(cells), index=made.index, name=made.name)
    made = data.copy(deep=False)
    for place in range(made.shape[1]):
        made.isetitem(place, with_room(made.iloc[:, place]))
    return made
