"""A reversal and what takes its place are one change: the balance is asked after both."""

from dataclasses import replace

import pytest

from portfolio.calculations.entries import is_correction
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.ledger_rules.rules import correction_refusal, first_refusal, refusal
from tests.portfolio.calculations.ledger_entries import TODAY, entry

BOOK = [
    entry(Kind.COMMITMENT, 10, on=1, reference="T1"),
    entry(Kind.OBLIGATION, 10, on=5, reference="T2"),
    entry(Kind.DISBURSEMENT, 8, on=30, reference="T3"),
]
GRANT = {"instrument": Instrument.GRANT, "today": TODAY}


def corrected(new, *, reverses="T2", on=5):
    return correction_refusal(BOOK, entry(Kind.REVERSAL, on=on, reverses=reverses, reference="T4"), new, **GRANT)


def test_an_entry_on_which_others_rest_is_put_right_in_one_step():
    assert refusal(BOOK, entry(Kind.REVERSAL, on=5, reverses="T2"), **GRANT) is not None
    assert refusal(BOOK, entry(Kind.OBLIGATION, 9, on=5), **GRANT) is not None  # 19 against 10 committed
    assert corrected(entry(Kind.OBLIGATION, 9, on=5)) is None
    assert corrected(entry(Kind.OBLIGATION, 8, on=30)) is None  # another day and amount


def test_what_takes_its_place_must_carry_what_rests_on_it():
    assert corrected(entry(Kind.OBLIGATION, 7, on=5)) == (
        "This would disburse $8.00 against an obligation of $7.00 on 2026-01-30. Record a further obligation first."
    )
    assert corrected(entry(Kind.OBLIGATION, 10, on=31)).startswith(
        "This would disburse $8.00 against an obligation of $0.00"
    )
    assert corrected(entry(Kind.COMMITMENT, 9, on=1), reverses="T1", on=1) == (
        "This would leave a commitment of $9.00 against $10.00 obligated on 2026-01-05. "
        "Others rest on T1: correct them first, or give figures that they can stand on."
    )


def test_another_kind_takes_its_place():
    assert corrected(entry(Kind.RECOVERY, 8, on=30), reverses="T3", on=30).startswith(
        "This would refund $8.00 against $0.00"
    )
    assert corrected(entry(Kind.DECOMMITMENT, 1, on=30), reverses="T3", on=30) is not None
    assert corrected(entry(Kind.DEOBLIGATION, 8, on=30), reverses="T3", on=30) is None


@pytest.mark.parametrize(("recording", "is_taken"), [(7, True), (8, False), (None, False)])
def test_the_two_are_one_change_under_one_recording_alone(recording, is_taken):
    reversal = replace(entry(Kind.REVERSAL, on=5, reverses="T2", reference="T4"), recording=7)
    new = replace(entry(Kind.OBLIGATION, 9, on=5, reference="T5"), recording=recording)
    found = first_refusal([*BOOK, reversal, new], **GRANT)
    assert (found is None) == is_taken


def test_a_correction_that_breaks_a_limit_is_found_by_the_walk():
    reversal = replace(entry(Kind.REVERSAL, on=5, reverses="T2", reference="T4"), recording=7)
    new = replace(entry(Kind.OBLIGATION, 7, on=5, reference="T5"), recording=7)
    wrong, sentence = first_refusal([*BOOK, reversal, new], **GRANT)
    assert wrong is reversal
    assert sentence.startswith("This would disburse $8.00 against an obligation of $7.00")


def test_what_is_reversed_already_is_not_corrected():
    undone = [*BOOK, entry(Kind.REVERSAL, on=30, reverses="T3", reference="T4")]
    again = entry(Kind.REVERSAL, on=30, reverses="T3", reference="T5")
    assert "already been reversed" in correction_refusal(undone, again, entry(Kind.DISBURSEMENT, 1, on=30), **GRANT)


def test_what_takes_its_place_is_asked_as_any_entry_is():
    assert corrected(entry(Kind.OBLIGATION, None, on=5)) == refusal(BOOK, entry(Kind.OBLIGATION, None, on=5), **GRANT)
    assert corrected(entry(Kind.OBLIGATION, None, on=5)) is not None


def test_only_a_reversal_and_another_kind_under_one_recording_are_a_correction():
    undo, new = entry(Kind.REVERSAL, reverses="T2"), entry(Kind.OBLIGATION, 9)
    seven = [replace(one, recording=7) for one in (undo, new)]
    assert is_correction(*seven)
    assert not is_correction(seven[0], seven[0])
    assert not is_correction(seven[1], seven[1])
    assert not is_correction(seven[0], replace(new, recording=8))
    assert not is_correction(undo, new)  # under no recording


def test_an_empty_ledger_has_nothing_to_refuse():
    assert first_refusal([], **GRANT) is None
