"""The fiscal years and quarters by which money is told, and those that a date does not tell."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

from record.calculations.partial_dates import PartialDate

from .fiscal_year import FIRST_MONTH, fiscal_quarter_of, fiscal_year_of


@dataclass(frozen=True, slots=True)
class FiscalPeriod:
    """A fiscal year, or a quarter of one; without a `year` all of the calendar: which year it was is not known.

    Of a year told by quarters (`by_quarter`), without a `quarter`, it is what lies in the year and in no known quarter.
    """

    year: int | None = None
    quarter: int | None = None
    by_quarter: bool = False

    @classmethod
    def of(cls, when: PartialDate | None, *, by_quarter: bool) -> Self:
        """The period that holds all of a date; without a year, or a quarter, where it is undated or spans two."""
        return cls(fiscal_year_of(when), fiscal_quarter_of(when) if by_quarter else None, by_quarter)

    @property
    def is_told(self) -> bool:
        """True where the year is known, and the quarter where it is asked."""
        return self.year is not None and (self.quarter is not None or not self.by_quarter)

    @property
    def start(self) -> date:
        """Its first day, not before the calendar begins."""
        if self.year is None:
            return date.min
        months = 3 * ((self.quarter or 1) - 1) + FIRST_MONTH - 1
        year = self.year - 1 + months // 12
        return date(year, months % 12 + 1, 1) if year >= date.min.year else date.min

    @property
    def end(self) -> date:
        """Its last day, not after the calendar ends."""
        if self.year is None:
            return date.max
        months = 3 * (self.quarter or 4) + FIRST_MONTH - 2
        year, month = self.year - 1 + months // 12, months % 12 + 1
        return date(year, month, monthrange(year, month)[1]) if year <= date.max.year else date.max

    def may_hold(self, when: PartialDate | None) -> bool:
        """True for a date of which it is not known whether it lies in here: it spans more, or there is none."""
        if self.year is None:
            return False
        if when is None:
            return True
        touches = when.start <= self.end and when.end >= self.start
        return touches and not (self.start <= when.start and when.end <= self.end)

    @property
    def label(self) -> str:
        """FY 2026, FY 2026 Q2, FY 2026 quarter unknown, year unknown."""
        if self.year is None:
            return "Year unknown"
        if not self.by_quarter:
            return f"FY {self.year}"
        return f"FY {self.year} Q{self.quarter}" if self.quarter else f"FY {self.year} quarter unknown"

    @property
    def sort_key(self) -> tuple[bool, int, bool, int]:
        """In the order of time; after the quarters of a year what lies in none of them, last what lies in no year."""
        return self.year is None, self.year or 0, self.quarter is None, self.quarter or 0
