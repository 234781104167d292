"""Asking a report in a test, and reading its files back as an auditor would."""

import csv
import io
from decimal import Decimal

from openpyxl import load_workbook

from portfolio.exports import csv as csv_export
from portfolio.exports import json as json_export
from portfolio.exports import xlsx as xlsx_export
from portfolio.exports.text import unguarded
from portfolio.positions.filters import Filters
from portfolio.reports import REPORTS
from portfolio.reports.base import Report, Type
from record.calculations.as_of import AsOf


def ask(name: str, at: AsOf, **filters) -> Report:
    return REPORTS[name].report(at=at, filters=Filters(**filters))


def csv_bytes(report: Report) -> bytes:
    return b"".join(csv_export.pieces(report))


def json_bytes(report: Report) -> bytes:
    return b"".join([json_export.opening(report, report.at), *json_export.rest(report)])


def xlsx_bytes(report: Report) -> bytes:
    file = io.BytesIO()
    xlsx_export.write(report, file)
    return file.getvalue()


def csv_rows(content: bytes, columns=()) -> list[dict[str, str]]:
    """The rows of a CSV as text by column, the guard against formulas taken off the text columns."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    texts = {column.name for column in columns if column.type is Type.TEXT}
    return [{name: unguarded(cell) if name in texts else cell for name, cell in row.items()} for row in rows]


def rows_of(report: Report) -> list[dict[str, str]]:
    return csv_rows(csv_bytes(report), report.columns)


def xlsx_rows(report: Report) -> list[dict]:
    """The cells of the first sheet as openpyxl reads them, by column."""
    sheet = load_workbook(io.BytesIO(xlsx_bytes(report))).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def by_investment(report: Report) -> dict[str, dict[str, str]]:
    return {row["investment"]: row for row in rows_of(report)}


def total(report: Report, label: str) -> dict:
    return next(one.values for one in report.totals if one.label == label)


def millions(amount) -> Decimal:
    return amount / 1_000_000
