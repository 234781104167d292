"""Entries by the day of 2026, for the tests of the ledger's calculations."""

from datetime import date, timedelta
from decimal import Decimal

from portfolio.calculations.entries import Entry

TODAY = date(2026, 11, 24)
NEW_YEAR = date(2026, 1, 1)


def entry(kind, amount=None, *, on=1, shares=None, received=None, reference="", reverses=None):
    """An entry on day `on` of 2026."""

    def decimal(value):
        return None if value is None else Decimal(value)

    day = NEW_YEAR + timedelta(days=on - 1)
    return Entry(kind, day, decimal(amount), decimal(shares), decimal(received), reference, reverses)
