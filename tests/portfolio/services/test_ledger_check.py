"""The checker finds nothing in a sound ledger, and names the row that was tampered with."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from portfolio.services import ledger, ledger_check
from record.models import Recording, triggers
from tests.cast import TODAY, Cast, writing


def problems() -> list[str]:
    return [str(problem) for problem in ledger_check.LedgerCheck(today=TODAY).problems()]


@contextmanager
def tampering() -> Iterator:
    """As somebody with the keys of the database would: triggers down, a change by hand, triggers up."""
    triggers.lower(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield cursor
    triggers.raise_triggers(connection)


def test_a_sound_ledger_is_counted_and_its_head_named(cast: Cast):
    out = io.StringIO()
    call_command("check_record", stdout=out)
    head = Transaction.objects.latest("number").hash
    recording = Recording.objects.get(serial=2)
    assert recording.previous_hash == Recording.objects.get(serial=1).hash
    walked, ledger_walked = out.getvalue().splitlines()
    assert walked.startswith("2 recordings of ")
    assert walked.endswith(f" rows; head {recording.hash}")
    assert ledger_walked == f"10 entries of 4 investments; head {head}"


def test_an_empty_ledger_is_sound(db):
    assert problems() == []


def test_what_the_checker_spells_is_what_the_entry_says(cast: Cast):
    with writing() as recording:
        ledger.reverse(Transaction.objects.get(number=3), reason="zu früh – entered", recording=recording, today=TODAY)
    rows = {row["number"]: row for row in ledger_check.stored_rows(to=11)}
    recorded = ledger_check.Recorded()
    for entry in Transaction.objects.select_related("recording", "citation", "investment"):
        assert ledger_check.formatted(rows[entry.number], recorded.of(entry.recording_id)) == entry.content
    assert recorded.of(1)["recorded_by"] == "loader"
    assert recorded.of(99)["recorded_at"] == ""
    assert problems() == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE portfolio_transaction SET amount = amount + 1 WHERE number = 6", "T000006: its content is not what"),
        ("UPDATE portfolio_transaction SET note = 'x' WHERE number = 2", "T000002: its content is not what"),
        ("UPDATE portfolio_transaction SET counts_from = '2025-08-02' WHERE number = 1", "T000001: its content"),
        ("DELETE FROM portfolio_transaction WHERE number = 7", "T000008: it should be T000007; an entry is missing"),
        ("DELETE FROM portfolio_transaction WHERE number = 7", "T000008: it does not follow the entry before it"),
        ("UPDATE portfolio_transaction SET amount = 9900000000 WHERE number = 6", "T000006: This would draw"),
        ("UPDATE record_recording SET by_name = 'nobody' WHERE serial = 2", "T000001: its content is not what"),
        ("UPDATE record_recording SET moment = '2001-01-01 00:00:00+00:00' WHERE serial = 2", "Recording 2: its mom"),
        ("UPDATE record_recording SET is_closed = (1 = 0) WHERE serial = 1", "Recording 1: it was never closed"),
        ("UPDATE portfolio_investment SET slug = 'other' WHERE slug = 'saltwash-doe-loan'", "T000005: its content"),
        (
            "UPDATE portfolio_transaction SET recording_id = 1 WHERE number = 9",
            "T000009: it belongs to recording 1, after one of 2.",
        ),
    ],
)
def test_tampering_is_found_and_the_row_named(cast: Cast, change: str, expected: str):
    with tampering() as cursor:
        cursor.execute(change)
    found = problems()
    assert any(sentence.startswith(expected) for sentence in found), found
    with pytest.raises(CommandError):
        call_command("check_record", stdout=io.StringIO())


@pytest.mark.parametrize(
    ("scaled", "text"), [(None, ""), (5, "0.05"), (-5, "-0.05"), (150, "1.50"), (-12345, "-123.45"), (0, "0.00")]
)
def test_a_stored_number_is_spelt_with_its_places(scaled: int | None, text: str):
    assert ledger_check.digits(scaled, 2) == text


def test_a_missing_and_an_altered_guard_are_named(cast: Cast):
    name = triggers.trigger_name(Transaction, "update")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE portfolio_transaction DISABLE TRIGGER {name}")
    assert [line for line in problems() if line.startswith(name)]
    triggers.raise_triggers(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON portfolio_transaction BEGIN SELECT 1; END")
        else:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
            )
    assert [line for line in problems() if line.startswith(name)]
    triggers.raise_triggers(connection)
    assert problems() == []


def test_a_rule_broken_on_a_later_day_names_its_entry(cast: Cast):
    loan = cast.investments["saltwash-doe-loan"]
    draw = loan.transactions.filter(kind=Kind.DISBURSEMENT).first()
    with tampering() as cursor:
        cursor.execute("UPDATE portfolio_terms SET principal = 3000000000 WHERE investment_id = %s", [loan.pk])
    terms, broken = problems()
    assert terms.startswith(f"terms {loan.terms.get().pk}: it is not what recording 1 wrote. It holds now: ")
    assert "principal 3000000000" in terms
    assert broken.startswith("T000007: ")
    assert draw.reference == "T000006"
