"""A cell as the database writes it is the cell that Python writes, of every type, on the database that is asked."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portfolio.calculations.fiscal_year import fiscal_year_of
from portfolio.exports.csv_cells import cell_format
from portfolio.exports.sql_formats import POSTGRESQL, SQLITE
from portfolio.models.ledger import reference
from portfolio.reports.base import PLACES, Column, Type
from portfolio.reports.entry_expressions import FiscalYear, Reference
from record.calculations.partial_dates import PartialDate
from tests.portfolio.exports.test_csv import AWKWARD

pytestmark = pytest.mark.django_db
several = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])

MORE = ["", "\\.", "\\N", "a\rb", "'", "''", "'\t", "'\n", "~", "{", "\x7f", "a'", "𝟘", "A=", "°=", " ="]
HELD_AS = {
    Type.TEXT: "text", Type.INTEGER: "bigint", Type.BOOLEAN: "boolean", Type.DATE: "date", Type.PARTIAL_DATE: "text",
    Type.MOMENT: "timestamptz", **dict.fromkeys(PLACES, "bigint"),
}  # fmt: skip


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def by_database(type_, stored):
    """The cells, one a line, each with the digit 1 behind it."""
    held = f"CAST(%s AS {HELD_AS[type_]})" if is_postgresql() else "%s"
    rows = " UNION ALL ".join(f"SELECT {held} AS x, {place} AS place" for place, _ in enumerate(stored))
    formatted = (POSTGRESQL if is_postgresql() else SQLITE)[type_]("line.x")
    with connection.cursor() as cursor:
        if is_postgresql():
            copy = f"COPY (SELECT {formatted}, 1 FROM ({rows}) line ORDER BY place) TO STDOUT (FORMAT csv)"
            with cursor.copy(copy, stored) as found:
                return b"".join(map(bytes, found))
        line = f"CAST({formatted} || ',1' || char(10) AS blob)"
        cursor.execute(f"SELECT {line} FROM ({rows}) line ORDER BY place", stored)
        return b"".join(found for (found,) in cursor)


def by_python(type_, values):
    written = cell_format(Column("a", "A", "What a means.", type_))
    return "".join(f"{written(value)},1\n" for value in values).encode()


@several
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1, max_size=40))
@example([*AWKWARD, *MORE])
@example(
    [f"{first}{one}{last}" for one in "=+-@\t\r＝＋－＠" for first in ("", "'", "''", "x") for last in ("", ",", '"1"')]
)
def test_a_text_is_guarded_and_quoted_as_python_does(texts):
    texts = [None, *(text for text in texts if "\x00" not in text or not is_postgresql())]
    assert by_database(Type.TEXT, texts) == by_python(Type.TEXT, texts)


@pytest.mark.parametrize("type_", PLACES)
@several
@given(st.lists(st.integers(-(2**63) + 1, 2**63 - 1), min_size=1, max_size=40))
@example([0, 1, 99, 100, -1, -99, -100, 1_000_000, 999_999, 10**8, 10**8 - 1, -(10**8), 2**63 - 1])
def test_a_number_has_its_places(type_, scaled):
    values = [Decimal(one).scaleb(-type_.places) for one in scaled]
    assert by_database(type_, [None, *scaled]) == by_python(type_, [None, *values])


BEGUN = datetime(1800, 1, 1, tzinfo=UTC)
CENTURIES = 400 * 365 * 86_400 * 10**6


@several
@given(st.lists(st.integers(0, CENTURIES), min_size=1, max_size=40))
@example([0, 999, 1_000, 999_999, 1_000_000, 86_400 * 10**6 - 1])
def test_a_moment_is_cut_to_its_millisecond(microseconds):
    values = [BEGUN + timedelta(microseconds=one) for one in microseconds]
    stored = values if is_postgresql() else [str(one.replace(tzinfo=None)) for one in values]
    assert by_database(Type.MOMENT, [None, *stored]) == by_python(Type.MOMENT, [None, *values])


@pytest.mark.parametrize(
    ("type_", "values"),
    [
        (Type.BOOLEAN, [True, False, None]),
        (Type.INTEGER, [0, -7, 2**63 - 1, None]),
        (Type.DATE, [date(1, 1, 1), date(1999, 2, 3), date(2199, 12, 31), None]),
    ],
)
def test_a_truth_a_count_and_a_day_stand_as_python_writes_them(type_, values):
    stored = [one.isoformat() if isinstance(one, date) and not is_postgresql() else one for one in values]
    assert by_database(type_, stored) == by_python(type_, values)


def evaluated(expression, column, values):
    rows = " UNION ALL ".join(f"SELECT {column} AS x, {place} AS place" for place, _ in enumerate(values))
    with connection.cursor() as cursor:
        template = expression.template % {"expressions": "line.x"}
        cursor.execute(f"SELECT {template} FROM ({rows}) line ORDER BY place", values)
        return [found for (found,) in cursor]


def test_the_reference_of_an_entry_has_six_digits_or_more():
    numbers = [1, 42, 999_999, 1_000_000, 12_345_678]
    assert evaluated(Reference, "CAST(%s AS bigint)", numbers) == [reference(number) for number in numbers]
    assert evaluated(Reference, "CAST(%s AS bigint)", [None]) == [None]


def test_the_fiscal_year_of_each_form_of_a_date():
    parts = ["", "-H1", "-H2", *(f"-Q{n}" for n in range(1, 5)), *(f"-{n:02d}" for n in range(1, 13))]
    texts = [f"{year}{part}" for year in (1800, 2025, 2199) for part in (*parts, "-09-30", "-10-01", "-12-31")]
    years = [fiscal_year_of(PartialDate.parse(text)) for text in texts]
    assert evaluated(FiscalYear, "CAST(%s AS text)", [*texts, ""]) == [*years, None]
