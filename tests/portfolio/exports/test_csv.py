"""CSV to the byte: what goes in comes out again, and no spreadsheet runs it."""

import csv
import io
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portfolio.exports.csv import pieces
from portfolio.exports.text import guarded, unguarded
from portfolio.reports.base import Type
from tests.portfolio.exports.made import COLUMNS, NONE, ROW, ZERO, report

AWKWARD = [
    "-0.01", "=1+1", "'=1+1", "''=1+1", "'", "'plain", "00123", "1e5", "0", "＝1", "＋1", "－1", "＠x", "'＝1",
    "\ttab", "\rcarriage", "two\r\nlines", 'a "quote"', '"', ",", "\n", " leading", "trailing ", "🪨 ore", "𠀀",
    "@SUM(A1)", "+1 555 0100", "null", "NaN", "\u2028", "\x0b", "a\x00b",
]  # fmt: skip


def formatted(columns, rows, **how):
    return b"".join(pieces(report(columns, rows), **how))


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)))
@example(AWKWARD[:-1])
def test_text_comes_back_unchanged_from_a_file(texts):
    rows = [(text, "x") for text in texts]
    found = read(formatted({"text": Type.TEXT, "other": Type.TEXT}, rows))[1:]
    assert [(unguarded(text), other) for text, other in found] == rows


@given(st.text())
def test_the_guard_is_one_apostrophe_and_the_reader_takes_one_away(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text) in (text, f"'{text}")


@given(st.text())
def test_no_text_in_a_file_is_a_formula(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from([Type.USD, Type.PRICE, Type.SHARES, Type.FRACTION]))
def test_a_number_comes_back_exactly_and_is_never_guarded(scaled, type_):
    number = Decimal(scaled).scaleb(-type_.places)
    cell = read(formatted({"number": type_, "other": Type.TEXT}, [(number, "x")]))[1][0]
    assert Decimal(cell) == number
    assert "'" not in cell
    assert "E" not in cell
    assert len(cell.split(".")[1]) == type_.places


def test_each_type_is_spelt_as_an_auditor_reads_it():
    assert set(COLUMNS.values()) == set(Type)
    assert formatted(COLUMNS, [ROW, ZERO, NONE]).decode() == (
        "text,usd,price,shares,fraction,quantity,factor,integer,boolean,date,partial_date,moment\n"
        "'=1+1,-0.01,30.03000000,13320013.000000,0.150000,477.100000,0.47710000,42,true,2026-02-14,2026-Q3,"
        "2026-10-05T13:00:00.120Z\n"
        "0,0.00,0.00000000,0.000000,0.000000,0.000000,0.00000000,0,false,0001-01-01,2026,2026-01-01T00:00:00.000Z\n"
        ",,,,,,,,,,,\n"
    )


def test_quotes_stand_only_where_they_must():
    assert formatted({"a": Type.TEXT, "b": Type.TEXT}, [("a b", 'say "x"'), ("1,2", "it's"), ("l\nm", "=1")]) == (
        b'a,b\na b,"say ""x"""\n"1,2",it\'s\n"l\nm",\'=1\n'
    )


def test_a_figure_finer_than_its_column_is_an_error_and_not_rounded():
    with pytest.raises(ValueError, match="more than 2 decimal places"):
        formatted({"usd": Type.USD}, [(Decimal("0.001"),)])


def test_a_byte_order_mark_is_written_when_asked():
    rows = [("é",)]
    assert formatted({"a": Type.TEXT}, rows, bom=True) == b"\xef\xbb\xbfa\n\xc3\xa9\n"
    assert formatted({"a": Type.TEXT}, rows) == b"a\n\xc3\xa9\n"


@pytest.mark.parametrize("size", [1, 2, 500])
def test_the_bytes_do_not_depend_on_the_size_of_the_pieces(size):
    rows = [(text, number) for number, text in enumerate(AWKWARD)]
    columns = {"text": Type.TEXT, "n": Type.INTEGER}
    assert formatted(columns, rows, size=size, bom=True) == formatted(columns, rows, bom=True)


@pytest.mark.parametrize("good", [0, 3, 1_200])
def test_a_file_that_breaks_off_says_so_in_its_last_line(good):
    class Breaking:
        def __iter__(self):
            for number in range(good):
                yield (number,)
            raise ConnectionError("the database went away")

    written = []
    with pytest.raises(ConnectionError):
        written.extend(piece for piece in _collect(pieces(report({"n": Type.INTEGER}, Breaking())), written))
    lines = b"".join(written).decode().splitlines()
    assert len(lines) == good + 2
    assert lines[-1] == f"INCOMPLETE: this file broke off after {good} rows. Ask again."


def _collect(made, written):
    for piece in made:
        written.append(piece)
    return []


@pytest.mark.parametrize(("zone", "language"), [("Asia/Kolkata", "de_DE.UTF-8"), ("Pacific/Honolulu", "C")])
def test_the_bytes_depend_on_no_time_zone_and_no_locale(zone, language, monkeypatch):
    import locale
    import time

    columns = {"usd": Type.USD, "moment": Type.MOMENT, "date": Type.DATE}
    rows = [(Decimal("1234567.80"), datetime(2026, 3, 8, 7, 30, tzinfo=UTC), date(2026, 3, 8))]
    before = formatted(columns, rows)
    monkeypatch.setenv("TZ", zone)
    kept = locale.setlocale(locale.LC_ALL)
    try:
        time.tzset()
        with suppress(locale.Error):  # where it is not installed, the time zone alone is tried
            locale.setlocale(locale.LC_ALL, language)
        assert formatted(columns, rows) == before
    finally:
        monkeypatch.undo()
        time.tzset()
        locale.setlocale(locale.LC_ALL, kept)
