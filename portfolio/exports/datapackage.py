"""datapackage.json (Frictionless): what the columns of a CSV are, its row count and its hash.

A CSV holds rows and nothing else. What is said of them, its totals and what its filters leave out stand here.
"""

import json
from hashlib import sha256
from typing import Any

from portfolio.reports.base import Column, Report, Type, file_name
from record.calculations.formatting import moment

from . import csv
from .json import totals

TYPES = {
    Type.USD: "number",
    Type.PRICE: "number",
    Type.SHARES: "number",
    Type.FRACTION: "number",
    Type.QUANTITY: "number",
    Type.FACTOR: "number",
    Type.INTEGER: "integer",
    Type.BOOLEAN: "boolean",
    Type.DATE: "date",
    Type.MOMENT: "datetime",
}

GUARD = (
    "An empty field is unknown. A text that a spreadsheet would run as a formula bears one apostrophe in front; "
    "take it off to have the text."
)


def describe(report: Report) -> dict[str, Any]:
    """The package of the CSV with the same question. Reads every row once, to count and hash the file."""
    digest, size, rows = sha256(), 0, -1
    for line in csv.lines(report):
        encoded = line.encode()
        digest.update(encoded)
        size += len(encoded)
        rows += 1
    return {
        "profile": "tabular-data-package",
        "name": report.name,
        "title": report.title,
        "description": " ".join([report.question, *report.notes, GUARD]),
        "as_of": report.at.as_of.isoformat(),
        "known_at": moment(report.at.known_at),
        "recording": report.at.serial,
        "filters": report.filters.asked(),
        "notes": list(report.notes),
        "totals": totals(report),
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": report.name,
                "path": file_name(report.name, report.at, report.filters, "csv"),
                "encoding": "utf-8",
                "format": "csv",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
                "bytes": size,
                "hash": f"sha256:{digest.hexdigest()}",
                "rows": rows,
                "schema": {"fields": [_field(column) for column in report.columns], "missingValues": [""]},
            }
        ],
    }


def content(report: Report) -> bytes:
    return json.dumps(describe(report)).encode()


def _field(column: Column) -> dict[str, Any]:
    field = {
        "name": column.name,
        "title": column.label,
        "type": TYPES.get(column.type, "string"),
        "description": column.meaning,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.type is Type.PARTIAL_DATE:
        field["constraints"] = {"pattern": r"\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?"}
    if column.type is Type.MOMENT:
        field["format"] = "%Y-%m-%dT%H:%M:%S.%fZ"
    return field
