"""The series by month ends where the report of the day stands, and each month is that day's own answer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from portfolio.calculations.kinds import Kind
from portfolio.models import SecurityPrice
from portfolio.positions.filters import Filters
from portfolio.positions.monthly import month_ends, series
from portfolio.positions.return_groups import Level
from portfolio.positions.returns import positions_on
from portfolio.positions.value_book import ValueBook
from portfolio.reports.returns import answer
from record.calculations.unknown import NotKnown
from record.services import facts
from tests.cast import Cast, day, entry, now, record_entries, writing


def test_month_ends_run_from_the_first_month_to_the_day_asked():
    assert month_ends(date(2025, 11, 20), date(2026, 2, 10)) == [
        date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 10),
    ]  # fmt: skip
    assert month_ends(date(2026, 2, 1), date(2026, 2, 28)) == [date(2026, 2, 28)]


def told(found) -> tuple:
    tally = found.tally
    try:
        multiple = found.tvpi
    except NotKnown as error:
        multiple = str(error)
    return (
        found.level, found.key, tally.invested, tally.received, tally.remaining, found.value, multiple,
        found.rate.rate, found.rate.why,
    )  # fmt: skip


def test_every_month_is_what_that_day_answers_by_itself(cast: Cast):
    palisade = cast.companies["palisade"]
    with writing() as recording:
        for on, price in (("2025-09-30", "31"), ("2026-01-15", "45"), ("2026-06-30", "42")):
            close = SecurityPrice(company=palisade, close=Decimal(price), currency="USD", effective_on=day(on))
            facts.record(close, recording=recording)
    record_entries([entry(cast.investments["saltwash-doe-loan"], Kind.REPAYMENT, "2026-03-10", "5000000")])
    at = now()
    book = ValueBook.read(at)
    months = series(book, positions_on(book, at.as_of), tuple(Level))
    assert {month.on for month in months} == set(month_ends(date(2025, 8, 1), at.as_of))
    for on in sorted({month.on for month in months}):
        alone = [told(one) for one in answer(replace(at, as_of=on), Filters()).lines]
        assert [told(month.found) for month in months if month.on == on] == alone


def test_no_month_is_shown_beyond_the_year_of_the_moment_asked(cast: Cast):
    at = replace(now(), as_of=date(9999, 12, 31))
    book = ValueBook.read(at)
    months = series(book, positions_on(book, at.as_of), (Level.PORTFOLIO,))
    assert months[-1].on == date(localdate(at.known_at).year, 12, 31)
