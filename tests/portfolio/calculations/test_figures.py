from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.balance import Balance, balance_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.figures import Figures, figures, principal_available
from portfolio.calculations.kinds import Instrument, Kind

DAY = date(2026, 1, 5)


def ledger(*pairs: tuple[Kind, int | str]) -> Balance:
    return balance_of(Entry(kind, DAY, Decimal(amount)) for kind, amount in pairs)


def four(found: Figures):
    return found.headroom, found.undisbursed, found.outstanding, found.exposure


GRANT = ledger((Kind.COMMITMENT, 100), (Kind.OBLIGATION, 70), (Kind.DISBURSEMENT, 45))


def test_a_grants_exposure_is_what_is_bound_and_not_paid():
    assert four(figures(GRANT, instrument=Instrument.GRANT, complete=True)) == (30, 25, None, 25)


def test_equity_adds_the_cost_of_what_is_held():
    assert four(figures(GRANT, instrument=Instrument.COMMON_EQUITY, complete=True)) == (30, 25, 45, 70)


def test_a_write_off_lowers_what_equity_has_outstanding():
    balance = GRANT.after(Entry(Kind.WRITE_OFF, DAY, Decimal(40)))
    assert four(figures(balance, instrument=Instrument.PREFERRED_EQUITY, complete=True)) == (30, 25, 5, 30)


def lithium_americas(day: date) -> Balance:
    entries = [
        Entry(Kind.COMMITMENT, date(2024, 10, 28), Decimal(2_230_000_000)),
        Entry(Kind.DISBURSEMENT, date(2025, 10, 20), Decimal(435_000_000)),
        Entry(Kind.DISBURSEMENT, date(2026, 2, 28), Decimal(432_000_000)),
    ]
    return balance_of(entry for entry in entries if entry.on <= day)


@pytest.mark.parametrize(
    ("day", "drawn", "undrawn"),
    [
        (date(2025, 12, 31), 435_000_000, 1_535_000_000),
        (date(2026, 2, 15), 435_000_000, 1_535_000_000),
        (date(2026, 3, 1), 867_000_000, 1_103_000_000),
    ],
)
def test_a_loan_draws_on_its_principal_and_not_on_its_face(day, drawn, undrawn):
    found = figures(
        lithium_americas(day),
        instrument=Instrument.DIRECT_LOAN,
        principal=Decimal(1_970_000_000),
        face_value=Decimal(2_230_000_000),
        capitalised_interest=Decimal(256_000_000),
        complete=False,
    )
    assert four(found) == (None, undrawn, drawn, 1_970_000_000)
    assert found.subsidy_cost is None
    assert found.obligated is None


def test_a_loans_obligation_is_its_subsidy_cost():
    balance = ledger((Kind.COMMITMENT, 100), (Kind.OBLIGATION, 7))
    found = figures(balance, instrument=Instrument.DIRECT_LOAN, complete=True)
    assert (found.subsidy_cost, found.obligated, found.exposure) == (7, None, 100)


def test_repayment_lowers_a_loans_exposure_and_capitalised_interest_raises_it():
    balance = ledger(
        (Kind.COMMITMENT, 100),
        (Kind.DISBURSEMENT, 60),
        (Kind.CAPITALISED_INTEREST, 6),
        (Kind.REPAYMENT, 15),
        (Kind.WRITE_OFF, 1),
    )
    assert four(figures(balance, instrument=Instrument.DIRECT_LOAN, complete=True)) == (None, 40, 50, 90)


def test_a_guarantee_is_exposed_to_its_covered_part():
    terms = {"principal": Decimal(100), "covered_share": Decimal("0.8"), "complete": True}
    undrawn = ledger((Kind.COMMITMENT, 80))
    assert four(figures(undrawn, instrument=Instrument.LOAN_GUARANTEE, **terms)) == (None, 80, 0, 80)
    drawn = ledger((Kind.COMMITMENT, 80), (Kind.GUARANTEED_DRAW, 50), (Kind.GUARANTEED_REPAYMENT, 10))
    assert four(figures(drawn, instrument=Instrument.LOAN_GUARANTEE, **terms)) == (None, 40, 40, 72)  # 32 + 40


def test_a_guarantee_committed_at_face_counts_only_its_covered_part():
    found = figures(
        ledger((Kind.COMMITMENT, 100), (Kind.GUARANTEED_DRAW, 100)),
        instrument=Instrument.LOAN_GUARANTEE,
        principal=Decimal(100),
        covered_share=Decimal("0.8"),
        complete=True,
    )
    assert four(found) == (None, 0, 100, 80)


def test_a_claim_paid_stays_at_risk_until_recovered_or_written_off():
    terms = {"covered_share": Decimal("0.8"), "complete": True, "instrument": Instrument.LOAN_GUARANTEE}
    claimed = ledger((Kind.COMMITMENT, 80), (Kind.GUARANTEED_DRAW, 100), (Kind.CLAIM_PAID, 80))
    assert (figures(claimed, **terms).disbursed, figures(claimed, **terms).exposure) == (80, 80)
    recovered = claimed.after(Entry(Kind.RECOVERY, DAY, Decimal(30)))
    assert figures(recovered, **terms).exposure == 50
    assert figures(recovered.after(Entry(Kind.WRITE_OFF, DAY, Decimal(50))), **terms).exposure == 0


