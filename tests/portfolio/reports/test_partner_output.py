"""Output abroad by country: the plants of one country are drawn together, as the run itself draws a line."""

from decimal import Decimal

import pytest

from portfolio.reports.production.partner_output import outputs_abroad
from portfolio.reports.production.projected import projected_at
from portfolio.services import capacity
from projects.models import CapacityEstimate, CapacityPhase, ChainStage, Mineral, Project
from projects.reference.load import load_reference
from record.services import entities, facts
from tests.cast import day, now, writing
from tests.golden.book_of_every_report import REFERENCE
from tests.portfolio.reports.answers import ask, rows_of

MEASURES = ("promised", "forecast", "p10", "p50", "p90", "mean", "p10_estimated", "p50_estimated", "p90_estimated")
YEAR = 2030


@pytest.fixture
def plants(cast):
    """Two brines in Canada of 2,000 and 3,000 t a year, and one in Chile of 1,000; draws come from `run`."""
    load_reference(say=lambda *stated: None, folder=REFERENCE)

    def made(*wanted):
        stage = ChainStage.objects.get(stage="chemical")
        with writing() as recording:
            for slug, country, added in wanted:
                site = Project(slug=slug, name=slug, country=country, operator=cast.companies["saltwash"])
                site = entities.create(site, recording=recording)
                phase = CapacityPhase(slug=f"{slug}-line", project=site, product="Lithium carbonate")
                entities.create(phase, recording=recording)
                estimate = CapacityEstimate(
                    phase=phase, kind="increment", nameplate_added=Decimal(added), unit="t/yr", counts_as="primary",
                    mineral=Mineral.objects.get(slug="li"), chain_stage=stage, unit_of_account=stage.unit_of_account,
                    phase_stage="construction", ramp_curve="S3_after_McNulty", planned_start_on=day("2027"),
                    factor_to_unit_of_account=Decimal(1), effective_on=day("2026-01"),
                )  # fmt: skip
                facts.record(estimate, recording=recording)
        at = now()
        capacity.run(at, draws=300)
        return projected_at(now())

    return made


def test_a_country_that_has_a_whole_line_has_the_range_of_the_run(plants):
    found = plants(("north", "CA", 2_000), ("south", "CA", 3_000))
    (own,) = outputs_abroad(found, YEAR)
    (line,) = [one for one in found.lines if one.year == YEAR]
    assert {name: getattr(own.output, name) for name in MEASURES} == {name: getattr(line, name) for name in MEASURES}
    assert (own.country, own.output.phases, own.output.known) == ("CA", 2, 2)


def test_plants_of_two_countries_are_two_lines_and_never_one_range(plants):
    found = plants(("north", "CA", 2_000), ("south", "CA", 3_000), ("salar", "CL", 1_000))
    canada, chile = outputs_abroad(found, YEAR)
    (line,) = [one for one in found.lines if one.year == YEAR]
    assert (canada.country, chile.country, line.phases) == ("CA", "CL", 3)
    assert abs(canada.output.mean + chile.output.mean - line.mean) <= Decimal("0.000002")
    (stored,) = [one for one in found.by_phase[chile.phases[0].pk] if one.year == YEAR]
    assert chile.output == stored


def test_plants_at_home_are_no_output_abroad(plants):
    found = plants(("north", "CA", 2_000), ("nevada", "US", 3_000))
    assert [one.country for one in outputs_abroad(found, YEAR)] == ["CA"]


def test_a_plant_of_no_award_is_on_record_and_does_not_count(plants):
    plants(("north", "CA", 2_000))
    (row,) = rows_of(ask("partner-output", now(), year=YEAR, mineral="li"))
    assert (row["country"], row["reach"], row["counts"]) == ("CA", "no award", "false")
    partner = next(row for row in rows_of(ask("partners", now(), year=YEAR)) if row["country"] == "CA")
    assert partner["makes"] == ""
    assert partner["would_make"].endswith("(no award)")
