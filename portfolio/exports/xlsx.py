"""XLSX: typed cells, a frozen header, and a sheet that says what each column means."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

from portfolio.reports.base import Column, Report, Type

from .text import text

MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
FORMATS = {
    Type.USD: "#,##0.00",
    Type.PRICE: "#,##0.00######",
    Type.SHARES: "#,##0.######",
    Type.QUANTITY: "#,##0.######",
    Type.FACTOR: "#,##0.########",
    Type.FRACTION: "0.0#####%",
    Type.DATE: "yyyy-mm-dd",
}
FIRST_DAY = date(1900, 3, 1)  # Excel's calendar is wrong before it


def write(report: Report, file: BinaryIO) -> None:
    """Write the workbook. Raises ValueError for more rows than a sheet holds, or more text than a cell does."""
    if len(report.lines) > MOST_ROWS:
        raise ValueError(
            f"{len(report.lines):,} rows are more than a sheet holds ({MOST_ROWS:,}). "
            "Take the CSV, or narrow the report."
        )
    with xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        # The workbook bears the moment that was asked, so that the same question gives the same file.
        book.set_properties({"title": report.title, "created": report.at.known_at.astimezone(UTC).replace(tzinfo=None)})
        _rows(book, report)
        _meanings(book, report)


def _rows(book: xlsxwriter.Workbook, report: Report) -> None:
    sheet = book.add_worksheet(report.title[:31])
    bold = book.add_format({"bold": True})
    formats = {type_: book.add_format({"num_format": code}) for type_, code in FORMATS.items()}
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(report.columns):
        sheet.set_column(place, place, 18)
        sheet.write_string(0, place, column.name, bold)
    for number, line in enumerate(report.lines, start=1):
        for place, column in enumerate(report.columns):
            _cell(sheet, number, place, column, column.known(line), formats.get(column.type))


def _cell(sheet: Any, number: int, place: int, column: Column, value: Any, style: Any) -> None:
    if value is None:
        return
    if column.type.is_number and _fits(value):
        sheet.write_number(number, place, float(value), style)
    elif column.type is Type.BOOLEAN:
        sheet.write_boolean(number, place, value)
    elif column.type is Type.DATE and value >= FIRST_DAY:
        sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001 a day
    else:
        formatted = text(column, value)
        if len(formatted) > LONGEST_TEXT:
            raise ValueError(
                f"{column.name} in row {number:,} has {len(formatted):,} characters, more than a cell holds "
                f"({LONGEST_TEXT:,}). Take the CSV."
            )
        sheet.write_string(number, place, formatted)


def _fits(value: Decimal | int) -> bool:
    """True where Excel's binary number gives the figure back; a longer one stays exact as text."""
    return Decimal(repr(float(value))) == value


def _meanings(book: xlsxwriter.Workbook, report: Report) -> None:
    sheet = book.add_worksheet("Columns")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 1, 24)
    sheet.set_column(4, 4, 100)
    head = ("column", "label", "type", "unit", "meaning")
    rows = [(c.name, c.label, c.type.value, c.unit, c.meaning) for c in report.columns]
    for number, row in enumerate([head, *rows]):
        for place, value in enumerate(row):
            sheet.write_string(number, place, value)
    asked = {
        "as_of": report.at.as_of.isoformat(),
        "known_at": report.at.known_at.astimezone(UTC).isoformat(),
        "recording": str(report.at.serial),
        **report.filters.asked(),
    }
    for number, (name, value) in enumerate(asked.items(), start=len(rows) + 2):
        sheet.write_string(number, 0, name)
        sheet.write_string(number, 1, value)
    for number, note in enumerate(report.notes, start=len(rows) + 3 + len(asked)):
        sheet.write_string(number, 0, note)
