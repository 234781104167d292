"""No cell of text in any file of any report runs in a spreadsheet: each text column of each report, on a whole book."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from portfolio.exports import csv as csv_export
from portfolio.exports import xlsx as xlsx_export
from portfolio.exports.text import FORMULA, unguarded
from portfolio.positions.filters import Filters
from portfolio.reports import REPORTS
from portfolio.reports.base import Type
from portfolio.services import capacity
from record.calculations.partial_dates import PartialDate
from tests.cast import Cast, now

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1+1", "＝1")
HOLDS = {
    Type.INTEGER: int, Type.BOOLEAN: bool, Type.DATE: date, Type.PARTIAL_DATE: (PartialDate, date),
    Type.MOMENT: datetime,
}  # fmt: skip


@pytest.fixture
def answers(whole_book: Cast):
    capacity.run(now(), draws=200)
    at = now()
    return {name: definition.report(at=at, filters=Filters()) for name, definition in REPORTS.items()}


def hostile(report):
    """The report with a line for each formula, which stands in every column of text."""
    columns = [
        replace(column, value=(lambda line: line) if column.type is Type.TEXT else (lambda line: None))
        for column in report.columns
    ]
    return replace(report, columns=columns, lines=list(HOSTILE))


def test_a_formula_in_any_text_column_is_text_in_csv_and_xlsx(answers):
    counted = 0
    for name, report in answers.items():
        made = hostile(report)
        texts = [column.name for column in made.columns if column.type is Type.TEXT]
        rows = list(csv.DictReader(io.StringIO(b"".join(csv_export.pieces(made)).decode(), newline="")))
        assert len(rows) == len(HOSTILE), name
        for row, given in zip(rows, HOSTILE, strict=True):
            for column in texts:
                counted += 1
                assert row[column].startswith("'"), (name, column, row[column])
                assert unguarded(row[column]) == given, (name, column)
        file = io.BytesIO()
        xlsx_export.write(made, file)
        for sheet in load_workbook(file).worksheets:
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert "f" not in kinds, (name, sheet.title)
    assert counted > 8 * 300


def test_a_column_that_is_not_text_holds_no_text(answers):
    """Text is guarded by the type of its column, so that no other column may hold any."""
    wrong = set()
    for name, report in answers.items():
        for line in report.lines:
            for column in report.columns:
                found = column.known(line)
                if found is None or column.type is Type.TEXT:
                    continue
                if not isinstance(found, HOLDS.get(column.type, (Decimal, int))):
                    wrong.add((name, column.name, column.type.value, type(found).__name__))
    assert not wrong


def test_no_cell_of_the_book_as_it_is_runs(answers):
    for name, report in answers.items():
        texts = [column.name for column in report.columns if column.type is Type.TEXT]
        for row in csv.DictReader(io.StringIO(b"".join(csv_export.pieces(report)).decode(), newline="")):
            assert not [row[one] for one in texts if FORMULA.match(row[one]) and not row[one].startswith("'")], name
