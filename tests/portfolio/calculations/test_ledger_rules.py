from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.ledger_rules.rules import refusal, warnings
from tests.portfolio.calculations.ledger_entries import TODAY, entry


def asked(entries, new, instrument=Instrument.GRANT, **terms):
    return refusal(entries, new, instrument=instrument, today=TODAY, **terms)


COMMITTED_60 = entry(Kind.COMMITMENT, 60, reference="T1")
BOUND_50 = entry(Kind.OBLIGATION, 50, on=9, reference="T2")
PAID_45 = entry(Kind.DISBURSEMENT, 45, on=20, reference="T3")


def test_obligating_above_the_commitment_is_refused():
    assert asked([COMMITTED_60], entry(Kind.OBLIGATION, 62)) == (
        "This would obligate $62.00 against a commitment of $60.00. Record a further commitment first."
    )
    assert asked([COMMITTED_60], entry(Kind.OBLIGATION, 60)) is None


def test_the_running_total_counts_and_not_the_entry_alone():
    assert asked([COMMITTED_60, BOUND_50], entry(Kind.OBLIGATION, "12.50", on=10)) == (
        "This would obligate $62.50 against a commitment of $60.00. Record a further commitment first."
    )


def test_money_is_said_with_thousands_and_cents():
    assert asked([], entry(Kind.OBLIGATION, "7400000000000.00")) == (
        "This would obligate $7,400,000,000,000.00 against a commitment of $0.00. Record a further commitment first."
    )


def test_disbursing_above_the_obligation_is_refused():
    assert asked([COMMITTED_60, BOUND_50], entry(Kind.DISBURSEMENT, 55, on=20)) == (
        "This would disburse $55.00 against an obligation of $50.00. Record a further obligation first."
    )


def test_an_obligation_dated_before_its_commitment_is_refused():
    assert asked([entry(Kind.COMMITMENT, 60, on=10)], entry(Kind.OBLIGATION, 5, on=9)) == (
        "This would obligate $5.00 against a commitment of $0.00. Record a further commitment first."
    )


def test_a_back_dated_entry_may_not_break_a_later_day():
    assert asked([COMMITTED_60, BOUND_50], entry(Kind.OBLIGATION, 20, on=5)) == (
        "This would obligate $70.00 against a commitment of $60.00 on 2026-01-09. Record a further commitment first."
    )


def test_decommitting_below_what_is_obligated_is_refused():
    assert asked([COMMITTED_60, BOUND_50], entry(Kind.DECOMMITMENT, 20, on=30)) == (
        "This would leave a commitment of $40.00 against $50.00 obligated. At most $10.00 can be released."
    )


def test_deobligating_below_what_is_disbursed_is_refused():
    assert asked([COMMITTED_60, BOUND_50, PAID_45], entry(Kind.DEOBLIGATION, 10, on=30)) == (
        "This would leave an obligation of $40.00 against $45.00 disbursed. At most $5.00 can be released."
    )


def test_a_reversed_commitment_may_not_leave_obligations_above_it():
    assert asked([COMMITTED_60, BOUND_50], entry(Kind.REVERSAL, reverses="T1")) == (
        "This would leave a commitment of $0.00 against $50.00 obligated on 2026-01-09. "
        "Record what takes its place first, then reverse this entry."
    )
    assert asked([COMMITTED_60, BOUND_50, entry(Kind.COMMITMENT, 50)], entry(Kind.REVERSAL, reverses="T1")) is None


def test_a_loan_draws_on_its_principal_and_never_above_its_commitment():
    loan = {"instrument": Instrument.DIRECT_LOAN, "principal": Decimal(1_970)}
    book = [entry(Kind.COMMITMENT, 2_230), entry(Kind.DISBURSEMENT, 867)]
    assert asked(book, entry(Kind.DISBURSEMENT, 1_103), **loan) is None
    assert asked(book, entry(Kind.DISBURSEMENT, "1103.01"), **loan) == (
        "This would draw $1,970.01 against a principal of $1,970.00. Record terms with a larger principal first."
    )
    assert asked([entry(Kind.COMMITMENT, 60)], entry(Kind.DISBURSEMENT, 61), **loan) == (
        "This would draw $61.00 against a commitment of $60.00. Record a further commitment first."
    )


def test_a_loan_may_not_be_decommitted_below_what_is_drawn():
    book = [entry(Kind.COMMITMENT, 100), entry(Kind.DISBURSEMENT, 60)]
    assert asked(book, entry(Kind.DECOMMITMENT, 50), Instrument.DIRECT_LOAN) == (
        "This would leave a commitment of $50.00 against $60.00 drawn. At most $40.00 can be released."
    )