def test_an_advance_of_the_governments_own_bank_is_drawn_and_disbursed():
    found = figures(
        ledger((Kind.COMMITMENT, 100), (Kind.DISBURSEMENT, 60), (Kind.REPAYMENT, 20)),
        instrument=Instrument.LOAN_GUARANTEE,
        covered_share=Decimal(1),
        complete=True,
    )
    assert (found.disbursed, *four(found)) == (60, None, 40, 40, 80)


def test_interest_capitalised_on_an_advance_is_outstanding_under_a_guarantee():
    """An advance of 60 by the government's own bank, 5 of interest added, 20 repaid: 45 outstanding, 40 undrawn."""
    found = figures(
        ledger((Kind.COMMITMENT, 100), (Kind.DISBURSEMENT, 60), (Kind.CAPITALISED_INTEREST, 5), (Kind.REPAYMENT, 20)),
        instrument=Instrument.LOAN_GUARANTEE,
        covered_share=Decimal(1),
        complete=True,
    )
    assert four(found) == (None, 40, 45, 85)


def test_a_guarantees_covered_cents_are_rounded_half_to_even():
    """Half of 0.01 is 0.005 and half of 0.03 is 0.015: 0.00 and 0.02 at risk, nothing undrawn beyond the commitment."""
    terms = {"covered_share": Decimal("0.5"), "complete": True, "instrument": Instrument.LOAN_GUARANTEE}
    for drawn, exposure in (("0.01", "0.00"), ("0.03", "0.02")):
        found = figures(ledger((Kind.GUARANTEED_DRAW, drawn)), **terms)
        assert (found.undisbursed, found.exposure) == (0, Decimal(exposure))


def test_an_issued_warrant_sets_no_money_aside():
    """1,500,000 rights are no money: in the public record the headroom is unknown, and not 0."""
    issued = balance_of([Entry(Kind.WARRANT_ISSUE, DAY, shares=Decimal(1_500_000))])
    found = figures(issued, instrument=Instrument.WARRANT, complete=False)
    assert (found.committed, found.headroom, found.exposure) == (None, None, None)


def test_money_set_aside_for_a_strike_is_headroom_until_it_is_bound():
    """45 set aside, 30 bound and paid for an exercise: 15 of headroom, nothing undisbursed, a cost of 30."""
    issued = Entry(Kind.WARRANT_ISSUE, DAY, shares=Decimal(15))
    exercised = Entry(Kind.EXERCISE, DAY, Decimal(30), Decimal(10), Decimal(10))
    balance = ledger((Kind.COMMITMENT, 45), (Kind.OBLIGATION, 30)).after(issued).after(exercised)
    assert four(figures(balance, instrument=Instrument.WARRANT, complete=True)) == (15, 0, 30, 30)


def test_an_unknown_covered_share_leaves_the_exposure_unknown():
    balance = ledger((Kind.COMMITMENT, 100), (Kind.GUARANTEED_DRAW, 60))
    assert four(figures(balance, instrument=Instrument.LOAN_GUARANTEE, complete=True)) == (None, None, 60, None)


@pytest.mark.parametrize("instrument", [kind for kind in Instrument if not kind.family.is_lending])
def test_nothing_recorded_is_unknown_in_the_public_record_and_0_in_an_officers_book(instrument):
    public = figures(Balance(), instrument=instrument, complete=False)
    assert {getattr(public, name) for name in Figures.__slots__} == {None}
    own = figures(Balance(), instrument=instrument, complete=True)
    assert (own.committed, own.obligated, own.disbursed, own.exposure) == (0, 0, 0, 0)


def test_a_part_unknown_makes_the_exposure_unknown():
    committed = ledger((Kind.COMMITMENT, 100))
    for instrument in (Instrument.GRANT, Instrument.COMMON_EQUITY, Instrument.DIRECT_LOAN):
        found = figures(committed, instrument=instrument, complete=False)
        assert (found.committed, found.disbursed, found.exposure) == (100, None, None)
    bound = ledger((Kind.COMMITMENT, 100), (Kind.OBLIGATION, 60))
    found = figures(bound, instrument=Instrument.GRANT, complete=False)
    assert (found.headroom, found.undisbursed, found.exposure) == (40, None, None)


def test_a_known_0_stays_0_in_the_public_record():
    balance = ledger((Kind.COMMITMENT, 100), (Kind.DECOMMITMENT, 100))
    assert figures(balance, instrument=Instrument.GRANT, complete=False).committed == 0


