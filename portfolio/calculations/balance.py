"""What an investment's entries add up to."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Self

from portfolio.calculations.entries import Entry, standing
from portfolio.calculations.kinds import Instrument, Kind
from record.calculations.formatting import rounded


@dataclass(frozen=True, slots=True)
class LedgerTerms:
    """The instrument and what its terms state; None where they state nothing.

    `principal` in USD and `covered_share` as a fraction are those of a loan or guarantee. An unknown principal limits
    nothing beyond the commitment; an unknown covered share counts as the whole, since no draw may pass what the
    government is known to stand for. `available_until` is the last day of the award's period of availability: money
    that comes back later goes to the Treasury. `redemption_price` is what one preferred share is redeemed at, in USD:
    its liquidation preference, else its original price.
    """

    instrument: Instrument
    principal: Decimal | None = None
    covered_share: Decimal | None = None
    available_until: date | None = None
    redemption_price: Decimal | None = None

    def is_late(self, on: date) -> bool:
        """True for money that came back on a day after the award's period of availability."""
        return self.available_until is not None and on > self.available_until


ZERO = Decimal(0)
CENT = Decimal("0.01")
MILLIONTH = Decimal("0.000001")
PREFERRED = (Instrument.PREFERRED_EQUITY, Instrument.CONVERTIBLE_PREFERRED)

# What an entry's amount, its shares and its shares received add to (+1) or take from (-1).
# Sales, conversions, exercises, splits, transfers and write-offs move cost or shares besides: see `_post`.
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
    Kind.SALE: (("returned", 1), ("sold", 1)),
    Kind.RECOVERY: (("returned", 1),),
    Kind.WRITE_OFF: (("written_off", 1),),
    Kind.EXERCISE: (("disbursed", 1), ("cost_received", 1)),
    Kind.TRANSFER_IN: (("cost_carried", 1),),
    Kind.TRANSFER_OUT: (("cost_carried", -1),),
    Kind.GUARANTEED_DRAW: (("guaranteed", 1), ("guaranteed_drawn", 1)),
    Kind.GUARANTEED_REPAYMENT: (("guaranteed", -1),),
    Kind.CLAIM_PAID: (("disbursed", 1), ("claims", 1)),
}
SHARES: dict[Kind, int] = {
    Kind.DISBURSEMENT: 1,
    Kind.SHARE_ISSUE: 1,
    Kind.WARRANT_ISSUE: 1,
    Kind.DIVIDEND_IN_KIND: 1,
    Kind.TRANSFER_IN: 1,
    Kind.TRANSFER_OUT: -1,
    Kind.SALE: -1,
    Kind.EXERCISE: -1,
    Kind.CONVERSION: -1,
    Kind.LAPSE: -1,
}
SHARES_RECEIVED: dict[Kind, int] = {Kind.EXERCISE: 1, Kind.CONVERSION: 1, Kind.SALE: -1, Kind.TRANSFER_OUT: -1}


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
    returned_late: Decimal = ZERO
    """The part of what came back that came after the period of availability: it goes to the Treasury."""
    sold: Decimal = ZERO
    """Proceeds of sales and redemptions; part of what returned."""
    redeemed_unpriced: Decimal = ZERO
    """Proceeds of redemptions whose number of shares is not known."""
    redeemed_unheld: Decimal = ZERO
    """Proceeds of redemptions of which no share was held."""
    cost_retired: Decimal = ZERO
    """Average cost of the shares sold or redeemed."""
    cost_carried: Decimal = ZERO
    """Cost that came from securities of another company, less what went to such; no cash."""
    written_off: Decimal = ZERO
    guaranteed: Decimal = ZERO
    """Drawn from lenders under a guarantee and not repaid to them."""
    guaranteed_drawn: Decimal = ZERO
    """Drawn from lenders under a guarantee, repaid or not."""
    claims: Decimal = ZERO
    """Paid to lenders under a guarantee; part of what is disbursed."""
    shares: Decimal = ZERO
    """Shares or rights held of this security itself."""
    shares_acquired: Decimal = ZERO
    """Shares or rights of it that were ever bought or issued, as counted then."""
    shares_at_first: Decimal = ZERO
    """The same without dividends in kind, split as what is held was."""
    shares_standing: Decimal = ZERO
    """Of all that were acquired, those that no exercise, conversion, lapse, exchange or redemption ended; split alike.

    What was sold stands: another has it.
    """
    shares_received: Decimal = ZERO
    """Shares held that an exercise or a conversion brought."""
    cost_received: Decimal = ZERO
    """The part of the cost that lies in `shares_received`."""
    kinds: frozenset[Kind] = frozenset()

    @property
    def cost(self) -> Decimal:
        """Cost paid or carried over, less the average cost of what was sold and what was written off, in USD."""
        return self.disbursed + self.cost_carried - self.cost_retired - self.written_off

    @property
    def net_outlays(self) -> Decimal:
        """Disbursed less what came back, in USD."""
        return self.disbursed - self.returned

    @property
    def realised_gain(self) -> Decimal:
        """Proceeds of sales and redemptions less the cost that went with them, in USD; below 0 for a loss."""
        return self.sold - self.cost_retired

    @property
    def shares_are_known(self) -> bool:
        """False once shares were redeemed in dollars at a price that no terms state."""
        return not self.redeemed_unpriced

    def after(self, entry: Entry, terms: LedgerTerms | None = None) -> Self:
        """The balance with one more entry, read by `terms`.

        Raises ValueError on a reversal (`balance_of` takes out what it undoes), and on a kind that is not defined here.
        """
        totals = {name: getattr(self, name) for name in TOTALS}
        _post(totals, entry, terms)
        return type(self)(**totals, kinds=self.kinds | {entry.kind})


