import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from portfolio import public_record
from projects.calculations.schedule import Health, Kind, Limits, Reading, Statement, TrendPoint, health_of, trend
from record.calculations.partial_dates import PartialDate

RECORD = Path(public_record.__file__).parent / "editions" / "2026_06"
EXPECTED = Path(__file__).parents[2] / "portfolio" / "public_record" / "expected_health.csv"


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stated(kind, happens, stated_on=""):
    def day(text):
        return PartialDate.parse(text) if text else None

    return Statement(Kind(kind), day(happens), day(stated_on))


def record():
    """The statements of the public record by "project|name of the milestone"."""
    names = {row["milestone"]: f"{row['project']}|{row['name']}" for row in rows(RECORD / "milestones.csv")}
    statements = defaultdict(list)
    for row in rows(RECORD / "milestone_forecasts.csv"):
        statements[names[row["milestone"]]].append(stated(row["kind"], row["forecast_on"], row["stated_on"]))
    return {name: statements[name] for name in names.values()}


STATEMENTS = record()


@pytest.mark.parametrize("row", rows(EXPECTED), ids=lambda row: f"{row['milestone_key']} on {row['as_of']}")
def test_health_of_the_public_record(row):
    found = health_of(STATEMENTS[row["milestone_key"]], date.fromisoformat(row["as_of"]))
    assert (found.health, bool(found.reason)) == (row["expected"], True)


def test_all_94_answers_were_asked():
    assert len(rows(EXPECTED)) == 94
    assert {row["milestone_key"] for row in rows(EXPECTED)} == set(STATEMENTS)


def test_a_slip_is_counted_between_the_last_days_and_told_in_words():
    statements = [stated("baseline", "2024", "2024-04"), stated("forecast", "2026-Q1", "2026-01-06")]
    assert health_of(statements, date(2026, 2, 1)) == Reading(
        Health.LATE,
        "due by 2026-03-31, 58 days ahead; 2024-12-31 to 2026-03-31 is 455 days; last said 2026-01-06, 26 days before",
        slip_days=455,
        due_on=date(2026, 3, 31),
        evidence_days=26,
    )
    assert health_of(statements, date(2026, 4, 1)).reason == (
        "2026-Q1 has passed with no actual; 2024-12-31 to 2026-03-31 is 455 days"
    )


def test_a_month_counts_from_its_last_day():
    statements = [stated("baseline", "2028", "2026-02")]
    assert health_of(statements, date(2026, 2, 27)).health is Health.UNKNOWN
    found = health_of(statements, date(2026, 3, 10))
    assert found.reason == (
        "due by 2028-12-31, 1,027 days ahead; no slip; last said 2026-02, 10 days from the end of 2026-02"
    )


def test_what_happened_counts_from_the_earlier_of_its_last_day_and_its_proof():
    statements = [stated("baseline", "2026", "2026-02-26"), stated("actual", "2026", "2026-05-07")]
    assert health_of(statements, date(2026, 5, 6)).health is Health.ON_TRACK
    found = health_of(statements, date(2026, 5, 7))
    assert (found.health, found.happened_on, found.slip_days) == (Health.DONE, date(2026, 5, 7), 0)
    assert found.reason == "happened 2026, proved on 2026-05-07"


def test_an_actual_without_a_day_has_no_slip():
    statements = [stated("baseline", "2025", "2025-01"), stated("actual", "", "2026-02-26")]
    found = health_of(statements, date(2026, 6, 18))
    assert (found.health, found.slip_days, found.happened_on) == (Health.DONE, None, date(2026, 2, 26))


def test_a_withdrawn_target_is_never_on_track():
    statements = [stated("baseline", "2026-H1", "2023-08-01"), stated("forecast", "", "2025-08-27")]
    found = health_of(statements, date(2025, 12, 31))
    assert (found.health, found.due_on, found.slip_days) == (Health.UNKNOWN, None, None)
    assert health_of(statements, date(2026, 6, 18)).health is Health.STALE


def test_any_dated_statement_outranks_an_undated_one_said_later():
    statements = [stated("baseline", "2026", "2025-01"), stated("forecast", "2030")]
    assert health_of(statements, date(2025, 3, 1)).slip_days == 0


@pytest.mark.parametrize(
    ("limits", "health"),
    [
        (Limits(), Health.WATCH),  # 61 days of slip
        (Limits(late_above=60), Health.LATE),
        (Limits(watch_above=61, due_within=10), Health.ON_TRACK),
        (Limits(watch_above=61, due_within=10, stale_above=20), Health.STALE),
    ],
)
def test_the_limits_are_settings(limits, health):
    statements = [stated("baseline", "2026-03-31", "2025-10-06"), stated("forecast", "2026-05-31", "2026-04-02")]
    assert health_of(statements, date(2026, 5, 1), limits).health is health


def test_the_trend_holds_every_dated_statement_known_by_the_day():
    statements = [
        stated("baseline", "2026", "2025-01"),
        stated("forecast", "2030"),
        stated("forecast", "2028", "2025-12-10"),
        stated("actual", "", "2027-05-01"),
    ]
    baseline = TrendPoint(PartialDate.parse("2025-01"), PartialDate.parse("2026"), Kind.BASELINE)
    assert trend(statements, date(2025, 6, 1)) == [baseline]
    assert trend(statements, date(2027, 6, 1)) == [
        baseline,
        TrendPoint(PartialDate.parse("2025-12-10"), PartialDate.parse("2028"), Kind.FORECAST),
        TrendPoint(PartialDate.parse("2027-05-01"), PartialDate.parse("2027-05-01"), Kind.ACTUAL),
    ]


@pytest.mark.parametrize(
    ("forecast", "slip", "health"),
    [
        ("2026-01-31", 30, Health.ON_TRACK),
        ("2026-02-01", 31, Health.WATCH),
        ("2026-04-01", 90, Health.WATCH),  # 30 + 28 + 31 + 1 days after 1 January: late is above 90, not from 90
        ("2026-04-02", 91, Health.LATE),
    ],
)
def test_late_is_above_90_days_and_watch_above_30(forecast, slip, health):
    said = [stated("baseline", "2026-01-01", "2025-06-01"), stated("forecast", forecast, "2025-11-15")]
    found = health_of(said, date(2025, 12, 1))
    assert (found.slip_days, found.health) == (slip, health)
