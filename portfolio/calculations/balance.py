"""What an investment's entries add up to."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Self

from portfolio.calculations.entries import Entry, standing
from portfolio.calculations.kinds import Kind

ZERO = Decimal(0)
CENT = Decimal("0.01")

# What an entry's amount, its shares and its shares received add to (+1) or take from (-1).
# Sales, conversions, exercises, splits and write-offs move cost or shares besides: see `_post`.
AMOUNT: dict[Kind, tuple[tuple[str, int], ...]] = {
    Kind.COMMITMENT: (("committed", 1),),
    Kind.DECOMMITMENT: (("committed", -1),),
    Kind.OBLIGATION: (("obligated", 1),),
    Kind.DEOBLIGATION: (("obligated", -1),),
    Kind.DISBURSEMENT: (("disbursed", 1),),
    Kind.CAPITALISED_INTEREST: (("capitalised", 1),),
    Kind.REPAYMENT: (("repaid", 1),),
    Kind.INTEREST: (("income", 1),),
    Kind.DIVIDEND: (("income", 1),),
    Kind.FEE: (("income", 1),),
    Kind.PRICE_SUPPORT_ACCRUED: (("accrued", 1),),
    Kind.PRICE_SUPPORT_PAID: (("disbursed", 1),),
    Kind.UPSIDE_RECEIVED: (("income", 1),),
    Kind.SALE: (("returned", 1),),
    Kind.RECOVERY: (("returned", 1),),
    Kind.WRITE_OFF: (("written_off", 1),),
    Kind.EXERCISE: (("disbursed", 1), ("cost_received", 1)),
    Kind.GUARANTEED_DRAW: (("guaranteed", 1), ("guaranteed_drawn", 1)),
    Kind.GUARANTEED_REPAYMENT: (("guaranteed", -1),),
    Kind.CLAIM_PAID: (("disbursed", 1), ("claims", 1)),
}
SHARES: dict[Kind, int] = {
    Kind.DISBURSEMENT: 1,
    Kind.SHARE_ISSUE: 1,
    Kind.WARRANT_ISSUE: 1,
    Kind.DIVIDEND_IN_KIND: 1,
    Kind.SALE: -1,
    Kind.EXERCISE: -1,
    Kind.CONVERSION: -1,
    Kind.LAPSE: -1,
}
SHARES_RECEIVED: dict[Kind, int] = {Kind.EXERCISE: 1, Kind.CONVERSION: 1, Kind.SALE: -1}


@dataclass(frozen=True, slots=True)
class Balance:
    """Running totals in USD and in shares, and the kinds of entries behind them.

    A total of 0 whose kind was never seen is unknown where only the public record is known: see `figures`.
    """

    committed: Decimal = ZERO
    obligated: Decimal = ZERO
    disbursed: Decimal = ZERO
    capitalised: Decimal = ZERO
    repaid: Decimal = ZERO
    income: Decimal = ZERO
    accrued: Decimal = ZERO
    returned: Decimal = ZERO
    cost_retired: Decimal = ZERO
    """Average cost of the shares sold."""
    written_off: Decimal = ZERO
    guaranteed: Decimal = ZERO
    """Drawn from lenders under a guarantee and not repaid to them."""
    guaranteed_drawn: Decimal = ZERO
    """Drawn from lenders under a guarantee, repaid or not."""
    claims: Decimal = ZERO
    """Paid to lenders under a guarantee; part of what is disbursed."""
    shares: Decimal = ZERO
    """Shares or rights held of this security itself."""
    shares_received: Decimal = ZERO
    """Shares held that an exercise or a conversion brought."""
    cost_received: Decimal = ZERO
    """The part of the cost that lies in `shares_received`."""
    kinds: frozenset[Kind] = frozenset()

    @property
    def cost(self) -> Decimal:
        """Cost paid less the average cost of what was sold and what was written off, in USD."""
        return self.disbursed - self.cost_retired - self.written_off

    def after(self, entry: Entry) -> Self:
        """The balance with one more entry.

        Raises ValueError on a reversal (`balance_of` takes out what it undoes), and on a kind that is not defined here.
        """
        totals = {name: getattr(self, name) for name in TOTALS}
        _post(totals, entry)
        return type(self)(**totals, kinds=self.kinds | {entry.kind})


TOTALS = tuple(field.name for field in fields(Balance) if field.name != "kinds")


def balance_of(entries: Iterable[Entry]) -> Balance:
    """What stands of the entries, given in recorded order. An entry reversed is as if it had never been.

    Raises ValueError when a reversal names an entry that is not among them.
    """
    totals, kinds = dict.fromkeys(TOTALS, ZERO), set()
    for entry in standing(entries):
        _post(totals, entry)
        kinds.add(entry.kind)
    return Balance(**totals, kinds=frozenset(kinds))


def _post(totals: dict[str, Decimal], entry: Entry) -> None:
    kind = entry.kind
    if kind is Kind.REVERSAL:
        raise ValueError("A reversal has no effect of its own: take out the entry that it names.")
    if kind not in DEFINED:
        raise ValueError(f"What a {kind} does to a balance is not defined. Add it to AMOUNT, SHARES or COST_MOVES.")
    if kind in COST_MOVES:
        COST_MOVES[kind](totals, entry)
    if entry.amount is not None:
        for name, sign in AMOUNT.get(kind, ()):
            totals[name] += sign * entry.amount
    if entry.shares is not None and kind in SHARES:
        totals["shares"] += SHARES[kind] * entry.shares
    if entry.shares_received is not None and kind in SHARES_RECEIVED:
        totals["shares_received"] += SHARES_RECEIVED[kind] * entry.shares_received


def _own_cost(totals: dict[str, Decimal]) -> Decimal:
    return totals["disbursed"] - totals["cost_retired"] - totals["written_off"] - totals["cost_received"]


def _part(pool: Decimal, given: Decimal, held: Decimal) -> Decimal:
    """The share of a cost that goes with `given` of `held`, in whole cents; all of it with the last of them."""
    if held <= 0:
        return ZERO
    return pool if given >= held else (pool * given / held).quantize(CENT, ROUND_HALF_EVEN)


def _sell(totals: dict[str, Decimal], entry: Entry) -> None:
    own = _part(_own_cost(totals), entry.shares or ZERO, totals["shares"])
    received = _part(totals["cost_received"], entry.shares_received or ZERO, totals["shares_received"])
    totals["cost_retired"] += own + received
    totals["cost_received"] -= received


def _exchange(totals: dict[str, Decimal], entry: Entry) -> None:
    totals["cost_received"] += _part(_own_cost(totals), entry.shares or ZERO, totals["shares"])


def _write_off(totals: dict[str, Decimal], entry: Entry) -> None:
    held = _own_cost(totals) + totals["cost_received"]
    totals["cost_received"] -= _part(totals["cost_received"], entry.amount or ZERO, held)


def _split(totals: dict[str, Decimal], entry: Entry) -> None:
    totals[split_of(totals["shares"])] += (entry.shares_received or ZERO) - (entry.shares or ZERO)


def split_of(shares: Decimal) -> str:
    """What a split is of: the security itself while any of it is held, then the shares received for it."""
    return "shares" if shares > 0 else "shares_received"


COST_MOVES = {
    Kind.SALE: _sell,
    Kind.EXERCISE: _exchange,
    Kind.CONVERSION: _exchange,
    Kind.WRITE_OFF: _write_off,
    Kind.SPLIT: _split,
}
DEFINED = AMOUNT.keys() | SHARES.keys() | SHARES_RECEIVED.keys() | COST_MOVES.keys()
