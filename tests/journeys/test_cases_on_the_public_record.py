"""Files that were taken past the form once, on the public record: each row is refused with the sentence of the form."""

from decimal import Decimal

import pytest

from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read, write
from portfolio.positions.holdings import Holding, holdings_at
from portfolio.positions.stakes import stakes_at
from portfolio.services import capacity
from projects.models import CapacityEstimate, CapacityPhase, MilestoneForecast, ProjectedOutput
from tests.books import LOADED_ON
from tests.cast import now

pytestmark = pytest.mark.long

PRODUCTION = """phase,period,recorded_output,unit
mountain-pass-ndpr-oxide,2026-01,2000,lb
mountain-pass-ndpr-oxide,2027-03,700,t
mountain-pass-ndpr-oxide,2026-01-15,5,t
mountain-pass-ndpr-oxide,2025,10,t
"""


@pytest.mark.usefixtures("editions", "db")
def test_production_that_no_form_takes_is_refused_row_by_row():
    reading = read("recorded-production", PRODUCTION.encode(), Mapping())
    plan = preview(reading, why="a test", today=LOADED_ON, by_name="loader")
    far = "An output of 10 t in 2025 would take the place of 2599 t oxide by element on record."
    assert [(row.row, row.becomes, row.changes[0][2]) for row in plan.row_outcomes] == [
        (2, "refused", "The phase is counted in t or t oxide by element, not in lb. Convert the output first."),
        (3, "refused", "2027-03 ends on 2027-03-31, which is not over. Record it after that day."),
        (4, "refused", "Output is recorded by period. Give a month, a quarter or a year."),
        (5, "refused", f"{far} Give the reason, or correct it."),
    ]


@pytest.mark.usefixtures("editions", "db")
def test_a_year_of_output_is_corrected_with_a_reason():
    text = "phase,period,recorded_output,unit,reason\nmountain-pass-ndpr-oxide,2025,10,t,Restated by the company.\n"
    plan = preview(read("recorded-production", text.encode(), Mapping()), why="a", today=LOADED_ON, by_name="loader")
    assert [row.becomes for row in plan.row_outcomes] == ["changed"]


SOLD = """investment,kind,amount_usd,shares,shares_received,effective_on
mp-dow-series-a,conversion,,400000,13320013,2026-08-01
mp-dow-series-a,sale,600000000,,13320013,2026-09-01
mp-dow-warrant,lapse,,11201659,,2026-09-01
"""
ENDED = """investment,status,status_on
mp-dow-series-a,exited,2026-09-01
mp-dow-warrant,lapsed,2026-09-01
"""


def put(kind: str, text: str) -> list[str]:
    """What became of each row of a file that was written whole."""
    reading = read(kind, text.encode(), Mapping())
    plan, recording = write(reading, expected=None, why="a test", today=LOADED_ON, by_name="loader")
    assert recording is not None
    return [row.becomes for row in plan.row_outcomes]


@pytest.mark.usefixtures("editions", "db")
def test_a_stake_that_was_sold_and_lapsed_by_files_is_held_0():
    assert put("transactions", SOLD) == ["new", "new", "new"]
    assert put("investments", ENDED) == ["changed", "changed"]
    at = now(LOADED_ON)
    ended = {"mp-dow-series-a", "mp-dow-warrant"}
    parts = [part for part in holdings_at(at) if part.line.slug in ended]
    assert {(part.line.slug, part.holding, part.shares) for part in parts} == {
        ("mp-dow-series-a", Holding.HELD, 0), ("mp-dow-warrant", Holding.HELD, 0),
    }  # fmt: skip
    stakes = [one for one in stakes_at(at) if ended & {part.line.slug for part in one.parts}]
    assert [(one.holding, one.as_converted_and_exercised, one.alerts) for one in stakes] == [(Holding.HELD, 0, None)]


MILESTONES = """project,name,milestone_kind,statement,said_on,forecast_on,sources
thacker-pass,Case milestone,permit,baseline,2025-01-01,2026-06,lac1
thacker-pass,Case milestone,,baseline,2026-01-01,2028,lac1
thacker-pass,Case milestone,,actual,2026-10-01,2026-09-01,
thacker-pass,Case milestone,,forecast,2027-10-01,2029,lac1
"""


@pytest.mark.usefixtures("editions", "db")
def test_milestones_that_no_form_takes_are_refused_and_the_first_row_stands():
    plan = preview(read("milestone-statements", MILESTONES.encode(), Mapping()), why="a", today=LOADED_ON, by_name="l")
    first, *others = plan.row_outcomes
    assert first.becomes == "new"
    assert ("happens_on", "", "2026-06") in first.changes
    assert [(row.becomes, row.changes[0][2].split(":")[0]) for row in others] == [
        ("refused", "The first promise is frozen"),
        ("refused", "That it happened needs evidence"),
        ("refused", "2027-10-01 has not come yet. Give the day it was said."),
    ]
    assert put("milestone-statements", "".join(MILESTONES.splitlines(keepends=True)[:2])) == ["new"]
    (statement,) = MilestoneForecast.objects.filter(milestone__name="Case milestone")
    assert (str(statement.effective_on), str(statement.forecast_on)) == ("2025-01-01", "2026-06")


FIVE = """phase,nameplate_added,unit,capacity_kind,said_on
thacker-pass-lithium-carbonate,45000,t/yr,increment,2026-10-01
"""


def promised_lithium() -> Decimal:
    """What is promised of lithium in 2030, in t LCE, over all lines of its chemical stage."""
    run = capacity.run(now(LOADED_ON), draws=20)
    rows = ProjectedOutput.objects.filter(run=run, projected_phase=None, unit="t LCE", year=2030)
    return sum((row.promised for row in rows.filter(stage="lithium-chemical") if row.promised is not None), Decimal(0))


@pytest.mark.usefixtures("editions", "db")
def test_a_file_of_five_columns_moves_what_is_promised_by_its_nameplate_alone():
    """40,000 t of nameplate bring 32,868.9 t of what is promised; 45,000 t bring 9/8 of that, 4,108.6 t more."""
    before = promised_lithium()
    phase = CapacityPhase.objects.get(slug="thacker-pass-lithium-carbonate")
    own = ProjectedOutput.objects.filter(projected_phase__phase=phase, year=2030).order_by("-pk").first().promised
    stood = CapacityEstimate.objects.filter(phase=phase).at(now(LOADED_ON)).last()
    assert put("capacity-estimates", FIVE) == ["changed"]
    stands = CapacityEstimate.objects.filter(phase=phase).at(now(LOADED_ON)).last()
    kept = ("mineral", "chain_stage", "factor_to_unit_of_account", "unit_of_account", "ramp_curve", "planned_start_on")
    assert {name: getattr(stands, name) for name in kept} == {name: getattr(stood, name) for name in kept}
    assert (round(own, 1), stands.nameplate_added) == (Decimal("32868.9"), 45_000)
    assert round(promised_lithium() - before, 1) == Decimal("4108.6")
