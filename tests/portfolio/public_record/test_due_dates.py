"""The days that agreements set, as the public record states them, and what follows from them on a day."""

from datetime import date

import pytest
from django.utils import timezone

from portfolio.pages import calendar
from portfolio.positions.calendar import CalendarBook
from portfolio.positions.decisions_due import decisions_due_at
from record.models import Recording

pytestmark = pytest.mark.usefixtures("editions", "db")


def as_of(day: str):
    return Recording.objects.as_of(date.fromisoformat(day), timezone.now(), None)


def test_eleven_days_stand_once_the_twelfth_a_closing_is_over_and_a_day_that_was_a_year_before_stands_once():
    found = {
        (one.award.slug, one.kind.value, str(one.fact.due_on)) for one in CalendarBook.read(as_of("2026-10-08")).due
    }
    assert len(found) == 11
    assert "closing" not in {kind for _, kind, _ in found}
    assert ("mp-osc-samarium-loan", "maturity", "2037-08-01") in found
    assert ("mp-osc-samarium-loan", "maturity", "2037") not in found


def test_the_long_stop_that_was_extended_is_the_one_that_counts():
    for day, stated in (("2026-03-01", "2026-03-31"), ("2026-05-01", "2026-05-31")):
        closings = [one for one in CalendarBook.read(as_of(day)).due if one.kind == "closing"]
        assert [str(one.fact.due_on) for one in closings] == [stated]


def test_the_last_day_to_draw_of_thacker_pass_is_to_be_decided_from_90_days_before():
    def due(day):
        return [one.what for one in decisions_due_at(as_of(day)) if one.trigger == "draw_deadline"]

    assert due("2028-08-31") == []  # 91 days ahead
    (line,) = due("2028-09-01")
    assert line.endswith(
        "Last day to draw of the direct loan to Lithium Nevada Ventures LLC on 2028-11-30: Monthly draws until then."
    )


def test_a_payment_that_no_source_publishes_is_not_on_record_and_nobody_is_told_that_it_did_not_come():
    at = as_of("2026-05-18")  # the business day after Friday 15 May
    syrah = [one for one in CalendarBook.read(at).due if one.award.slug == "syrah-dfc-loan"]
    assert [one.came for one in syrah] == ["not on record", "not on record"]
    assert [one for one in decisions_due_at(at) if one.trigger == "payment_missed"] == []
    page = calendar.page(at)
    assert "did not come" not in page.sentence
    assert "not on record" in {line.dated.standing for line in page.behind.lines}
