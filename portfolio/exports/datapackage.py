"""datapackage.json (Frictionless): what the columns of a CSV are, its row count and its hash.

A CSV holds rows and nothing else. What is said of them, its totals and what its filters leave out stand here.
"""

import json
from collections import deque
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from portfolio.reports.base import Column, Report, Type
from portfolio.reports.file_names import file_name
from record.calculations.as_of import AsOf
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


class Counted:
    """The lines of a report's CSV as they pass: once all have, how many rows, how many bytes and their SHA-256."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.rows, self.size, self.digest = -1, 0, sha256()

    def __iter__(self) -> Iterator[bytes]:
        for line in csv.lines(self.report):
            encoded = line.encode()
            self.digest.update(encoded)
            self.size += len(encoded)
            self.rows += 1
            yield encoded

    def resource(self, path: str) -> dict[str, Any]:
        """What the file at `path` is."""
        report = self.report
        return {
            "profile": "tabular-data-resource",
            "name": report.name,
            "title": report.title,
            "path": path,
            "version": str(report.version),
            "encoding": "utf-8",
            "format": "csv",
            "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
            "bytes": self.size,
            "hash": f"sha256:{self.digest.hexdigest()}",
            "rows": self.rows,
            "schema": {"fields": [_field(column) for column in report.columns], "missingValues": [""]},
        }


def describe(report: Report) -> dict[str, Any]:
    """The package of the CSV with the same question. Reads every row once, to count and hash the file."""
    counted = Counted(report)
    deque(counted, maxlen=0)
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
        "resources": [counted.resource(file_name(report.name, report.at, report.filters, "csv"))],
    }


def describe_all(resources: list[dict[str, Any]], at: AsOf) -> dict[str, Any]:
    """The package of many files at one time. The moment asked is no part of it: asked again, it has the same bytes."""
    return {
        "profile": "tabular-data-package",
        "name": "audit-package",
        "title": "Audit package",
        "description": GUARD,
        "as_of": at.as_of.isoformat(),
        "recording": at.serial,
        "resources": resources,
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
