"""Dividends that are paid in kind: what has accrued of them and was not issued yet, in USD."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from portfolio.calculations.balance import CENT, MILLIONTH, SHARES, SHARES_RECEIVED, ZERO, split_of
from portfolio.calculations.basis import shares_after
from portfolio.calculations.entries import Entry, standing
from portfolio.calculations.kinds import Kind
from record.calculations.formatting import rounded
from record.calculations.partial_dates import LAST_YEAR

YEAR = 365
GIVEN_UP = frozenset({Kind.SALE, Kind.CONVERSION, Kind.TRANSFER_OUT})


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a preferred share earns a year, as a fraction of its face in USD; `months` after which it compounds.

    `months` is 0 where the terms say that it does not compound, None where they do not say. `redemption`: what one is
    redeemed at, in USD.
    """

    rate: Decimal
    face: Decimal
    months: int | None = None
    redemption: Decimal | None = None


def accrued_in_kind(entries: Iterable[Entry], schedule: Schedule, on: date) -> Decimal:
    """What accrued from the first share up to `on`, less what was issued of it, in USD to the cent.

    Days over 365. Where the schedule compounds, what accrued earns as well from each period's end; where that is not
    known, it does not, and the figure is the least. Shares sold, redeemed or converted take their part of it with them.
    """
    on = min(on, date(LAST_YEAR, 12, 31))  # the calendar of the record ends there
    moves = on_one_basis([one for one in standing(entries) if one.on <= on], schedule.redemption)
    if not moves:
        return ZERO
    start, held, accrued, earning, day = moves[0].on, ZERO, ZERO, ZERO, moves[0].on
    stops: list[tuple[date, int, Entry | None]] = [(one.on, 1, one) for one in moves]
    stops += [(end, 0, None) for end in _period_ends(start, on, schedule.months)]
    for stop, _, entry in sorted([*stops, (on, 2, None)], key=lambda one: one[:2]):
        accrued += (held * schedule.face + earning) * schedule.rate * (stop - day).days / YEAR
        day = stop
        if entry is None:
            earning = accrued if schedule.months and stop < on else earning
            continue
        number = entry.shares or ZERO
        if entry.kind is Kind.DIVIDEND_IN_KIND:
            accrued = max(ZERO, accrued - number * schedule.face)
            earning = min(earning, accrued)
        if entry.kind in GIVEN_UP and held > 0:
            left = max(ZERO, 1 - number / held)
            accrued, earning = accrued * left, earning * left
        held += SHARES[entry.kind] * number
    return rounded(accrued, CENT)


def on_one_basis(stands: Sequence[Entry], redemption: Decimal | None = None) -> list[Entry]:
    """What moves shares of the security itself, each number on the basis after the last split of it.

    The face of the schedule is that of the terms in force then: before a split of ten for one a share had ten times it.
    What was redeemed in dollars alone is so many shares at the price of `redemption`.
    """
    found: list[Entry] = []
    ratio, splits = Fraction(1), _splits_of_itself(stands)
    for one in reversed(stands):
        if one.kind is Kind.SALE and one.shares is None and one.shares_received is None:
            if redemption and one.amount:
                found.append(replace(one, shares=rounded(one.amount / redemption, MILLIONTH)))
        elif one.shares is None:
            continue
        elif one.kind in SHARES:
            found.append(replace(one, shares=shares_after(one.shares, ratio)))
        elif one in splits and one.shares and one.shares_received:
            ratio *= Fraction(one.shares_received) / Fraction(one.shares)
    return found[::-1]


def _splits_of_itself(stands: Iterable[Entry]) -> list[Entry]:
    """The splits of the security itself: not those of the common shares that a conversion of it brought."""
    held, found = {"shares": ZERO, "shares_received": ZERO}, []
    for one in stands:
        if one.kind is Kind.SPLIT:
            name = split_of(one, held["shares"], held["shares_received"])
            found += [one] if name == "shares" else []
            held[name] += (one.shares_received or ZERO) - (one.shares or ZERO)
            continue
        held["shares"] += SHARES.get(one.kind, 0) * (one.shares or ZERO)
        held["shares_received"] += SHARES_RECEIVED.get(one.kind, 0) * (one.shares_received or ZERO)
    return found


def _period_ends(start: date, until: date, months: int | None) -> list[date]:
    """The days after each whole period since the start."""
    ends: list[date] = []
    while months:
        count = start.month - 1 + months * (len(ends) + 1)
        year, month = start.year + count // 12, count % 12 + 1
        if year > until.year:
            break
        end = date(year, month, min(start.day, 28) if month == 2 else min(start.day, 30))
        if end > until:
            break
        ends.append(end)
    return ends
