"""The four forms in which money is given, as a reader tells them apart."""

from .kinds import Family
from .labelled import Labelled


class MoneyForm(Labelled):
    """Everything that is spent for good is of the first form: purchases, offtakes, price floors and tax credits too."""

    GRANTS_AND_CONTRACTS = "grants_and_contracts", "Grants and contracts"
    EQUITY = "equity", "Equity"
    LOANS = "loans", "Loans"
    GUARANTEES = "guarantees", "Guarantees"

    @property
    def is_lending(self) -> bool:
        """True where there is a face value and a subsidy cost, and nothing is committed or obligated."""
        return self in (MoneyForm.LOANS, MoneyForm.GUARANTEES)


LOANS_APART = "loans_apart"
"""What is asked for every form but loans and guarantees; no award bears it."""


def money_forms(family: Family) -> set[str]:
    """What an award of a family is found by, where a form of money is asked for."""
    form = form_of(family)
    return {form.value} if form.is_lending else {form.value, LOANS_APART}


def form_of(family: Family) -> MoneyForm:
    """The form of a family. Raises KeyError for a family that is not defined."""
    return FORM_OF_FAMILY[family]


FORM_OF_FAMILY: dict[Family, MoneyForm] = {
    Family.AWARD: MoneyForm.GRANTS_AND_CONTRACTS,
    Family.OFFTAKE: MoneyForm.GRANTS_AND_CONTRACTS,
    Family.PRICE_FLOOR: MoneyForm.GRANTS_AND_CONTRACTS,
    Family.TAX_CREDIT: MoneyForm.GRANTS_AND_CONTRACTS,
    Family.EQUITY: MoneyForm.EQUITY,
    Family.RIGHT: MoneyForm.EQUITY,
    Family.LOAN: MoneyForm.LOANS,
    Family.GUARANTEE: MoneyForm.GUARANTEES,
}
