"""How each database writes the cells of a CSV: the text that `csv_cells` gives, character for character.

Each function is given a column of the query that gives the values, and its answer is an expression of text: on
PostgreSQL one that COPY writes, NULL for an empty cell, on SQLite the cell as it stands in the file.
"""

from collections.abc import Callable, Mapping

from portfolio.reports.base import PLACES, Type

from .text import FIRST

Formats = Mapping[Type, Callable[[str], str]]

FORMULA = ", ".join(str(ord(one)) for one in sorted(FIRST - {"'"}))
"""The code points of what begins a formula."""


def _guarded(x: str, first: str) -> str:
    """A text with one apostrophe in front of what looks like a formula; `first` gives the code point of a first letter.

    Most texts begin with a letter or a digit, and nothing more is asked of these.
    """
    is_formula = f"{first}(ltrim({x}, '''')) IN ({FORMULA})"
    starts = f"{first}({x})"
    return (
        f"WHEN {starts} BETWEEN 48 AND 57 OR {starts} BETWEEN 65 AND 126 THEN {x}"
        f" WHEN {x} = '' THEN NULL WHEN {is_formula} THEN '''' || {x} ELSE {x} END"
    )


def _chosen(x: str) -> str:
    return f"CASE WHEN {x} IS NULL THEN NULL WHEN {x} THEN 'true' ELSE 'false' END"


def _copied(places: int) -> Callable[[str], str]:
    """A scaled integer with its places: the product of exact numbers has the places of both."""
    return lambda x: f"({x} * 0.{1:0{places}})"


POSTGRESQL: Formats = {
    Type.TEXT: lambda x: f"CASE {_guarded(x, 'ascii')}",
    Type.INTEGER: lambda x: x,
    Type.BOOLEAN: _chosen,
    Type.DATE: lambda x: x,
    Type.PARTIAL_DATE: lambda x: f"nullif({x}, '')",
    Type.MOMENT: lambda x: f"to_char({x} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
    **{type_: _copied(places) for type_, places in PLACES.items()},
}
"""COPY quotes a cell with a comma, a quote or a line end (line feed, carriage return), as `csv_cells.quoted` does."""


def _cell(x: str) -> str:
    return f"coalesce({x}, '')"


def _text(x: str) -> str:
    """A text as `csv_cells.text_cell` writes it."""
    guarded = f"CASE {_guarded(x, 'unicode')}"
    has_any = " OR ".join(f"instr({x}, {one})" for one in ("','", "'\"'", "char(10)", "char(13)"))
    return _cell(f"CASE WHEN {has_any} THEN '\"' || replace({guarded}, '\"', '\"\"') || '\"' ELSE {guarded} END")


def _joined(places: int) -> Callable[[str], str]:
    """A scaled integer with its places, its whole and its fraction one after the other."""
    one = 10**places

    def format_(x: str) -> str:
        whole, fraction = f"(abs({x}) / {one})", f"substr({one} + abs({x}) %% {one}, 2)"
        return _cell(f"CASE WHEN {x} < 0 THEN '-' ELSE '' END || {whole} || '.' || {fraction}")

    return format_


def _moment(x: str) -> str:
    millisecond = f"substr(substr({x}, 21, 3) || '000', 1, 3)"
    return _cell(f"substr({x}, 1, 10) || 'T' || substr({x}, 12, 8) || '.' || {millisecond} || 'Z'")


SQLITE: Formats = {
    Type.TEXT: _text,
    Type.INTEGER: _cell,
    Type.BOOLEAN: lambda x: _cell(_chosen(x)),
    Type.DATE: _cell,
    Type.PARTIAL_DATE: _cell,
    Type.MOMENT: _moment,
    **{type_: _joined(places) for type_, places in PLACES.items()},
}
"""SQLite holds a date and a moment as text."""
