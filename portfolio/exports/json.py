"""JSON: what was asked, the columns, the rows by name with decimals as strings, the totals and notes."""

import json
from collections.abc import Iterator
from typing import Any

from portfolio.reports.base import Column, Definition, Report, Type
from record.calculations.as_of import AsOf
from record.calculations.formatting import moment

from .text import text

AS_THEY_ARE = (Type.INTEGER, Type.BOOLEAN)


def value(column: Column, cell: Any) -> Any:
    """A cell as JSON has it: null for the unknown, numbers of things and booleans as such, all else as text."""
    if cell is None or column.type in AS_THEY_ARE:
        return cell
    return text(column, cell)


def opening(asked: Report | Definition, at: AsOf) -> bytes:
    """The beginning of the document, up to the moment that was asked; what follows depends on its serial alone."""
    asked_for = {
        "report": asked.name,
        "title": asked.title,
        "question": asked.question,
        "as_of": at.as_of.isoformat(),
        "known_at": moment(at.known_at),
    }
    return _dumps(asked_for)[:-1].encode()


def head(report: Report) -> dict[str, Any]:
    """The recording up to which was read, what narrows the answer, what the columns mean."""
    return {
        "recording": report.at.serial,
        "version": report.version,
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


def rest(report: Report, *, size: int = 500) -> Iterator[bytes]:
    """What follows the opening, in pieces of `size` rows; together they are the document."""
    told = _dumps({**head(report), "totals": totals(report)})
    yield f',{told[1:-1]},"rows":['.encode()
    piece, before = [], ""
    for line in report.lines:
        named = {column.name: value(column, column.known(line)) for column in report.columns}
        piece.append(before + _dumps(named))
        before = ","
        if len(piece) >= size:
            yield "".join(piece).encode()
            piece = []
    yield ("".join(piece) + "]}\n").encode()


def _dumps(what: Any) -> str:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"))
