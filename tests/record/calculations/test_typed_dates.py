"""A date as a person writes it is read as she means it, or refused; nothing is guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.calculations.partial_dates import PartialDate
from record.calculations.typed_dates import MONTHS, in_words, noted, read_date


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("11/3/2025", "2025-11-03"),
        ("11/23/2025", "2025-11-23"),
        ("15.01.2026", "2026-01-15"),
        ("15-1-2026", "2026-01-15"),
        ("3.3.2026", "2026-03-03"),
        ("Nov 3 2025", "2025-11-03"),
        ("Nov. 3, 2025", "2025-11-03"),
        ("november 3rd, 2025", "2025-11-03"),
        ("3 November 2025", "2025-11-03"),
        ("Sept 2026", "2026-09"),
        ("March 2026", "2026-03"),
        ("Q3 2027", "2027-Q3"),
        ("3Q 2027", "2027-Q3"),
        ("2027 Q3", "2027-Q3"),
        ("third quarter of 2027", "2027-Q3"),
        ("H2 2026", "2026-H2"),
        ("second half 2026", "2026-H2"),
        ("2026", "2026"),
        ("2026-02-14", "2026-02-14"),
        ("2026-02-14T00:00:00Z", "2026-02-14"),
    ],
)
def test_what_a_person_types_is_the_interval_she_means(typed: str, kept: str) -> None:
    found = read_date(f" {typed} ", month_first=True)
    assert (found.text, found.words) == (kept, "")


@pytest.mark.parametrize("typed", ["mid-2026", "early 2026", "Late 2026", "by the end of 2026", "summer 2026"])
def test_what_says_more_than_an_interval_is_its_year_with_the_words_beside(typed: str) -> None:
    found = read_date(typed, month_first=True)
    assert (found.text, found.words) == ("2026", typed)
    assert noted("Filed.", found.words) == f"Filed. Dated {typed}."
    assert noted(noted("", typed), typed) == f"Dated {typed}."  # sent twice, said once


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("13/14/2025", "neither part is a month"),
        ("13.14.2025", "neither part is a month"),
        ("15.01/2026", "is no date"),
        ("FY2026", "fiscal year"),
        ("fiscal year 2026", "fiscal year"),
        ("Nov 31 2025", "no day 31"),
        ("soon", "is no date"),
        ("11/3/25", "is no date"),
        ("Mayb 2026", "is no date"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_date(typed, month_first=True)


def test_a_day_with_two_readings_is_asked_about_where_the_writer_is_not_known() -> None:
    with pytest.raises(ValueError, match="may mean two days"):
        read_date("3/2/2026", month_first=False)
    assert str(read_date("3/14/2026", month_first=False)) == "2026-03-14"
    assert str(read_date("14/3/2026", month_first=False)) == "2026-03-14"


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back_from_its_words(day: date) -> None:
    words = in_words(PartialDate.of(day))
    assert read_date(words, month_first=True) == PartialDate.of(day)
    assert read_date(f"{day.month}/{day.day}/{day.year}", month_first=True).start == day


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("2026-03-04", "March 4 2026"),
        ("2026-03", "March 2026"),
        ("2026-Q3", "third quarter of 2026"),
        ("2026-H1", "first half of 2026"),
        ("2026", "the year 2026"),
    ],
)
def test_a_date_in_words(kept: str, words: str) -> None:
    assert in_words(PartialDate.parse(kept)) == words
    assert len(MONTHS) == 12
    assert timedelta() == read_date(kept, month_first=False).end - PartialDate.parse(kept).end
