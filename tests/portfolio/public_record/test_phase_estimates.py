"""The 43 phases of the record of October 2026: which are drawn by facts, which with estimates, which fact would do."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from portfolio.reports.production.facts_wanted import open_phases_at
from portfolio.reports.production.projected import ProjectedPhases
from portfolio.services.capacity import edge_at
from projects.calculations.months import month_of
from projects.models import ProjectedPhase, ProjectionRun
from projects.models.estimated_phases import estimate_of
from projects.services.phase_inputs import phases_at
from record.models import Recording

DOCS = Path(__file__).parents[3] / "docs" / "public_record.md"
DAY = date(2026, 10, 8)


def how(row: ProjectedPhase) -> str:
    """How a phase is drawn, in the words of the table in docs/public_record.md."""
    if not row.why:
        return "by facts"
    if row.why_estimated:
        return "not"
    return "rough only" if row.size_class == "C" else "with estimates"


@pytest.fixture
def wanted(phases) -> dict[str, str]:
    """The fact that would do, by phase."""
    at = Recording.objects.as_of(DAY, timezone.now())
    found = ProjectedPhases(ProjectionRun(), list(phases.values()))
    return {one.row.phase.slug: one.wanted for one in open_phases_at(at, found)}


@pytest.fixture
def phases(editions, db) -> dict[str, ProjectedPhase]:
    at = Recording.objects.as_of(DAY, timezone.now())
    return {row.phase.slug: row for row in phases_at(at, edge_at(at))}


def test_18_phases_are_drawn_by_facts_and_34_with_estimates(phases):
    assert Counter(map(how, phases.values())) == {"by facts": 18, "with estimates": 16, "rough only": 3, "not": 6}


def test_the_table_of_the_docs_is_what_the_record_gives(phases):
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| ")]
    table = {cells[0]: cells[1:4] for cells in rows if cells[0] in phases}
    assert table == {slug: [how(row), row.size_class, row.start_class] for slug, row in phases.items()}


def test_the_docs_name_the_fact_that_would_do_as_the_record_does(wanted):
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    told = {
        line.split("|")[1].strip(): line.rpartition("would do: ")[2].strip(" |")
        for line in lines
        if "would do: " in line
    }
    assert told == wanted


def test_each_phase_without_a_firm_figure_or_a_split_names_the_fact_that_would_do(wanted):
    assert wanted == {
        "atalco-gramercy-gallium": "a narrower range of the nameplate",
        "crucible-clarksville-strategic-metals": "the output before it and the split by mineral",
        "mountain-pass-dysprosium-and-terbium-oxide": "the split by element",
        "phoenix-metallization-rare-earth-metals": "the nameplate, the split by product and the start",
        "reelement-marion-separated-products": (
            "whether the figure is a total or an increment, the split by mineral and the start"
        ),
        "reelement-noblesville-separated-defence-elements": (
            "whether the figure is a total or an increment, the split by mineral and the start"
        ),
        "ucore-lsmc-total-rare-earth-oxide": "the split by element",
        "usar-blacksburg-rare-earth-metals-and-alloys": "the factor to the unit of account",
        "usar-round-top-heavy-rare-earth-and-critical-minerals": (
            "the factor to the unit of account and the split by element"
        ),
        "usar-stillwater-rare-earth-metals-and-alloys": "the split by product and the start",
        "westwin-lawton-nickel-and-cobalt-pilot": (
            "whether the figure is a total or an increment, the split by mineral and the start"
        ),
    }


@pytest.mark.parametrize(
    ("phase", "p10", "p50", "p90"),
    [
        ("elk-creek-ferroniobium", (2028, 2), (2029, 8), (2032, 2)),
        ("rhyolite-ridge-lithium", (2028, 7), (2030, 1), (2032, 7)),
        ("tanbreez-rare-earth-concentrate", (2030, 2), (2031, 12), (2035, 1)),
    ],
)
def test_a_lead_time_gives_the_start_that_was_worked_out_by_hand(phases, phase, p10, p50, p90):
    """Seen on the day that it counts from, within a month or two: nothing of the lead time has gone by then."""
    estimate = estimate_of(phases[phase].estimate)
    found = [estimate.lead.percentile(estimate.lead.origin, percent) for percent in (10, 50, 90)]
    wanted = [month_of(date(year, month, 1)) for year, month in (p10, p50, p90)]
    assert all(abs(one - month) < 2.1 for one, month in zip(found, wanted, strict=True))


def test_gallium_at_gramercy_is_rough_by_what_its_host_gives(phases):
    """1,000,000 t of alumina give 5,850 to 46,800 kg: below the 50,000 kg that are stated."""
    row = phases["atalco-gramercy-gallium"]
    assert estimate_of(row.estimate).size.ends == pytest.approx((5_850, 46_800))
    assert row.size_class == "C"


def test_mountain_pass_passes_through_its_newest_recorded_period(phases):
    """917 t in the first quarter of 2026, less a quarter of the 1,294 t of 2024: 593.5 t above the baseline."""
    running = estimate_of(phases["mountain-pass-ndpr-oxide"].estimate).running
    assert (running.first_month, running.months) == (12 * 2026, 3)
    assert running.output == pytest.approx(917 - 1_294 / 4, abs=0.001)
