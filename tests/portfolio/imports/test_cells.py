"""Cells: read right, or refused with what to do."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.exports.text import formatter, guarded
from portfolio.imports.cells import UnreadableCell, reader
from portfolio.imports.kinds import KINDS
from portfolio.imports.kinds.statistics import Printed, printed
from portfolio.imports.mapping import Mapping
from portfolio.imports.rows import read_rows
from portfolio.imports.tables import Formula, Line, Table
from portfolio.reports.base import Type
from record.calculations.typed_numbers import CONTROL

MONEY = reader(Type.USD)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("$1,234.50", "1234.50"),
        ("(1,234.50)", "-1234.50"),
        ("($1,234.50)", "-1234.50"),
        ("$(1,234.50)", "-1234.50"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("−0.01", "-0.01"),
        (" 7 ", "7"),
        ("US$ 7", "7"),
        ("7,400,000,000,000.00", "7400000000000.00"),
        ("0", "0"),
        ("'-0.01", "-0.01"),
    ],
)
def test_money_is_read_as_it_is_written(cell, number):
    assert MONEY(cell) == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("W", "withheld"),
        ("NA", "not available"),
        ("XX", "not applicable"),
        (">95", "is a bound"),
        ("1e5", "shortened by a spreadsheet"),
        ("1.234,50", "read in two ways"),
        ("12,34", "read in two ways"),
        ("1,23,456", "no number"),
        ("€5", "not in US dollars"),
        ("5%", "percentage"),
        ("0.005", "more than 2 decimal places"),
        ("99999999999999999999", "larger than the record"),
        ("nan", "no number"),
        ("Infinity", "no number"),
        ("١٢", "no number"),
        ("--5", "no number"),
        ("((5))", "no number"),
    ],
)
def test_what_is_no_amount_is_refused_with_what_to_do(cell, says):
    with pytest.raises(UnreadableCell, match=says):
        MONEY(cell)


def test_empty_is_unknown_and_not_zero():
    assert [reader(one)("") for one in (Type.USD, Type.INTEGER, Type.DATE, Type.PARTIAL_DATE, Type.BOOLEAN)] == [
        None
    ] * 5


def test_a_percentage_is_a_share():
    assert reader(Type.FRACTION)("7.945%") == Decimal("0.07945")
    assert reader(Type.FRACTION)("(5%)") == Decimal("-0.05")


def test_a_formula_is_refused_in_every_column():
    for one in Type:
        if one is not Type.MOMENT:
            with pytest.raises(UnreadableCell, match="formula"):
                reader(one)(Formula("=1+1"))


def test_text_that_would_run_is_refused_unless_it_is_guarded():
    with pytest.raises(UnreadableCell, match="put one apostrophe in front"):
        reader(Type.TEXT)("=1+1")
    assert reader(Type.TEXT)("'=1+1") == "=1+1"


@pytest.mark.parametrize("text", ["2026", "2026-H1", "2026-Q3", "2026-02", "2026-02-14"])
def test_a_partial_date_keeps_its_precision(text):
    assert str(reader(Type.PARTIAL_DATE)(text)) == text


def test_a_day_is_read_in_the_order_that_its_source_writes():
    assert reader(Type.DATE, dates="month first")("3/2/2026") == date(2026, 3, 2)
    assert reader(Type.DATE)("2026-03-02T00:00:00") == date(2026, 3, 2)
    with pytest.raises(UnreadableCell, match="may mean two days"):
        reader(Type.DATE)("3/2/2026")
    with pytest.raises(UnreadableCell, match="not in the calendar"):
        reader(Type.DATE)("2026-02-30")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("W", Printed(None, "W", "W", is_withheld=True)),
        ("NA", Printed(None, "NA", "NA")),
        ("E", Printed(None, "E", "E")),
        ("XX", Printed(None, "XX", "XX")),
        (">95", Printed(Decimal("95"), ">95", ">")),
        ("<0.5", Printed(Decimal("0.5"), "<0.5", "<")),
        ("e5,700", Printed(Decimal("5700"), "e5,700", is_estimated=True)),
        ("5,700", Printed(Decimal("5700"), "5,700")),
        ("0", Printed(Decimal("0"), "0")),
        ("", None),
    ],
)
def test_a_statistic_keeps_what_is_printed(cell, expected):
    assert printed(cell) == expected


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).filter(lambda text: not CONTROL.search(text)))
def test_any_text_that_we_write_is_read_back(text):
    assert reader(Type.TEXT)(guarded(text)) == text


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2, allow_nan=False, allow_infinity=False))
def test_any_amount_that_we_write_is_read_back(amount):
    assert MONEY(formatter(Type.USD)(amount)) == amount


@given(st.text())
def test_any_cell_is_read_or_refused_in_a_sentence(text):
    for read in (printed, *map(reader, Type)):
        stated = None
        try:
            read(text)
        except UnreadableCell as error:
            stated = str(error)
        assert stated is None or stated.endswith((".", "?")), stated


DATED = [
    (kind.name, one.name)
    for kind in KINDS.values()
    for one in kind.wanted
    if one.column.type in (Type.DATE, Type.PARTIAL_DATE) and not one.shown_only
]


@pytest.mark.parametrize("written", ["1799-12-31", "2200", "9999-12-31", "0026-02"])
@pytest.mark.parametrize(("kind", "column"), DATED)
def test_a_day_outside_the_calendar_is_refused_in_its_own_cell(kind, column, written):
    wanted = KINDS[kind].wanted
    needed = [one.name for one in wanted if one.is_required and one.name != column]
    row = read_rows(Table([*needed, column], [Line(2, [*("x" for _ in needed), written])]), wanted, Mapping()).rows[0]
    told = next(place for place in row.refused if place[0] == column)
    assert told[1] == written
    assert "outside the calendar of the record, 1800 to 2199" in told[2]


def test_a_slashed_date_without_any_month_is_no_date():
    with pytest.raises(UnreadableCell, match="is no date: neither part is a month"):
        reader(Type.DATE)("13/25/2026")
