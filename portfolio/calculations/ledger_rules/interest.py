"""How much interest a loan may add to what is owed: no more than bore it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby

from portfolio.calculations.balance import ZERO, Balance
from portfolio.calculations.entries import Entry
from portfolio.calculations.figures import outstanding_of
from portfolio.calculations.kinds import Family, Kind
from portfolio.calculations.ledger_rules.limits import Limit

YEAR = timedelta(days=365)


def interest_limits(book: Sequence[Entry], family: Family) -> dict[date, dict[str, Limit]]:
    """Day → the limits on the interest that is capitalised on it, for each such day of a lending ledger.

    `interest_day`: no more than is outstanding on that day. `interest_year`: in the 365 days that end on it, no more
    than was outstanding at their start and drawn in them. `book` holds the standing entries by day. O(n).
    """
    if not family.is_lending or not any(entry.kind is Kind.CAPITALISED_INTEREST for entry in book):
        return {}
    days = [_Day(on, list(entries), family) for on, entries in groupby(book, key=lambda entry: entry.on)]
    found: dict[date, dict[str, Limit]] = {}
    owed, owed_at_start, drawn, interest, first = ZERO, ZERO, ZERO, ZERO, 0
    for day in days:
        while days[first].on <= day.on - YEAR:
            gone = days[first]
            owed_at_start, drawn, interest = owed_at_start + gone.change, drawn - gone.drawn, interest - gone.interest
            first += 1
        drawn, interest = drawn + day.drawn, interest + day.interest
        if day.interest:
            found[day.on] = {
                "interest_day": Limit(day.interest, owed + day.drawn),
                "interest_year": Limit(interest, owed_at_start + drawn),
            }
        owed += day.change
    return found


class _Day:
    """What a day drew, what interest it added, and by how much it changed what is owed, in USD."""

    def __init__(self, on: date, entries: Iterable[Entry], family: Family) -> None:
        self.on, self.drawn, self.interest, self.change = on, ZERO, ZERO, ZERO
        for entry in entries:
            moved = effect_on_owed(entry.kind, family) * (entry.amount or ZERO)
            self.change += moved
            if entry.kind is Kind.CAPITALISED_INTEREST:
                self.interest += moved
            elif moved > 0:
                self.drawn += moved


@cache
def effect_on_owed(kind: Kind, family: Family) -> Decimal:
    """What one dollar of a kind adds to what is outstanding of a loan or guarantee."""
    return outstanding_of(Balance().after(Entry(kind, date.min, Decimal(1))), family)