def test_subsidy_cost_is_no_limit_on_draws_and_is_not_released_twice():
    book = [entry(Kind.COMMITMENT, 100), entry(Kind.OBLIGATION, 7)]
    assert asked(book, entry(Kind.DISBURSEMENT, 100), Instrument.DIRECT_LOAN) is None
    assert asked(book, entry(Kind.DEOBLIGATION, 8), Instrument.DIRECT_LOAN) == (
        "This would leave -$1.00 of subsidy cost obligated. At most $7.00 can be released."
    )


LENT_60 = [
    entry(Kind.COMMITMENT, 100),
    entry(Kind.DISBURSEMENT, 60, reference="T2"),
    entry(Kind.REPAYMENT, 15, on=9, reference="T3"),
]


def test_repaying_above_the_outstanding_is_refused():
    assert asked(LENT_60, entry(Kind.REPAYMENT, 46, on=10), Instrument.DIRECT_LOAN) == (
        "This would repay $46.00 against $45.00 outstanding. "
        "Record the draw that it repays, or enter at most $45.00; the rest is interest, a fee or a recovery."
    )
    assert asked(LENT_60, entry(Kind.REPAYMENT, 50, on=5), Instrument.DIRECT_LOAN) == (
        "This would repay $50.00 against $45.00 outstanding on 2026-01-09. "
        "Record the draw that it repays, or enter at most $45.00; the rest is interest, a fee or a recovery."
    )


def test_writing_off_above_the_outstanding_is_refused():
    assert asked(LENT_60, entry(Kind.WRITE_OFF, 46, on=10), Instrument.DIRECT_LOAN) == (
        "This would write off $46.00 against $45.00 outstanding. Enter at most $45.00."
    )


def test_a_draw_may_not_be_reversed_from_under_its_repayment():
    assert asked(LENT_60, entry(Kind.REVERSAL, reverses="T2"), Instrument.DIRECT_LOAN) == (
        "This would leave -$15.00 outstanding on 2026-01-09. Reverse what rests on it first."
    )


def test_a_repayment_may_mend_what_an_amendment_broke():
    terms = {"instrument": Instrument.DIRECT_LOAN, "principal": Decimal(40)}
    assert asked(LENT_60, entry(Kind.REPAYMENT, 10, on=10), **terms) is None
    assert asked(LENT_60, entry(Kind.DISBURSEMENT, 1, on=10), **terms) == (
        "This would draw $61.00 against a principal of $40.00. Record terms with a larger principal first."
    )


GUARANTEED = {"instrument": Instrument.LOAN_GUARANTEE, "covered_share": Decimal("0.8")}


def test_a_guaranteed_draw_stays_within_the_commitment_by_its_covered_share():
    book = [entry(Kind.COMMITMENT, 80)]
    assert asked(book, entry(Kind.GUARANTEED_DRAW, 100), **GUARANTEED) is None
    assert asked(book, entry(Kind.GUARANTEED_DRAW, 110), **GUARANTEED) == (
        "This would bring what is drawn and covered to $88.00 against a commitment of $80.00. "
        "Record a further commitment, or a smaller covered share, first."
    )
    assert "to $100.00 against" in asked(book, entry(Kind.GUARANTEED_DRAW, 100), Instrument.LOAN_GUARANTEE)


def test_a_guaranteed_draw_stays_within_the_principal():
    assert asked([entry(Kind.COMMITMENT, 80)], entry(Kind.GUARANTEED_DRAW, 100), principal=Decimal(90), **GUARANTEED)


def test_claims_and_repayments_stay_within_what_is_guaranteed():
    book = [entry(Kind.COMMITMENT, 80), entry(Kind.GUARANTEED_DRAW, 100)]
    assert asked(book, entry(Kind.GUARANTEED_REPAYMENT, 101), **GUARANTEED) == (
        "This would repay $101.00 against $100.00 of guaranteed principal outstanding. "
        "Record the guaranteed draw first."
    )
    assert asked(book, entry(Kind.CLAIM_PAID, 81), **GUARANTEED) == (
        "This would pay claims of $81.00 against $80.00 guaranteed and covered. Record the guaranteed draw first."
    )
    assert asked([*book, entry(Kind.CLAIM_PAID, 80)], entry(Kind.WRITE_OFF, 81), **GUARANTEED) == (
        "This would write off $81.00 against claims of $80.00 paid. Record the claim paid first."
    )


