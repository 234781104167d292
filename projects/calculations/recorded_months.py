"""Recorded output by month: a longer period gives its remaining months what the finer records inside it leave."""

from collections.abc import Mapping
from decimal import Decimal

from projects.calculations.months import span_of
from record.calculations.partial_dates import PartialDate


def by_month(recorded: Mapping[PartialDate, Decimal]) -> dict[int, tuple[Decimal, PartialDate]]:
    """Month, counted from year 0 → its output in equal parts of what is left, and the period that it was recorded in.

    The finest period comes first.
    """
    known: dict[int, tuple[Decimal, PartialDate]] = {}
    spans = [(span_of(period), period) for period in recorded]
    for (first, length), period in sorted(spans, key=lambda pair: (pair[0][1], pair[0][0])):
        months = range(int(first), int(first) + max(1, int(length)))
        open_months = [month for month in months if month not in known]
        left = recorded[period] - sum((known[month][0] for month in months if month in known), Decimal(0))
        for month in open_months:
            known[month] = left / len(open_months), period
    return known
