"""Runs of the projection of the public record: what drives one, and two compared."""

from decimal import Decimal

from django.utils import timezone

from portfolio.services import capacity
from record.models import Recording
from tests.portfolio.reports.answers import ask, rows_of
from tests.portfolio.reports.conftest import DAY


def test_drivers_of_a_line_share_its_whole_spread(at):
    rows = [row for row in rows_of(ask("capacity-drivers", at, mineral="magnet")) if row["driver_kind"] == "project"]
    assert rows[0]["rank"] == "1"
    for basis in ("facts", "estimated"):
        shares = [Decimal(row[f"spread_share_{basis}"]) for row in rows]
        assert abs(sum(shares) - 1) < Decimal("0.00001"), basis


def test_two_runs_are_compared_by_inputs_and_answer(at, projected):
    assert rows_of(ask("capacity-changes", at)) == []
    capacity.run(at, draws=1_000, seed=7)
    later = Recording.objects.as_of(DAY, timezone.now())
    rows = rows_of(ask("capacity-changes", later))
    assert [(row["field"], row["earlier_value"], row["later_value"]) for row in rows if row["changed"] == "input"] == [
        ("seed", str(projected.seed), "7")
    ]
    bands = {"p10", "p50", "p90", "mean"}
    changed = {row["field"] for row in rows if row["changed"] == "answer"}
    assert changed == bands | {f"{name}_estimated" for name in bands} | {"p90_rough"}
    assert len(rows_of(ask("capacity-runs", later))) == 2


def test_any_two_runs_are_compared_and_one_that_is_not_on_record_is_named(at, projected):
    second, third = (capacity.run(at, draws=1_000, seed=seed) for seed in (7, 8))
    later = Recording.objects.as_of(DAY, timezone.now())

    def seeds(**asked):
        rows = rows_of(ask("capacity-changes", later, **asked))
        return [(row["earlier_value"], row["later_value"]) for row in rows if row["field"] == "seed"]

    assert seeds() == [("7", "8")]
    assert seeds(run=second.pk) == [(str(projected.seed), "7")]
    assert seeds(run=third.pk, against=projected.pk) == [(str(projected.seed), "8")]
    assert ask("capacity-changes", later, run=10**6).notes[0].startswith("Run 1000000 is not on record. Runs: ")
