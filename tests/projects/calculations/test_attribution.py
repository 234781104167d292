from decimal import Decimal

import pytest

from projects.calculations.attribution import Cost, FederalShare, attributed, cost_of, federal_share


def share(loan="0", grants="0", equity="0", total="100"):
    def number(text):
        return None if text is None else Decimal(text)

    return federal_share(
        loan_principal=number(loan), grants=number(grants), equity_cash=number(equity), total=number(total)
    )


def test_all_instruments_together_are_the_federal_share():
    assert share("50", "10", "15", "300") == FederalShare(Decimal("0.25"))
    assert attributed(Decimal(40000), share("50", "10", "15", "300").share) == 10000


def test_a_project_that_federal_money_pays_in_full_has_a_share_of_exactly_1():
    """50 of loan, 40 of grants and 10 of equity are all of 100: the whole gain is attributed."""
    assert share("50", "40", "10", "100") == FederalShare(Decimal(1))
    assert attributed(Decimal(40000), share("50", "40", "10", "100").share) == 40000


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"total": None}, "total funding of the project is unknown"),
        ({"total": "0"}, "total funding of the project is unknown"),
        ({"loan": None}, "loan principal unknown"),
        ({"grants": None, "equity": None}, "grants, equity cash unknown"),
        ({"loan": "101"}, "federal funding is above the stated total of 100 USD"),
    ],
)
def test_the_share_is_unknown_where_its_parts_are(given, why):
    assert share(**given) == FederalShare(None, why)


def test_a_project_of_one_dollar_has_a_share():
    assert share("1", "0", "0", "1") == FederalShare(Decimal(1))


def test_an_unknown_share_attributes_nothing_and_not_zero():
    assert attributed(Decimal(1), None) is attributed(None, Decimal(1)) is None
    assert attributed(Decimal(1), Decimal(0)) == 0


def test_a_unit_costs_the_amount_over_the_most_capacity_to_the_amount_over_the_least():
    loan = Decimal(1_970_000_000)
    assert cost_of(loan, (Decimal(40_000), Decimal(40_000))).per_unit == (49_250, 49_250)
    assert cost_of(loan, (Decimal(40_000), Decimal(50_000))).per_unit == (39_400, 49_250)
    assert cost_of(Decimal(0), (Decimal(1), Decimal(2))).per_unit == (0, 0)


def test_without_an_amount_or_a_capacity_a_unit_has_no_cost():
    one, none = Decimal(1), Decimal(0)
    assert cost_of(one, (none, one)) == Cost(one, (none, one), None)
    assert cost_of(one, (one, one)) == Cost(one, (one, one), (one, one))
    assert [cost_of(*known).per_unit for known in ((None, (one, one)), (one, None), (one, (none, one)))] == [None] * 3
