"""The public record's milestones against the answers worked out by hand, and their slippage added up."""

import csv
from pathlib import Path

import pytest

from tests.portfolio.reports.answers import ask, rows_of

EXPECTED = Path(__file__).parents[1] / "public_record" / "expected_health.csv"


@pytest.mark.parametrize("on_day", ["2025-12-31", "2026-06-18"])
def test_the_health_of_every_milestone_of_the_record_is_the_one_worked_out_by_hand(on, on_day):
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        expected = [row for row in csv.DictReader(file) if row["as_of"] == on_day]
    found = {f"{row['project']}|{row['name']}": row["health"] for row in rows_of(ask("milestones", on(on_day)))}
    assert found == {row["milestone_key"]: row["expected"] for row in expected}
    assert len(found) == 47


def test_slippage_groups_add_up_to_what_the_milestones_say(on):
    at = on("2026-06-18")
    known = [row for row in rows_of(ask("milestones", at)) if row["slip_days"]]
    rows = [row for row in rows_of(ask("slippage", at)) if row["on_day"] == "2026-06-18"]
    whole = next(row for row in rows if row["grouped_by"] == "all")
    assert int(whole["slip_total_days"]) == sum(int(row["slip_days"]) for row in known)
    kinds = [row for row in rows if row["grouped_by"] == "kind"]
    assert sum(int(row["slip_total_days"] or 0) for row in kinds) == int(whole["slip_total_days"])
    assert sum(int(row["slips_known"]) for row in kinds) == int(whole["slips_known"]) == len(known)


def test_slippage_says_whether_it_gets_later(on):
    rows = [row for row in rows_of(ask("slippage", on("2026-06-18"))) if row["grouped_by"] == "all"]
    assert [row["on_day"] for row in rows][-3:] == ["2025-12-31", "2026-03-31", "2026-06-18"]
    assert int(rows[-1]["change_days"]) == int(rows[-1]["slip_mean_days"]) - int(rows[-2]["slip_mean_days"])
