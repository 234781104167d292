"""What a report may be asked: days, moments, recordings, filters; and what is refused, with a sentence."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.utils.timezone import localdate

from portfolio.forms import AsOfForm, ReportForm
from portfolio.reports import REPORTS
from record.models import Recording
from tests.cast import now

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def asked(query, report="investments"):
    return ReportForm(REPORTS[report], QueryDict(query))


def errors(query, report="investments"):
    form = asked(query, report)
    assert not form.is_valid()
    return " ".join(sentence for sentences in form.errors.values() for sentence in sentences)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2026-10-05", "2026-10-06T03:59:59.999Z"),
        ("2026-02-28", "2026-03-01T04:59:59.999Z"),
        ("2024-02-29", "2024-03-01T04:59:59.999Z"),
        ("2026-03-07", "2026-03-08T04:59:59.999Z"),
        ("2026-03-08", "2026-03-09T03:59:59.999Z"),  # 23 hours long
        ("2026-10-31", "2026-11-01T03:59:59.999Z"),
        ("2026-11-01", "2026-11-02T04:59:59.999Z"),  # 25 hours long
    ],
)
@time_machine.travel(NOW, tick=False)
def test_a_bare_day_for_known_at_is_its_end_in_new_york(cast, day, end):
    form = AsOfForm(QueryDict(f"known_at={day}"))
    assert form.is_valid(), form.errors
    assert form.at().known_at == datetime.fromisoformat(end)


@pytest.mark.parametrize("moment", ["2026-10-05T17:00:00Z", "2026-10-05T13:00:00-04:00", "2026-10-05T13:00"])
@time_machine.travel(NOW, tick=False)
def test_a_moment_is_taken_with_its_offset_and_in_new_york_without_one(cast, moment):
    form = AsOfForm(QueryDict(f"known_at={moment}"))
    assert form.is_valid(), form.errors
    assert form.at().known_at == datetime(2026, 10, 5, 17, tzinfo=UTC)


@pytest.mark.parametrize("moment", ["2026-11-01T01:30:00", "2026-03-08T02:30:00"])
@time_machine.travel(NOW, tick=False)
def test_a_moment_that_the_clocks_showed_twice_or_never_asks_for_its_offset(cast, moment):
    assert "Write the moment with its offset" in errors(f"known_at={moment}")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_of=2026-02-30", "This is no day. Write it as 2026-06-18."),
        ("as_of=06/18/2026", "This is no day. Write it as 2026-06-18."),
        ("known_at=yesterday", '"yesterday" is no moment. Write 2026-10-05 or 2026-10-05T17:00:00Z.'),
        ("known_at=9999-12-31", "lies outside the calendar"),
        ("known_at=0001-01-01", "lies outside the calendar"),
        ("known_at={tomorrow}", "What will be known then is not on record yet. Ask for today or before."),
        ("serial=99", "Recording 99 is not on record. The last one is 2."),
        ("serial=1&known_at={today}", "Recording 1 and that moment, when the last one was 2, are two questions."),
        ("agnecy=DOE", "The report knows no agnecy. It may be asked for"),
        ("agency=DOE&agency=DOW", "agency is given more than once. Give one value, or ask twice."),
        ("status=closd", "closd is not one of the available choices"),
        ("fiscal_year=MMXXVI", "Enter a whole number."),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(cast, query, sentence):
    moment = max(NOW, Recording.objects.latest("serial").moment)
    today = localdate(moment)
    with time_machine.travel(moment, tick=False):
        assert sentence in errors(query.format(today=today, tomorrow=today + timedelta(days=1)))


def test_a_filter_of_another_report_is_refused_by_name(cast):
    assert "The report knows no stage." in errors("stage=construction", "programs")


def test_what_is_known_today_is_what_is_known_by_now(cast):
    form = AsOfForm(QueryDict(f"known_at={datetime.now(UTC).astimezone().date()}"))
    if form.is_valid():
        assert form.at().known_at <= datetime.now(UTC)


def test_a_recording_is_answered_with_its_own_moment_whenever_it_is_asked(cast):
    at = now()
    for later in (2030, 2040):
        with time_machine.travel(datetime(later, 1, 1, tzinfo=UTC)):
            form = AsOfForm(QueryDict(f"as_of=2026-06-30&serial={at.serial}"))
            assert form.is_valid()
            assert form.at() == at


def test_before_the_first_recording_nothing_was_known(cast):
    form = AsOfForm(QueryDict("serial=0"))
    assert form.is_valid()
    assert form.at().serial == 0
    assert list(REPORTS["investments"].report(at=form.at()).rows) == []


@pytest.mark.parametrize(
    ("moment", "today", "year"),
    [
        ("2026-09-30T23:30:00-04:00", date(2026, 9, 30), 2026),
        ("2026-10-01T00:30:00-04:00", date(2026, 10, 1), 2027),
        ("2024-02-29T23:30:00-05:00", date(2024, 2, 29), 2024),
        ("2026-11-01T01:30:00-05:00", date(2026, 11, 1), 2027),
    ],
)
def test_today_and_its_fiscal_year_are_new_yorks(db, moment, today, year):
    from portfolio.calculations.fiscal_year import fiscal_year

    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        form = AsOfForm(QueryDict(""))
        assert form.is_valid()
        assert form.at().as_of == today
        assert fiscal_year(form.at().as_of) == year
