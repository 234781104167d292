"""XLSX: typed cells, a frozen header, a sheet of meanings, the same bytes twice."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from portfolio.exports import xlsx
from portfolio.reports.base import Type
from tests.portfolio.exports.made import COLUMNS, NONE, ROW, ZERO, report


def written(rows, columns=COLUMNS):
    file = io.BytesIO()
    xlsx.write(report(columns, rows), file)
    return file.getvalue()


def book(rows, columns=COLUMNS):
    return load_workbook(io.BytesIO(written(rows, columns)))


def test_cells_have_the_type_of_their_column():
    sheet = book([ROW]).worksheets[0]
    cells = [(cell.data_type, cell.value) for cell in sheet[2]]
    assert cells == [
        ("s", "=1+1"),
        ("n", -0.01),
        ("n", 30.03),
        ("n", 13320013),
        ("n", 0.15),
        ("n", 477.1),
        ("n", 0.4771),
        ("n", 42),
        ("b", True),
        ("d", datetime(2026, 2, 14)),  # noqa: DTZ001 a day
        ("s", "2026-Q3"),
        ("s", "2026-10-05T13:00:00.120Z"),
    ]


def test_the_header_is_frozen_and_named_as_in_the_csv():
    sheet = book([ROW]).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)


def test_the_unknown_has_no_cell_and_zero_is_zero():
    sheet = book([NONE, ZERO]).worksheets[0]
    assert [cell.value for cell in sheet[2]] == [None] * len(NONE)
    assert [cell.value for cell in sheet[3]][:9] == ["0", 0, 0, 0, 0, 0, 0, 0, False]


def test_a_figure_longer_than_excels_numbers_stays_exact_as_text():
    number = Decimal("92233720368547758.07")
    sheet = book([(number,), (Decimal("0.07"),)], {"usd": Type.USD}).worksheets[0]
    assert [sheet["A2"].value, sheet["A3"].value] == ["92233720368547758.07", 0.07]


def test_a_day_before_excels_calendar_stays_a_text():
    assert book([(date(1, 1, 1),)], {"date": Type.DATE}).worksheets[0]["A2"].value == "0001-01-01"


def test_a_second_sheet_says_what_each_column_means_and_what_was_asked():
    sheet = book([ROW]).worksheets[1]
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["column", "label", "type", "unit", "meaning"]
    assert ["usd", "Usd", "usd", "What usd means."] in rows
    assert ["as_of", "2026-06-30"] in rows
    assert ["recording", "7"] in rows
    assert ["A note."] in rows


def test_the_same_question_gives_the_same_bytes():
    assert written([ROW]) == written([ROW])


def test_a_text_longer_than_a_cell_is_refused_and_never_cut():
    with pytest.raises(ValueError, match="text in row 1 has 32,768 characters, more than a cell holds"):
        written([("x" * 32_768,)], {"text": Type.TEXT})
    assert book([("x" * 32_767,)], {"text": Type.TEXT}).worksheets[0]["A2"].value == "x" * 32_767


def test_more_rows_than_a_sheet_holds_are_refused_with_the_way_out():
    class Many(list):
        def __len__(self):
            return 1_048_576

    with pytest.raises(ValueError, match="1,048,576 rows are more than a sheet holds .* Take the CSV"):
        written(Many(), {"n": Type.INTEGER})
