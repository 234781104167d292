"""JSON: what was asked, the columns, the rows by name with decimals as strings, the totals and notes."""

import json
from collections.abc import Iterator
from typing import Any

from portfolio.reports.base import Column, Report, Type
from record.calculations.formatting import moment

from .text import text

AS_THEY_ARE = (Type.INTEGER, Type.BOOLEAN)


def value(column: Column, cell: Any) -> Any:
    """A cell as JSON has it: null for the unknown, numbers of things and booleans as such, all else as text."""
    if cell is None or column.type in AS_THEY_ARE:
        return cell
    return text(column, cell)


def head(report: Report) -> dict[str, Any]:
    """What was asked and what the columns mean."""
    return {
        "report": report.name,
        "title": report.title,
        "question": report.question,
        "as_of": report.at.as_of.isoformat(),
        "known_at": moment(report.at.known_at),
        "recording": report.at.serial,
        "filters": report.filters.asked(),
        "columns": [
            {
                "name": column.name,
                "label": column.label,
                "meaning": column.meaning,
                "type": column.type.value,
                "unit": column.unit,
            }
            for column in report.columns
        ],
        "notes": list(report.notes),
    }


def totals(report: Report) -> list[dict[str, Any]]:
    by_name = {column.name: column for column in report.columns}
    return [
        {
            "label": total.label,
            "values": {name: value(by_name[name], cell) for name, cell in total.values.items()},
            "note": total.note,
        }
        for total in report.totals
    ]


def pieces(report: Report, *, size: int = 500) -> Iterator[bytes]:
    """The document in pieces of `size` rows."""
    opening = _dumps({**head(report), "totals": totals(report)})
    yield f'{opening[:-1]},"rows":['.encode()
    piece, before = [], ""
    for line in report.lines:
        named = {column.name: value(column, column.value(line)) for column in report.columns}
        piece.append(before + _dumps(named))
        before = ","
        if len(piece) >= size:
            yield "".join(piece).encode()
            piece = []
    yield ("".join(piece) + "]}\n").encode()


def _dumps(what: Any) -> str:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"))
