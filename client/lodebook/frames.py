"""Builds a data frame from rows of an answer, with what was asked and answered in its `attrs`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from .columns import array

Row = Mapping[str, Any]
Described = Mapping[str, Any]
"""A column as the API describes it: name, label, meaning, type, unit."""


def together(chunks: Sequence[pa.Array]) -> pa.Array:
    """The chunks of a column as one; of the widest type, where a figure of one has more digits than others."""
    widest = max((chunk.type for chunk in chunks), key=lambda kind: kind.precision if pa.types.is_decimal(kind) else 0)
    return pa.concat_arrays([chunk.cast(widest) for chunk in chunks])


def typed(columns: Sequence[Described], pages: Iterable[Sequence[Row]]) -> dict[str, pa.Array]:
    """The cells of each column, typed, page by page."""
    chunks: dict[str, list[pa.Array]] = {column["name"]: [array(column["type"], [])] for column in columns}
    for rows in pages:
        for column in columns:
            name = column["name"]
            chunks[name].append(array(column["type"], [row[name] for row in rows]))
    return {name: together(those) for name, those in chunks.items()}


def frame(columns: Sequence[Described], cells: Mapping[str, pa.Array], about: Mapping[str, Any]) -> pd.DataFrame:
    """One column of each of `columns`; `attrs` are `about` and what the columns mean."""
    series = {name: pd.Series(pd.arrays.ArrowExtensionArray(those)) for name, those in cells.items()}
    made = pd.DataFrame(series, copy=False)
    told = {one["name"]: {key: one[key] for key in ("label", "meaning", "type", "unit")} for one in columns}
    made.attrs = {**about, "columns": told}
    return made
