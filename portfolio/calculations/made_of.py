"""Of what each figure of an award is made: totals of the ledger, added and taken away, whose sum is the figure."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from portfolio.calculations.balance import AMOUNT, CENT, ZERO, Balance
from portfolio.calculations.figures import Figures, guaranteed_drawn
from portfolio.calculations.kinds import FAMILY_TRAITS, Family, Kind, Trait
from record.calculations.formatting import rounded

Signed = tuple[tuple[str, int], ...]

SIMPLE: dict[str, Signed] = {
    "committed": (("committed", 1),),
    "obligated": (("obligated", 1),),
    "subsidy_cost": (("obligated", 1),),
    "disbursed": (("disbursed", 1),),
    "repaid": (("repaid", 1),),
    "net_outlays": (("disbursed", 1), ("returned", -1)),
    "returned_to_treasury": (("returned_late", 1),),
    "realised_gain": (("sold", 1), ("cost_retired", -1)),
    "headroom": (("committed", 1), ("obligated", -1)),
}
"""Figure → the totals of a balance that are added (+1) or taken away (-1), whatever the instrument."""
COST: Signed = (("disbursed", 1), ("cost_carried", 1), ("cost_retired", -1), ("written_off", -1))
OWED: Signed = (("disbursed", 1), ("capitalised", 1), ("repaid", -1), ("written_off", -1))
GUARANTEED: Signed = (("guaranteed", 1), ("disbursed", 1), ("claims", -1), ("capitalised", 1), ("repaid", -1))
OUTSTANDING: dict[Family, Signed] = {
    Family.EQUITY: COST, Family.RIGHT: COST, Family.LOAN: OWED, Family.GUARANTEE: GUARANTEED,
}  # fmt: skip
STILL_BOUND: Signed = (("obligated", 1), ("disbursed", -1))
NET_BOUND: Signed = (*STILL_BOUND, ("returned", 1))
BY_KIND = frozenset(name for totals in AMOUNT.values() for name, _ in totals) - {"cost_received"}
"""The totals that are sums of entries by their kind."""


class Part(NamedTuple):
    """What is added to a figure, in USD; below 0 where it is taken away.

    `total`: which total of the ledger it is, added (1) or taken away (-1) by its `sign`; it may be 0.
    """

    label: str
    amount: Decimal
    total: str = ""
    sign: int = 1


class Drawable(NamedTuple):
    """What a loan or a guarantee may draw: in all, in USD, and the share of it that the government covers."""

    available: Decimal | None = None
    covered_share: Decimal | None = None


LABELS = {
    "committed": "Committed",
    "obligated": "Obligated",
    "disbursed": "Disbursed",
    "capitalised": "Capitalised interest",
    "repaid": "Repaid",
    "returned": "Came back",
    "returned_late": "Came back after the period of availability",
    "sold": "Proceeds of sales and redemptions",
    "cost_retired": "Average cost of what was sold or redeemed",
    "cost_carried": "Cost carried over from securities of another company",
    "written_off": "Written off",
    "guaranteed": "Drawn from lenders and not repaid to them",
    "claims": "Claims paid, which are no advances",
}


def made_of(figure: str, family: Family, balance: Balance, figures: Figures, drawable: Drawable) -> list[Part]:
    """The parts of a figure that is known; their sum is the figure.

    `balance`: with what a source states in all, as `figures` read it. Raises KeyError for a figure or a family that is
    not defined.
    """
    if figure in SIMPLE:
        return list(_signed(SIMPLE[figure], balance))
    if figure == "outstanding":
        return list(_signed(OUTSTANDING[family], balance))
    if family is Family.GUARANTEE:
        undrawn = list(_undrawn(balance, drawable))
        return undrawn if figure == "undisbursed" else [*_covered(balance, figures, drawable), *undrawn]
    if family is Family.LOAN:
        undrawn = list(_undrawn_of_a_loan(balance, drawable))
        return undrawn if figure == "undisbursed" else [*_signed(OWED, balance), *undrawn]
    if FAMILY_TRAITS[family] is Trait.SPENDS:
        return list(_signed(NET_BOUND, balance))
    still = list(_signed(STILL_BOUND, balance))
    return still if figure == "undisbursed" else [*_signed(COST, balance), *still]


def _signed(signed: Signed, balance: Balance) -> Iterator[Part]:
    for total, sign in signed:
        yield Part(LABELS[total], sign * getattr(balance, total), total, sign)


def _undrawn_of_a_loan(balance: Balance, drawable: Drawable) -> Iterator[Part]:
    available = drawable.available or ZERO
    yield Part("May be drawn in all", available)
    yield from _signed((("disbursed", -1),), balance)
    yield from _not_below_nought(available - balance.disbursed)


def _undrawn(balance: Balance, drawable: Drawable) -> Iterator[Part]:
    limit, share = drawable.available or ZERO, drawable.covered_share or ZERO
    left = rounded(limit - guaranteed_drawn(balance) * share, CENT)
    yield Part("The government may come to stand for", limit)
    yield Part("Covered share of what was drawn, to the cent", left - limit)
    yield from _not_below_nought(left)


def _covered(balance: Balance, figures: Figures, drawable: Drawable) -> Iterator[Part]:
    """The covered share of what is outstanding, less the claims that were recovered or written off."""
    covered = rounded((figures.outstanding or ZERO) * (drawable.covered_share or ZERO), CENT)
    settled = min(balance.claims, balance.returned + balance.written_off)
    yield Part("Covered share of what is outstanding", covered)
    if settled:
        yield Part("Claims paid that were recovered or written off", -settled)
    yield from _not_below_nought(covered - settled)


def _not_below_nought(left: Decimal) -> Iterator[Part]:
    if left < 0:
        yield Part("Nothing is left below nought", -left)


def kinds_of(total: str) -> list[tuple[Kind, int]]:
    """The kinds of entries that a total adds (+1) or takes away (-1)."""
    return [(kind, sign) for kind, totals in AMOUNT.items() for name, sign in totals if name == total]
