"""An exported ledger is verified with its CSV and Python alone."""

import csv
import io

import pytest

from portfolio.calculations.entry_chain import first_break
from portfolio.calculations.kinds import Kind
from portfolio.exports.text import unguarded
from portfolio.models import Transaction
from portfolio.services import ledger
from record.calculations.hash_chain import GENESIS
from tests.cast import TODAY, entry, now, record_entries, writing
from tests.portfolio.reports.answers import ask, csv_bytes

NOTES = ("=1+1", "'=1+1", '"quoted", text', "two\r\nlines", "\ttab", "＝全角", "🪨", "-0.01", "é")


@pytest.fixture
def rows(cast, officer):
    """What an auditor parses, the guard taken off every cell of text."""
    grant = cast.investments["palisade-doe-grant"]
    *_, last = record_entries([entry(grant, Kind.FEE, "2026-01", "0.01", note=note) for note in NOTES], by=officer)
    with writing(officer) as recording:
        ledger.reverse(last, reason="=entered twice", recording=recording, today=TODAY)
    text = csv_bytes(ask("transactions", now())).decode()
    return [
        {name: unguarded(cell) for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""), strict=True)
    ]


def test_the_exported_ledger_verifies_from_its_rows_alone(rows):
    assert len(rows) == 20
    assert rows[0]["previous_hash"] == GENESIS
    assert first_break(rows) is None


def test_the_last_hash_is_the_head_of_the_chain(rows):
    assert rows[-1]["hash"] == Transaction.objects.order_by("-number").first().hash


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount_usd", "60000000.01"), ("effective_on", "2025-08-02"), ("note", "=1+2"), ("recorded_by", "officer2"),
        ("derived", "true"), ("sources", ""),
    ],
)  # fmt: skip
def test_a_changed_cell_is_found_and_named(rows, column, value):
    rows[2][column] = value
    assert first_break(rows) == "T000003: its content is not what was recorded."


def test_a_missing_a_moved_and_an_added_row_are_found(rows):
    assert "T000003" in first_break(rows[:1] + rows[2:])
    assert "T000003" in first_break([rows[0], rows[2], rows[1], *rows[3:]])
    assert "T000002" in first_break([*rows[:2], rows[1], *rows[2:]])
