"""What a projection takes from an estimate and from what was said of its start."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from projects.calculations.capacity_figures import CapacityFigure
from projects.calculations.schedule import Kind as Stated
from projects.calculations.schedule import Statement, stated_by
from projects.models import BaselineStatistic, CapacityEstimate, CapacityPhase, Milestone, ProjectedPhase
from projects.models.estimated_phases import estimate_of
from projects.services import phase_inputs
from projects.services.phase_inputs import Edge, increment_of, kind_of, phases_at, set_start
from record.calculations.partial_dates import PartialDate
from record.models import Channel, Recording
from record.services import facts, recordings


def estimate(kind, baseline, nameplate, counts_as="primary"):
    def amount(value):
        return None if value is None else Decimal(value)

    return CapacityEstimate(
        kind=kind,
        baseline_output=amount(baseline),
        nameplate_added=amount(nameplate),
        counts_as=counts_as,
        factor_to_unit_of_account=Decimal(1),
    )


@pytest.mark.parametrize(
    ("one", "kind", "added"),
    [
        (estimate("increment", None, "2000"), CapacityFigure.INCREMENT, Decimal(2000)),
        (estimate("total", "1000", "3000"), CapacityFigure.INCREMENT, Decimal(2000)),  # 3,000 in all less 1,000 before
        (estimate("total", "0", "3000"), CapacityFigure.INCREMENT, Decimal(3000)),
        (estimate("total", None, "3000"), CapacityFigure.TOTAL, None),
        (estimate("total", "181", None), CapacityFigure.TOTAL, None),
        (
            estimate("total", "3000", "1000"),
            CapacityFigure.TOTAL,
            None,
        ),  # less than before: the two are not of one plant
        (estimate("total", "1000", "3000", "mixed_products"), CapacityFigure.MIXED_PRODUCTS, Decimal(2000)),
    ],
)
def test_a_total_gives_its_increment_where_the_baseline_is_known(one, kind, added):
    assert (kind_of(one), increment_of(one)) == (kind, added)


def test_a_start_that_only_its_milestone_states_is_planned():
    row = ProjectedPhase(phase=CapacityPhase(slug="mill-oxide"))
    set_start(row, estimate("increment", "0", "5000"), None, None)
    assert (row.due_on, row.start_flag) == (None, "unknown")
    statements = [Statement(Stated.FORECAST, PartialDate.parse("2029-Q1"), PartialDate.parse("2026-01"))]
    set_start(
        row, estimate("increment", "0", "5000"), Milestone(slug="phase-2"), stated_by(statements, date(2026, 6, 18))
    )
    assert (str(row.due_on), row.start_flag) == ("2029-Q1", "planned")


class TestBaselineOfWhichNothingIsKnown:
    """The zinc of Clarksville: 300,000 t a year in all. The country refines 220,000 t of zinc a year (MCS 2026)."""

    @pytest.fixture(autouse=True)
    def _database(self, db):
        """The rows of the public record."""

    def zinc(self, serial: int) -> ProjectedPhase:
        at = Recording.objects.as_of(date(2026, 6, 18), timezone.now(), serial)
        return next(row for row in phases_at(at, Edge()) if row.phase.slug == "crucible-clarksville-zinc")

    def test_it_is_cut_at_the_national_production(self, record):
        row = self.zinc(record.serial)
        assert row.estimate["size"]["baseline"] == {"shape": "uniform", "low": "0.0", "high": "220000.0"}
        estimate = estimate_of(row.estimate)
        assert estimate.size.ends == (80_000, 300_000)
        baseline = estimate.size.baseline
        assert [round(300_000 - baseline.percentile(percent)) for percent in (90, 50, 10)] == [
            102_000,
            190_000,
            278_000,
        ]
        (said,) = [one for one in row.estimate["words"] if one["field"] == "baseline"]
        assert said["method"] == "total less a baseline of which nothing is known, cut at the national production"
        assert said["reason"] == "The country makes no more: Zinc, refined, 2025: 220 kt Zn, MCS 2026."

    def test_a_withheld_figure_cuts_nothing(self, record):
        with recordings.open_recording(by_name="t", why="withheld", channel=Channel.JOB) as recording:
            withheld = BaselineStatistic(mineral="Zinc", stage="refined", metric="production", year=2026, unit="kt Zn",
                                         qualifier="W", raw="W", is_withheld=True, edition="MCS 2027")  # fmt: skip
            facts.record(withheld, recording=recording)
        row = self.zinc(recording.serial)
        assert row.estimate["size"]["baseline"]["high"] == "300000.0"

    def test_a_plant_abroad_is_not_cut(self, record, monkeypatch):
        monkeypatch.setattr(phase_inputs, "is_at_home", lambda row: False)
        assert self.zinc(record.serial).estimate["size"]["baseline"]["high"] == "300000.0"
