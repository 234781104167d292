"""An officer's override is told wherever its figures are: on the project's page, and in the report of its run."""

from decimal import Decimal

import pytest

from portfolio.pages.capacity import phases_table
from projects.models import CapacityEstimate, CapacityPhase, ProjectionOverride
from projects.services import priors
from record.models import Citation
from record.services import entities, facts
from tests.cast import Cast, day, now, writing

pytestmark = pytest.mark.long

SAID = (
    "judgement: override of share that succeeds: 50% for 88%, slip: 12 months (nine in ten within 36) for 9 months "
    "(nine in ten within 24), ramp-up curve: S4_after_McNulty for S3_after_McNulty; because The permit is contested. "
    "(sources: cast1)"
)


@pytest.fixture
def phase(cast: Cast, reference: None) -> CapacityPhase:
    with writing() as recording:
        made = CapacityPhase(slug="palisade-oxide", project=cast.projects["palisade-magnets"], product="Oxide")
        entities.create(made, recording=recording)
        estimate = CapacityEstimate(
            phase=made,
            nameplate_added=Decimal(1200),
            unit="t/yr",
            kind="increment",
            phase_stage="construction",
            planned_start_on=day("2027"),
            ramp_curve="S3_after_McNulty",
            ramp_curve_reason="a first plant",
        )
        facts.record(estimate, recording=recording)
    return made


def described(cast: Cast, column: str) -> object:
    table, _ = phases_table(now(), cast.projects["palisade-magnets"])
    return table.rows[0][[one.name for one in table.columns].index(column)]


def test_the_projects_page_tells_the_odds_and_that_an_officer_set_them(cast: Cast, phase: CapacityPhase):
    assert (described(cast, "success_share"), described(cast, "override")) == (Decimal("0.88"), None)
    with writing() as recording:
        priors.override(
            ProjectionOverride(
                project=cast.projects["palisade-magnets"],
                success_share=Decimal("0.5"),
                slip_median_months=Decimal(12),
                ramp_curve="S4_after_McNulty",
                reason="The permit is contested.",
                citation=Citation.objects.get(text="cast1"),
            ),
            p90=Decimal(36),
            recording=recording,
        )
    assert (described(cast, "success_share"), described(cast, "slip_median_months")) == (Decimal("0.5"), 12)
    assert (described(cast, "curve"), described(cast, "override")) == ("S4_after_McNulty", SAID)
    table, _ = phases_table(now(), cast.projects["palisade-magnets"])
    assert any("reconstruction" in note and "judgement, bounded by measured findings" in note for note in table.notes)
