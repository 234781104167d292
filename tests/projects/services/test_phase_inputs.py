"""What a projection takes from an estimate and from what was said of its start."""

from datetime import date
from decimal import Decimal

import pytest

from projects.calculations.capacity_figures import CapacityFigure
from projects.calculations.schedule import Kind as Stated
from projects.calculations.schedule import Statement, stated_by
from projects.models import CapacityEstimate, CapacityPhase, Milestone, ProjectedPhase
from projects.services.phase_inputs import increment_of, kind_of, set_start
from record.calculations.partial_dates import PartialDate


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
