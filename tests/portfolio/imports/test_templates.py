"""The template of each kind: its example row is one that is read, and is left out of a file that still has it."""

import pytest

from portfolio.imports.files import read_table
from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import read
from portfolio.imports.rows import read_rows
from portfolio.imports.templates import columns_of, examples, template


@pytest.mark.parametrize("kind", KINDS)
def test_each_cell_of_the_example_row_is_read(kind: str) -> None:
    (row,) = read_rows(read_table(template(kind)), KINDS[kind].wanted, Mapping(), kind=kind).rows
    assert not row.refused
    assert all(row[one.name] not in ("", None) for one in columns_of(kind) if one.is_required)


def test_each_column_of_each_kind_has_its_example_and_nothing_else_has_one() -> None:
    wanted = {(kind, one.name) for kind in KINDS for one in columns_of(kind)}
    assert {name for _, name in wanted} == {name for kind, name in examples() if not kind}
    assert {key for key in examples() if key[0]} <= wanted


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_row_left_in_the_file_is_no_row_of_it(kind: str) -> None:
    reading = read(kind, template(kind), Mapping())
    assert not reading.rows.rows
    assert "The example row of the template was left out." in reading.rows.notes


def test_a_row_that_differs_in_one_cell_is_a_row() -> None:
    text = template("security-prices").decode().replace("12.97", "13.97")
    assert len(read("security-prices", text.encode(), Mapping()).rows.rows) == 1
