"""Months counted from year 0, and the periods of a projection."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Self

from record.calculations.partial_dates import PartialDate

YEARS, BEFORE = 25, 2
"""How many years a run answers for, and how many of them lie before the day: the newest of the statistics is in it."""


def projected_years(day: date) -> range:
    """The years for which the run of a day answers."""
    first = day.year - BEFORE
    return range(first, first + YEARS)


def month_of(day: date) -> int:
    """The number of the month a day falls in: 12 * year + month - 1."""
    return 12 * day.year + day.month - 1


def position_of(day: date) -> float:
    """Where a day begins on the scale of months: the first of a month is whole."""
    return month_of(day) + (day.day - 1) / monthrange(day.year, day.month)[1]


def span_of(when: PartialDate) -> tuple[float, float]:
    """Where an interval begins on the scale of months, and its length in months; a day has none."""
    if when.is_day:
        return position_of(when.start), 0.0
    first = month_of(when.start)
    return float(first), float(month_of(when.end) - first + 1)


def middle_month(when: PartialDate) -> int:
    """The month in which deterministic views start what is stated as an interval: July for a year, else its middle."""
    first, length = span_of(when)
    return floor(first + length / 2) if length > 1 else floor(first)


@dataclass(frozen=True, slots=True)
class Horizon:
    """The periods a projection answers for: `count` periods of `months` months from `first_month` on, seen on `as_of`.

    Twelve months make years, three make quarters.
    """

    first_month: int
    count: int
    as_of: date
    months: int = 12

    def __post_init__(self) -> None:
        if self.count < 1 or self.months < 1:
            raise ValueError(
                f"{self.count} periods of {self.months} months hold nothing. Ask for at least one of each."
            )

    @classmethod
    def years(cls, first_year: int, count: int, as_of: date) -> Self:
        """Calendar years."""
        return cls(12 * first_year, count, as_of)

    @property
    def end_month(self) -> int:
        """The month after the last one."""
        return self.first_month + self.count * self.months

    @property
    def starts(self) -> range:
        """The first month of each period."""
        return range(self.first_month, self.end_month, self.months)
