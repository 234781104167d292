"""datapackage.json (Frictionless): what the columns of a CSV are, its row count and its hash."""

from hashlib import sha256
from typing import Any

from portfolio.reports.base import Column, Report, Type
from projects.calculations.spelling import moment

from . import csv

TYPES = {
    Type.USD: "number",
    Type.PRICE: "number",
    Type.SHARES: "number",
    Type.FRACTION: "number",
    Type.INTEGER: "integer",
    Type.BOOLEAN: "boolean",
    Type.DATE: "date",
    Type.MOMENT: "datetime",
}


def describe(report: Report) -> dict[str, Any]:
    """The package of the CSV with the same question. Reads every row once, to count and hash the file."""
    digest, size = sha256(), 0
    for piece in csv.pieces(report):
        digest.update(piece)
        size += len(piece)
    return {
        "profile": "tabular-data-package",
        "name": report.name,
        "title": report.title,
        "description": " ".join([report.question, *report.notes]),
        "as_of": report.at.as_of.isoformat(),
        "known_at": moment(report.at.known_at),
        "recording": report.at.serial,
        "filters": report.filters.asked(),
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": report.name,
                "path": f"{report.name}.csv",
                "encoding": "utf-8",
                "format": "csv",
                "dialect": {"delimiter": ",", "lineTerminator": "\n"},
                "bytes": size,
                "hash": f"sha256:{digest.hexdigest()}",
                "rows": len(report.rows),
                "schema": {"fields": [_field(column) for column in report.columns], "missingValues": [""]},
            }
        ],
    }


def _field(column: Column) -> dict[str, str]:
    field = {
        "name": column.name,
        "title": column.label,
        "type": TYPES.get(column.type, "string"),
        "description": column.meaning,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.type is Type.PARTIAL_DATE:
        field["pattern"] = r"\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?"
    return field