TOTALS = tuple(field.name for field in fields(Balance) if field.name != "kinds")


def balance_of(entries: Iterable[Entry], terms: LedgerTerms | None = None) -> Balance:
    """What stands of the entries, given in recorded order. An entry reversed is as if it had never been.

    Without `terms` no money came back late, and no price of a redemption is known.

    Raises ValueError when a reversal names an entry that is not among them.
    """
    totals, kinds = dict.fromkeys(TOTALS, ZERO), set()
    for entry in standing(entries):
        _post(totals, entry, terms)
        kinds.add(entry.kind)
    return Balance(**totals, kinds=frozenset(kinds))


def _post(totals: dict[str, Decimal], entry: Entry, terms: LedgerTerms | None) -> None:
    kind = entry.kind
    if kind is Kind.REVERSAL:
        raise ValueError("A reversal has no effect of its own: take out the entry that it names.")
    if kind not in DEFINED:
        raise ValueError(f"What a {kind} does to a balance is not defined. Add it to AMOUNT, SHARES or COST_MOVES.")
    if kind in COST_MOVES:
        COST_MOVES[kind](totals, entry, terms)
    if entry.amount is not None:
        for name, sign in AMOUNT.get(kind, ()):
            totals[name] += sign * entry.amount
    if entry.shares is not None and kind in SHARES:
        totals["shares"] += SHARES[kind] * entry.shares
        totals["shares_acquired"] += max(SHARES[kind], 0) * entry.shares
        if kind is not Kind.SALE:
            totals["shares_standing"] += SHARES[kind] * entry.shares
        if SHARES[kind] > 0 and kind is not Kind.DIVIDEND_IN_KIND:
            totals["shares_at_first"] += entry.shares
    if entry.shares_received is not None and kind in SHARES_RECEIVED:
        totals["shares_received"] += SHARES_RECEIVED[kind] * entry.shares_received


def _own_cost(totals: dict[str, Decimal]) -> Decimal:
    cost = totals["disbursed"] + totals["cost_carried"]
    return cost - totals["cost_retired"] - totals["written_off"] - totals["cost_received"]


def _part(pool: Decimal, given: Decimal, held: Decimal) -> Decimal:
    """The share of a cost that goes with `given` of `held`, in whole cents; all of it with the last of them."""
    if held <= 0:
        return ZERO
    return pool if given >= held else rounded(pool * given / held, CENT)