BOUGHT_10 = [
    entry(Kind.COMMITMENT, 100),
    entry(Kind.OBLIGATION, 100),
    entry(Kind.DISBURSEMENT, 100, shares=10, reference="T3"),
]


def test_selling_shares_not_held_is_refused():
    assert asked(BOUGHT_10, entry(Kind.SALE, 500, shares=11), Instrument.COMMON_EQUITY) == (
        "This would sell 11 shares against 10 held. Give at most 10, or record the shares received first."
    )


def test_shares_may_not_be_reversed_from_under_their_sale():
    book = [*BOUGHT_10, entry(Kind.SALE, 90, shares=4, on=9)]
    assert asked(book, entry(Kind.REVERSAL, reverses="T3"), Instrument.COMMON_EQUITY) == (
        "This would leave -4 shares held on 2026-01-09. Reverse what rests on it first."
    )


def test_equity_is_written_off_within_the_cost_of_what_is_held():
    book = [*BOUGHT_10, entry(Kind.SALE, 90, shares=4, on=9)]
    assert asked(book, entry(Kind.WRITE_OFF, "60.01", on=10), Instrument.COMMON_EQUITY) == (
        "This would write off $60.01 against $60.00 outstanding. Enter at most $60.00."
    )
    assert asked(book, entry(Kind.WRITE_OFF, 60, on=10), Instrument.COMMON_EQUITY) is None


def test_a_back_dated_sale_may_not_take_cost_from_under_a_write_off():
    book = [*BOUGHT_10, entry(Kind.WRITE_OFF, 100, on=9)]
    assert asked(book, entry(Kind.SALE, 50, shares=1, on=5), Instrument.COMMON_EQUITY) == (
        "This would leave -$10.00 outstanding on 2026-01-09. Reverse what rests on it first."
    )


WARRANTS = [entry(Kind.WARRANT_ISSUE, shares="11201659")]


@pytest.mark.parametrize(
    ("kind", "received", "words"),
    [(Kind.EXERCISE, 1, "exercise 11,201,660 rights"), (Kind.LAPSE, None, "let 11,201,660 rights lapse")],
)
def test_rights_not_held_are_neither_exercised_nor_lapsed(kind, received, words):
    new = entry(kind, shares="11201660", received=received)
    assert asked(WARRANTS, new, Instrument.WARRANT) == (
        f"This would {words} against 11,201,659 held. Give at most 11,201,659, or record the shares received first."
    )


def test_a_cash_exercise_is_paid_out_of_an_obligation():
    new = entry(Kind.EXERCISE, 30, shares=100, received=100)
    assert asked(WARRANTS, new, Instrument.WARRANT) == (
        "This would disburse $30.00 against an obligation of $0.00. Record a further obligation first."
    )
    assert asked(WARRANTS, entry(Kind.EXERCISE, shares=100, received=60), Instrument.WARRANT) is None


def test_shares_received_by_exercise_are_sold_as_such():
    book = [*WARRANTS, entry(Kind.EXERCISE, shares=100, received=60)]
    assert asked(book, entry(Kind.SALE, 500, received=60), Instrument.WARRANT) is None
    assert asked(book, entry(Kind.SALE, 500, received=61), Instrument.WARRANT) == (
        "This would sell 61 shares received against 60 held. "
        "Give at most 60, or record the exercise or conversion first."
    )


def test_a_split_gives_up_what_is_held():
    new = entry(Kind.SPLIT, shares=20, received=40, on=2)
    assert asked(BOUGHT_10, new, Instrument.COMMON_EQUITY) == (
        "This would split 20 shares against 10 held when the day began. "
        "Give at most 10: what comes on the day of a split is of the new basis."
    )
    at_once = entry(Kind.SPLIT, shares=10, received=20)
    assert "against 0 held when the day began" in asked(BOUGHT_10, at_once, Instrument.COMMON_EQUITY)
    book = [*BOUGHT_10, entry(Kind.SPLIT, shares=10, received=20, on=9)]
    assert asked(book, entry(Kind.SALE, 50, shares=1, on=5), Instrument.COMMON_EQUITY) == (
        "This would leave 9 shares held to be split as 10 on 2026-01-09. Reverse what rests on it first."
    )


def test_shares_for_cash_without_a_price_are_asked_about():
    bought = entry(Kind.DISBURSEMENT, 100, shares=400_000)
    assert warnings([bought, entry(Kind.SHARE_ISSUE, shares=5)], price=None) == [
        "400,000 shares for $100.00 without a price per share. Record the price in the terms, or say why there is none."
    ]
    assert warnings([bought], price=Decimal("0.00025")) == []
