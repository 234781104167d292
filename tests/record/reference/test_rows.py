from decimal import Decimal

import pytest

from record.reference.rows import UnreadableFile, read


@pytest.fixture
def write(tmp_path):
    def _write(text):
        path = tmp_path / "some.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return _write


def test_cells_are_read_by_their_meaning(write):
    (row,) = read(
        write("name,amount_usd,on,sure,sources\n'=1+1,0,2026-Q3,true,a1;b2\n"), "name amount_usd on sure sources"
    )
    assert row.text("name") == "=1+1"
    assert row.number("amount_usd") == Decimal(0)
    assert str(row.day("on")) == "2026-Q3"
    assert row.flag("sure") is True
    assert row.several("sources") == ["a1", "b2"]


def test_blank_is_unknown(write):
    (row,) = read(write("amount_usd,on,sure\n,,\n"), "amount_usd on sure")
    assert (row.number("amount_usd"), row.day("on"), row.flag("sure")) == (None, None, None)


def test_unknown_column_names_the_nearest(write):
    with pytest.raises(UnreadableFile, match="anounced_usd is unknown. Did you mean announced_usd"):
        read(write("anounced_usd\n1\n"), "announced_usd")


def test_missing_column_is_named(write):
    with pytest.raises(UnreadableFile, match="the column note is missing"):
        read(write("name\nx\n"), "name note")


def test_an_unquoted_comma_is_found(write):
    with pytest.raises(UnreadableFile, match=r"some.csv, line 2: 3 cells under 2 headings"):
        read(write("name,note\na,b,c\n"), "name note")


def test_bad_cells_name_their_line(write):
    (row,) = read(write("amount_usd,on,sure\nmany,soon,maybe\n"), "amount_usd on sure")
    for reader, column in ((row.number, "amount_usd"), (row.day, "on"), (row.flag, "sure")):
        with pytest.raises(UnreadableFile, match="some.csv, line 2"):
            reader(column)
