"""The cash of what is owned and owed: each entry by its bucket, and what they come to, as Treasury tells its stakes.

Invested, repaid, income, warrant proceeds, gain or loss realised, and the cost that remains. All in USD, exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Self

from portfolio.calculations.balance import ZERO, Balance, LedgerTerms
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Family, Kind


class Bucket(StrEnum):
    """Where a payment is counted."""

    label: str
    sign: int

    def __new__(cls, value: str, label: str = "", sign: int = 1) -> Self:
        """Make the member from its text and what is said of it; a call with the text alone looks a member up."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.sign = label, sign
        return member

    INVESTED = "invested", "Invested", -1
    REPAID = "repaid", "Repaid, redeemed or sold", 1
    INCOME = "income", "Income", 1
    WARRANTS = "warrant_proceeds", "Warrant proceeds", 1
    RECOVERED = "recovered", "Recovered", 1
    CARRIED_IN = "carried_in", "Cost carried in", -1
    CARRIED_OUT = "carried_out", "Cost carried out", 1

    @property
    def is_cash(self) -> bool:
        """False for cost that a spin-off or an exchange carries from one issuer to another: no money moves."""
        return self not in (Bucket.CARRIED_IN, Bucket.CARRIED_OUT)


BUCKETS: dict[Kind, Bucket] = {
    Kind.DISBURSEMENT: Bucket.INVESTED,
    Kind.EXERCISE: Bucket.INVESTED,
    Kind.REPAYMENT: Bucket.REPAID,
    Kind.SALE: Bucket.REPAID,
    Kind.INTEREST: Bucket.INCOME,
    Kind.DIVIDEND: Bucket.INCOME,
    Kind.FEE: Bucket.INCOME,
    Kind.RECOVERY: Bucket.RECOVERED,
    Kind.TRANSFER_IN: Bucket.CARRIED_IN,
    Kind.TRANSFER_OUT: Bucket.CARRIED_OUT,
}
"""The kinds that move cash of what is owned or owed, or carry its cost to another issuer; no other does."""


def bucket_of(kind: Kind, family: Family) -> Bucket | None:
    """The bucket of an entry; None for one that moves no cash and carries no cost."""
    if kind is Kind.SALE and family is Family.RIGHT:
        return Bucket.WARRANTS
    return BUCKETS.get(kind)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the entries of an award, or of several, come to, in USD.

    `repaid` is principal: of what was sold or redeemed at most its average cost; the rest is realised. `realised` is
    gain less loss: proceeds less cost, less what was written off, and what was recovered of that. `remaining` is the
    cost of what is left. `received` is all the cash that came. `invested` is what was `paid`, with the cost that a
    spin-off or an exchange carried in, less what it carried out: over both issuers it adds nothing.
    """

    paid: Decimal = ZERO
    invested: Decimal = ZERO
    repaid: Decimal = ZERO
    income: Decimal = ZERO
    warrant_proceeds: Decimal = ZERO
    realised: Decimal = ZERO
    remaining: Decimal = ZERO
    received: Decimal = ZERO

    @classmethod
    def of(cls, tallies: Iterable["Tally"]) -> Self:
        """All of them together."""
        every = list(tallies)
        return cls(*(sum((getattr(one, name) for one in every), ZERO) for name in NAMES))


NAMES = tuple(field.name for field in fields(Tally))


def tally(entries: Iterable[Entry], family: Family, terms: LedgerTerms) -> Tally:
    """What standing entries come to, in the order of their days."""
    sums = dict.fromkeys(NAMES, ZERO)
    balance = Balance()
    for entry in entries:
        before, balance = balance, balance.after(entry, terms)
        amount = entry.amount or ZERO
        bucket = bucket_of(entry.kind, family)
        if entry.kind is Kind.SALE:
            cost = balance.cost_retired - before.cost_retired
            sums["realised"] += amount - cost
            sums["repaid" if bucket is Bucket.REPAID else "warrant_proceeds"] += (
                min(amount, cost) if bucket is Bucket.REPAID else amount
            )
        elif bucket is Bucket.RECOVERED:
            sums["realised"] += amount
        elif bucket in (Bucket.INVESTED, Bucket.CARRIED_IN, Bucket.CARRIED_OUT):
            sums["invested"] -= bucket.sign * amount
            sums["paid"] += amount if bucket.is_cash else ZERO
        elif bucket is not None:
            sums[bucket.value] += amount
        if entry.kind is Kind.WRITE_OFF:
            sums["realised"] -= amount
        if bucket is not None and bucket.is_cash and bucket is not Bucket.INVESTED:
            sums["received"] += amount
    owed = balance.capitalised - balance.repaid if family is Family.LOAN else ZERO
    sums["remaining"] = balance.cost + owed
    return Tally(**sums)
