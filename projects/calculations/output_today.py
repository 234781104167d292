"""Output today: the newest twelve months that recorded periods cover exactly, without splitting one (DOMAIN 13)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.calculations.months import span_of
from record.calculations.partial_dates import PartialDate

YEAR = 12


@dataclass(frozen=True, slots=True)
class OutputToday:
    """What was put out in twelve months, by which periods; and each newer period by itself, never made a year of."""

    output: Decimal
    periods: tuple[PartialDate, ...]
    newer: tuple[tuple[PartialDate, Decimal], ...]


def output_today(recorded: Mapping[PartialDate, Decimal], as_of: date) -> OutputToday | None:
    """Of the periods that are over on `as_of`; None where no twelve months are covered exactly.

    Where a year and its quarters are both on record, the longer period is taken. A day is no period.
    """
    over = {_months(period): period for period in recorded if period.end <= as_of and not period.is_day}
    for last in sorted({end for _, end in over}, reverse=True):
        cover = _cover(over, last - YEAR, last)
        if cover is not None:
            newer = sorted((period for (first, _), period in over.items() if first >= last), key=lambda one: one.end)
            total = sum((recorded[period] for period in cover), Decimal(0))
            return OutputToday(total, tuple(cover), tuple((period, recorded[period]) for period in newer))
    return None


def _months(period: PartialDate) -> tuple[int, int]:
    first, length = span_of(period)
    return int(first), int(first + length)


def _cover(over: Mapping[tuple[int, int], PartialDate], first: int, last: int) -> list[PartialDate] | None:
    """Whole periods from one month up to another, one after the other; None where they leave a gap or go beyond."""
    if first == last:
        return []
    for begins, ends in _longest_first(over, first, last):
        rest = _cover(over, ends, last)
        if rest is not None:
            return [over[begins, ends], *rest]
    return None


def _longest_first(over: Iterable[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    return sorted((span for span in over if span[0] == first and span[1] <= last), key=lambda span: -span[1])
