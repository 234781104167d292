"""A partial date is an interval of whole days, kept as it was given."""

from datetime import date

import pytest

from record.calculations.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q2", "2026-04-01", "2026-06-30"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-01", "2026-01-01", "2026-01-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-02-14", "2026-02-14", "2026-02-14"),
    ],
)
def test_the_days_that_a_text_names(text: str, start: str, end: str):
    found = PartialDate.parse(f" {text} ")
    assert (found.text, found.start, found.end) == (text, date.fromisoformat(start), date.fromisoformat(end))
    assert str(found) == text
    assert found.is_day == (start == end)


@pytest.mark.parametrize("text", ["", "26", "2026-H3", "2026-Q5", "2026-Q0", "2026-2", "2026-02-1", "2026-02-14x"])
def test_a_text_that_is_no_date_is_refused_with_the_forms(text: str):
    with pytest.raises(ValueError, match="is no date") as refused:
        PartialDate.parse(text)
    assert str(refused.value) == f'"{text}" is no date. Write 2026, 2026-H2, 2026-Q3, 2026-02 or 2026-02-14.'


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-02-29", "0000"])
def test_a_day_that_is_not_in_the_calendar_is_refused(text: str):
    with pytest.raises(ValueError, match=f'^"{text}" is not in the calendar: .+\\.$'):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-30", "2026-02 has 28 days, and no day 30."),
        ("2026-13-01", "a year has no month 13."),
        ("0000-01-01", "there is no year 0."),
    ],
)
def test_what_the_calendar_lacks_is_said(text: str, why: str):
    with pytest.raises(ValueError, match="calendar") as refused:
        PartialDate.parse(text)
    assert str(refused.value) == f'"{text}" is not in the calendar: {why}'


def test_dates_are_equal_when_given_alike_and_a_coarser_one_stands_after_a_finer_one():
    day = PartialDate.of(date(2026, 12, 31))
    assert day == PartialDate.parse("2026-12-31")
    assert (day.start, day.end) == (date(2026, 12, 31), date(2026, 12, 31))
    assert PartialDate.parse("2026-Q1") != PartialDate.parse("2026-03")
    texts = ["2026", "2026-12-31", "2026-H2", "2026-06", "2026-12", "2026-Q4"]
    ordered = sorted(map(PartialDate.parse, texts), key=lambda one: one.sort_key)
    assert [one.text for one in ordered] == ["2026-06", "2026-12-31", "2026-12", "2026-Q4", "2026-H2", "2026"]
    assert PartialDate.parse("2026-02").sort_key == (date(2026, 2, 28), 27)


def test_one_is_surely_before_another_only_when_they_cannot_overlap():
    march = PartialDate.parse("2026-03")
    assert march.surely_before(PartialDate.parse("2026-04-01"))
    assert not march.surely_before(PartialDate.parse("2026-03-31"))
    assert not march.surely_before(march)
    assert not PartialDate.parse("2026-04").surely_before(march)


def test_what_happened_counts_from_the_end_or_from_the_day_of_an_earlier_proof():
    march = PartialDate.parse("2026-03")
    assert march.counts_from() == date(2026, 3, 31)
    assert march.counts_from(PartialDate.parse("2026-03-10")) == date(2026, 3, 10)
    assert march.counts_from(PartialDate.parse("2026-03-01")) == date(2026, 3, 1)
    assert march.counts_from(PartialDate.parse("2026-05-01")) == date(2026, 3, 31)
    # A proof of February spoke of the future.
    assert march.counts_from(PartialDate.parse("2026-02-28")) == date(2026, 3, 31)