def test_price_support_accrued_is_shown_beside_and_in_no_exposure():
    found = figures(ledger((Kind.PRICE_SUPPORT_ACCRUED, 51)), instrument=Instrument.PRICE_FLOOR, complete=False)
    assert (found.accrued, found.disbursed, found.exposure) == (51, None, None)


def test_the_principal_available_is_unknown_when_only_a_face_with_capitalised_interest_is_known():
    face = Decimal(102)
    assert principal_available(face, principal=Decimal(98), capitalised_interest=Decimal(4)) == 98
    assert principal_available(face, principal=None, capitalised_interest=Decimal(4)) is None
    assert principal_available(face, principal=None) == 102
    assert principal_available(None, principal=None, face_value=face) == 102
    assert principal_available(Decimal(60), principal=Decimal(98)) == 60


def test_a_guarantee_of_which_only_the_draws_are_known_has_no_undrawn_part_and_no_exposure():
    """The public record knows a draw of 45 and no commitment: what may still be drawn is unknown, not 0."""
    drawn = ledger((Kind.GUARANTEED_DRAW, 45))
    found = figures(drawn, instrument=Instrument.LOAN_GUARANTEE, complete=False, covered_share=Decimal(1))
    assert (found.outstanding, found.undisbursed, found.exposure) == (45, None, None)
    known = ledger((Kind.COMMITMENT, 100), (Kind.GUARANTEED_DRAW, 45))
    found = figures(known, instrument=Instrument.LOAN_GUARANTEE, complete=False, covered_share=Decimal(1))
    assert (found.outstanding, found.undisbursed, found.exposure) == (45, 55, 100)


LOAN = ledger(
    (Kind.COMMITMENT, 100),
    (Kind.OBLIGATION, 8),
    (Kind.DISBURSEMENT, 60),
    (Kind.REPAYMENT, 10),
    (Kind.INTEREST, 3),
    (Kind.FEE, 1),
    (Kind.RECOVERY, 2),
    (Kind.WRITE_OFF, 5),
)


def test_each_figure_of_a_loan_is_told_under_its_own_name():
    # Outstanding: 60 drawn less 10 repaid less 5 written off are 45. Undisbursed: 100 less 60. Exposure: 45 and 40.
    assert figures(LOAN, instrument=Instrument.DIRECT_LOAN, complete=True) == Figures(
        committed=Decimal(100),
        obligated=None,
        subsidy_cost=Decimal(8),
        disbursed=Decimal(60),
        net_outlays=None,
        returned_to_treasury=None,
        repaid=Decimal(10),
        income=Decimal(4),
        accrued=Decimal(0),
        returned=Decimal(2),
        written_off=Decimal(5),
        headroom=None,
        undisbursed=Decimal(40),
        outstanding=Decimal(45),
        exposure=Decimal(85),
        realised_gain=None,
    )


def test_what_the_public_record_does_not_know_is_unknown_figure_by_figure():
    found = figures(ledger((Kind.DISBURSEMENT, 60)), instrument=Instrument.DIRECT_LOAN, complete=False)
    unknown = (found.committed, found.subsidy_cost, found.repaid, found.income, found.accrued, found.returned)
    assert unknown == (None,) * 6
    assert (found.written_off, found.undisbursed, found.exposure) == (None, None, None)
    assert (found.disbursed, found.outstanding) == (60, 60)


def test_a_grant_has_an_obligation_and_no_subsidy_cost():
    found = figures(GRANT, instrument=Instrument.GRANT, complete=True)
    assert (found.obligated, found.subsidy_cost) == (70, None)


def test_a_loan_whose_face_value_alone_is_known_may_draw_that_unless_it_holds_interest():
    drawn = ledger((Kind.DISBURSEMENT, 60))
    asked = {"instrument": Instrument.DIRECT_LOAN, "complete": False, "face_value": Decimal(100)}
    assert figures(drawn, **asked).undisbursed == 40
    assert figures(drawn, **asked).exposure == 100
    assert figures(drawn, **asked, capitalised_interest=Decimal(7)).undisbursed is None
    assert figures(drawn, **asked, capitalised_interest=Decimal(7)).exposure is None
    assert principal_available(None, principal=Decimal(90), face_value=Decimal(100)) == 90


def test_a_guarantee_of_which_no_draw_is_known_has_nothing_known_outstanding():
    found = figures(
        ledger((Kind.COMMITMENT, 100)), instrument=Instrument.LOAN_GUARANTEE, complete=False, covered_share=Decimal(1)
    )
    assert (found.outstanding, found.undisbursed, found.exposure) == (None, None, None)


def test_a_gain_is_known_only_where_what_was_paid_and_a_sale_are():
    bought = ledger((Kind.DISBURSEMENT, 45))
    assert figures(bought, instrument=Instrument.COMMON_EQUITY, complete=False).realised_gain is None
    assert figures(bought, instrument=Instrument.COMMON_EQUITY, complete=True).realised_gain == 0
    sold = ledger((Kind.SALE, 10))
    assert figures(sold, instrument=Instrument.COMMON_EQUITY, complete=False).realised_gain is None