def _sell(totals: dict[str, Decimal], entry: Entry, terms: LedgerTerms | None) -> None:
    if entry.shares is None and entry.shares_received is None:
        _redeem(totals, entry.amount or ZERO, terms.redemption_price if terms else None)
        return
    own = _part(_own_cost(totals), entry.shares or ZERO, totals["shares"])
    received = _part(totals["cost_received"], entry.shares_received or ZERO, totals["shares_received"])
    totals["cost_retired"] += own + received
    totals["cost_received"] -= received


def _redeem(totals: dict[str, Decimal], principal: Decimal, price: Decimal | None) -> None:
    """Preferred shares paid back in dollars: principal / price shares leave at average cost.

    Where the price or the number held is not known, the cost falls by the dollars, at most to nought.
    """
    held, own = totals["shares"], _own_cost(totals)
    if price and held > 0:
        redeemed = rounded(principal / price, MILLIONTH)
        totals["cost_retired"] += _part(own, redeemed, held)
        totals["shares"] -= redeemed
        totals["shares_standing"] -= redeemed
        return
    if held <= 0 and (totals["shares_acquired"] or not totals["disbursed"]):
        totals["redeemed_unheld"] += principal
    totals["cost_retired"] += max(ZERO, min(principal, own))
    totals["redeemed_unpriced"] += principal


def _refund(totals: dict[str, Decimal], entry: Entry, terms: LedgerTerms | None) -> None:
    if terms and terms.is_late(entry.on):
        totals["returned_late"] += entry.amount or ZERO


def _exchange(totals: dict[str, Decimal], entry: Entry, terms: LedgerTerms | None) -> None:
    totals["cost_received"] += _part(_own_cost(totals), entry.shares or ZERO, totals["shares"])


def _write_off(totals: dict[str, Decimal], entry: Entry, terms: LedgerTerms | None) -> None:
    held = _own_cost(totals) + totals["cost_received"]
    totals["cost_received"] -= _part(totals["cost_received"], entry.amount or ZERO, held)


def _split(totals: dict[str, Decimal], entry: Entry, terms: LedgerTerms | None) -> None:
    name = split_of(entry, totals["shares"], totals["shares_received"])
    # Of preferred shares a split of the common ones changes only what they convert into.
    is_of_all_used = totals["shares"] <= 0 and not (terms and terms.instrument in PREFERRED)
    if entry.shares and entry.shares_received and (name == "shares" or is_of_all_used):
        for total in ("shares_at_first", "shares_standing"):
            totals[total] = rounded(totals[total] * entry.shares_received / entry.shares, MILLIONTH)
    totals[name] += (entry.shares_received or ZERO) - (entry.shares or ZERO)


def split_of(entry: Entry, shares: Decimal, received: Decimal) -> str:
    """What a split is of: the shares received where it gives up just these and not those of the security itself.

    Else of the security itself while any of it is held, then of the shares received for it.
    """
    if entry.shares == received and entry.shares != shares:
        return "shares_received"
    return "shares" if shares > 0 else "shares_received"


def _transfer_out(totals: dict[str, Decimal], entry: Entry, terms: LedgerTerms | None) -> None:
    """The cost goes with the shares named; without any, with common shares received while there are some."""
    is_of_received = entry.shares_received is not None or (entry.shares is None and totals["shares_received"] > 0)
    if is_of_received:
        totals["cost_received"] -= entry.amount or ZERO


COST_MOVES = {
    Kind.SALE: _sell,
    Kind.RECOVERY: _refund,
    Kind.EXERCISE: _exchange,
    Kind.CONVERSION: _exchange,
    Kind.WRITE_OFF: _write_off,
    Kind.SPLIT: _split,
    Kind.TRANSFER_OUT: _transfer_out,
}
DEFINED = AMOUNT.keys() | SHARES.keys() | SHARES_RECEIVED.keys() | COST_MOVES.keys()
