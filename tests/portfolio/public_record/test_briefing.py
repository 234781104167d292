"""The lines of the briefing over both editions: room under the law, and how sure all of it is."""

from datetime import date

import pytest
from django.utils import timezone

from portfolio.pages import company
from portfolio.pages.briefing_sections import how_sure, room
from portfolio.pages.briefing_sentences import holding
from portfolio.pages.overview import overview
from portfolio.pages.production_largest import largest
from portfolio.positions.investments import investments_at
from portfolio.positions.packages import packages_of
from portfolio.positions.values import values_at
from portfolio.public_record.kept_runs import keep_projections
from portfolio.public_record.load import APPROVAL, LOADER
from portfolio.reports.quoted import Sentence
from portfolio.services import capacity
from record.calculations.as_of import AsOf
from record.models import Recording
from tests.portfolio.reports.answers import ask, rows_of

pytestmark = pytest.mark.long


@pytest.fixture
def at(editions, db) -> AsOf:
    return Recording.objects.as_of(date(2026, 10, 8), timezone.now())


def words(sentence: Sentence) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in sentence)


def test_each_ceiling_in_force_says_what_is_committed_under_it_and_what_is_left(at):
    """edition 2026_10, authorities.csv: 205 billion of DFC, 135 of EXIM, 100 of the Office of Strategic Capital."""
    dfc, exim, osc = map(words, room(at, investments_at(at)))
    assert dfc.startswith("US International Development Finance Corporation: $205B, $705M committed")
    assert dfc.endswith("; room unknown: the agency's use for other sectors is not on record.")
    assert exim.startswith("Export-Import Bank of the United States: $135B, nothing committed on this record")
    assert "Office of Strategic Capital (OSC): $100B" in osc
    assert osc.endswith("at least $8.4B used by 2026-08-07; at most $91.6B left.")


def test_what_is_doubted_is_counted_as_the_reports_have_it(at):
    said = list(map(words, how_sure(at, overview(at))))
    awards, missing = rows_of(ask("investments", at)), rows_of(ask("missing-awards", at))
    low = [row for row in awards if row["confidence"] == "low"]
    assert said[0] == f"{len(awards)} awards on record, and {len(missing)} more known to be made"
    assert f"{len(low)} awards of low confidence" in said
    assert said[-1] == f"{len(awards)} of {len(awards)} awards checked in the last 90 days"


def test_before_the_first_recording_there_is_no_ceiling_and_nothing_to_doubt(at):
    before = AsOf(at.as_of, at.known_at, 0)
    assert room(before, []) == []
    assert words(how_sure(before, overview(before))[0]).startswith("0 awards on record")


def test_at_most_eight_minerals_are_pictured_once_each_the_largest_share_of_demand_first(editions, at):
    keep_projections(editions, by_name=LOADER, approval=APPROVAL)
    later = Recording.objects.as_of(at.as_of, timezone.now())
    capacity.stand_at(later)
    made = largest(later)
    names = [one.chart.mineral for one in made.pictures]
    assert len(names) == len(set(names)) == 8 < made.of
    assert "gallium" in [one.name.lower() for one in made.rough_only]
    assert all(one.is_odds or one.chart.is_drawn for one in made.pictures)
    assert {one.chart.years[-1] for one in made.pictures if one.is_odds} == {(251.8, 2035)}  # the same years
    for one in made.pictures:
        assert one.found.startswith(": ")
        assert "no figure" not in one.found
        assert f"by {made.year}" in one.found
    firm = f"by {made.year} there is a figure for {made.of} minerals, 8 of them shown"
    assert made.title == f"What it will make: {firm}"
    assert largest(AsOf(at.as_of, at.known_at, 0)) is None


def test_the_page_of_a_company_names_its_sites(editions, at):
    page = company.page(at, "mp")
    assert "Mountain Pass" in " ".join(one.name for one in page.projects)
    assert [one.name for one in page.projects] == sorted(one.name for one in page.projects)


def test_shares_bought_in_two_lots_are_worth_both_and_what_no_close_values_is_not_named(at):
    """Without MP the largest at a close are Trilogy's two lots, 53.6 for 35.7 million; Elmet's 200 stand at cost."""
    found = [one for one in packages_of(values_at(at)) if "mp" not in {value.line.issuer.slug for value in one.values}]
    said = "".join(getattr(part, "text", part) for part in holding(found))
    assert said.startswith(
        "Its largest listed holding, Trilogy Metals Inc. common equity, cost $35.7M and was worth $53.6M at the close"
    )
