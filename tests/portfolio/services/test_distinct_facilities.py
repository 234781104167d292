"""Nothing is counted twice: the lines of a projection against a count of distinct facilities, plant by plant."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.calculations.kinds import Status
from portfolio.calculations.support import Support, support_of
from projects.calculations.capacity_figures import CapacityFigure
from projects.calculations.deterministic_output import as_forecast
from projects.calculations.months import Horizon
from projects.models import CapacityPhase, Project, ProjectedPhase
from projects.models.projectable import as_phase, curves_of
from projects.services.capacity import answers
from record.calculations.partial_dates import PartialDate

DAY = date(2026, 6, 18)
CURVE = {
    "series": "S2", "asymptote_percent": "95.5", "tau_months": "5.6", "shape": "0.95", "mixture_share": "1",
}  # fmt: skip
PARAMETERS = {"first_year": 2024, "years": 8, "correlation": 0.2, "curves": [CURVE]}
HORIZON = Horizon.years(2024, 8, DAY)
PLANTS = {"alder": "domestic", "birch": "domestic", "cedar": "domestic", "damar": "partner", "ebony": "other"}
MINERALS, STAGES = ["ndpr", "nd", "pr", "reo", "li"], ["mine", "separation", "magnet"]
KINDS = [CapacityFigure.INCREMENT, CapacityFigure.INCREMENT, CapacityFigure.TOTAL, CapacityFigure.MIXED_PRODUCTS]
STARTED = PartialDate.of(date(2026, 3, 1))


@st.composite
def portfolios(draw):
    """Phases on shared plants, of a group and its members, at several stages; and several awards on each plant."""
    awards = draw(st.lists(st.tuples(st.sampled_from(sorted(PLANTS)), st.sampled_from(list(Status))), max_size=12))
    reaches = {plant: support_of({status for name, status in awards if name == plant}).value for plant in PLANTS}
    rows = []
    for number in range(draw(st.integers(0, 10))):
        plant = draw(st.sampled_from(sorted(PLANTS)))
        kind = draw(st.sampled_from(KINDS))
        added = draw(st.none() | st.integers(0, 5_000))
        unknown = "nameplate added is unknown" if added is None else ""
        why = unknown if kind is CapacityFigure.INCREMENT else kind.value
        rows.append(
            ProjectedPhase(
                phase=CapacityPhase(slug=f"{plant}-{number}", project=Project(slug=plant)),
                mineral=draw(st.sampled_from(MINERALS)),
                stage=draw(st.sampled_from(STAGES)),
                unit="t",
                standing=PLANTS[plant],
                kind=kind.value,
                reach=reaches[plant],
                added=None if added is None or kind is not CapacityFigure.INCREMENT else Decimal(added),
                start=f"{plant}-{number}",
                start_flag="recorded",
                promised_on=STARTED,
                due_on=STARTED,
                risk_stage="ramp_up",
                success_share=Decimal(1),
                slip_median_months=Decimal(0),
                curve="S2",
                utilisation=Decimal("0.95"),
                recorded_months={},
                why=why,
            )
        )
    return draw(st.permutations(rows)), awards


def counted_by_hand(rows, awards):
    """Walk over every plant, stage and mineral, and add what stands there, whoever paid for it and however often."""
    expected = defaultdict(lambda: [Decimal(0)] * HORIZON.count)
    for plant in PLANTS:
        paid = any(name == plant and status.is_committed_money for name, status in awards)
        for mineral in MINERALS:
            for stage in STAGES:
                for row in rows:
                    here = (row.phase.project.slug, row.mineral, row.stage) == (plant, mineral, stage)
                    if not (paid and here and row.kind == CapacityFigure.INCREMENT and row.added is not None):
                        continue
                    made = as_forecast(as_phase(row, curves_of(PARAMETERS)), HORIZON, ())
                    key = (mineral, stage, PLANTS[plant])
                    expected[key] = [sum(pair) for pair in zip(expected[key], made, strict=True)]
    return dict(expected)


@settings(deadline=None, max_examples=60)
@given(portfolios())
def test_lines_equal_a_count_of_distinct_facilities_by_hand(portfolio):
    rows, awards = portfolio
    _, by_line = answers(rows, PARAMETERS, DAY, seed=1, draws=20)
    found = {
        (mineral, stage, standing): values
        for (mineral, stage, unit, standing, reach), values in by_line.items()
        if reach == Support.COUNTED and any(value is not None for value in values["forecast"])
    }
    expected = counted_by_hand(rows, awards)
    assert {key: list(values["forecast"]) for key, values in found.items()} == expected
    # Every plant has started and none may fail, so the draws are certain: each percentile is the same count.
    for key, values in found.items():
        for name in ("p10", "p50", "p90", "mean"):
            pairs = zip(values[name], expected[key], strict=True)
            assert all(abs(drawn - counted) <= Decimal("0.00002") for drawn, counted in pairs), (key, name)
