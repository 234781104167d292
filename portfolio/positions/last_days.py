"""The last day of a right: as stated, else by its term after the closing, else after the signing.

Holdings, lapses, stakes, values, the warrant desk and the calendar all ask it here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from portfolio.models import Terms
from record.calculations.partial_dates import PartialDate
from record.calculations.unknown import NotKnown

YEAR = 365


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a right; of a month or a year as stated its end counts. `is_worked_out`: by its term."""

    day: PartialDate
    is_worked_out: bool

    def is_over(self, on: date) -> bool:
        """True from the day after it."""
        return self.day.end < on


def last_day_of(terms: Terms | None) -> LastDay:
    """The last day of a right by its terms. Raises NotKnown where none is on record or it lies beyond the year 9999."""
    if terms is not None and terms.expires_on is not None:
        return LastDay(terms.expires_on, is_worked_out=False)
    begins = (terms.closed_on or terms.signed_on) if terms else None
    if terms is None or begins is None or terms.tenor_years is None:
        raise NotKnown("its expiry is not on record")
    try:
        return LastDay(PartialDate.of(years_after(begins.end, Decimal(terms.tenor_years))), is_worked_out=True)
    except (ValueError, ArithmeticError) as error:
        raise NotKnown("its term ends beyond the calendar") from error


def last_day_known(terms: Terms | None) -> date | None:
    """The last day of a right, of a month or a year its end; None where it is not known."""
    try:
        return last_day_of(terms).day.end
    except NotKnown:
        return None


def over_from(terms: Terms | None) -> date | None:
    """The day after it, from which on the right is over; None where it is not known, or beyond the calendar."""
    last = last_day_known(terms)
    return None if last is None or last == date.max else last + timedelta(days=1)


def years_after(day: date, years: Decimal) -> date:
    """So many years later; parts of a year in days of 365."""
    whole, part = divmod(years, 1)
    try:
        later = day.replace(year=day.year + int(whole))
    except ValueError:  # 29 February
        later = day.replace(year=day.year + int(whole), day=28)
    return later + timedelta(days=int(part * YEAR))
