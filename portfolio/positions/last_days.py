"""The last day of a right: as stated, else by its term after the closing."""

from datetime import date, timedelta
from decimal import Decimal

from portfolio.models import Terms
from record.calculations.unknown import NotKnown

YEAR = 365


def last_day_of(terms: Terms | None) -> date:
    """As stated, else the term after the closing, else after the signing. Raises NotKnown; ValueError beyond 9999."""
    if terms is not None and terms.expires_on is not None:
        return terms.expires_on.end
    begins = (terms.closed_on or terms.signed_on) if terms else None
    if terms is None or begins is None or terms.tenor_years is None:
        raise NotKnown("its expiry is not on record")
    return years_after(begins.end, Decimal(terms.tenor_years))


def over_from(terms: Terms | None) -> date | None:
    """The day after it, from which on the right is over; None where it is not known, or beyond the calendar."""
    try:
        return last_day_of(terms) + timedelta(days=1)
    except (NotKnown, ArithmeticError, ValueError):  # not on record, or beyond the calendar
        return None


def is_over(terms: Terms | None, day: date) -> bool:
    """True where its last day is before `day`; False where it is not known."""
    begins = over_from(terms)
    return begins is not None and begins <= day


def years_after(day: date, years: Decimal) -> date:
    """So many years later; parts of a year in days of 365."""
    whole, part = divmod(years, 1)
    try:
        later = day.replace(year=day.year + int(whole))
    except ValueError:  # 29 February
        later = day.replace(year=day.year + int(whole), day=28)
    return later + timedelta(days=int(part * YEAR))
