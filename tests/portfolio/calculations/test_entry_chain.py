"""The hash of an entry covers each of its columns and the hash before it; a break names its row."""

import pytest

from portfolio.calculations.entry_chain import CONTENT, entry_link, first_break
from record.calculations.hash_chain import GENESIS, link


def row(number: int, previous: str, **changes: str) -> dict[str, str]:
    content = {name: f"{name} {number}" for name in CONTENT} | {"transaction": f"T{number:06d}"} | changes
    return content | {"previous_hash": previous, "hash": entry_link(previous, content)}


@pytest.fixture
def rows() -> list[dict[str, str]]:
    found, previous = [], GENESIS
    for number in (1, 2, 3):
        found.append(row(number, previous))
        previous = found[-1]["hash"]
    return found


def test_the_hash_is_over_the_columns_of_the_content_by_name(rows):
    content = {name: rows[0][name] for name in CONTENT}
    assert rows[0]["hash"] == link("0" * 64, content)
    assert entry_link(GENESIS, rows[0] | {"of no account": "x"}) == rows[0]["hash"]


def test_a_chain_that_holds_has_no_break(rows):
    assert first_break(rows) is None
    assert first_break([]) is None


@pytest.mark.parametrize("name", [name for name in CONTENT if name != "transaction"])
def test_a_changed_column_is_found_in_its_row(rows, name):
    rows[1][name] += "!"
    assert first_break(rows) == "T000002: its content is not what was recorded."


def test_a_row_that_is_missing_added_or_moved_is_found(rows):
    said = "it does not follow the entry before it; a row is missing, added or moved."
    assert first_break(rows[1:]) == f"T000002: {said}"
    assert first_break([rows[0], rows[2]]) == f"T000003: {said}"
    assert first_break([rows[0], rows[0]]) == f"T000001: {said}"
