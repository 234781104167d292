"""What a fact would do: on the page of a mineral each that would narrow its figure, with the form that records it."""

import re

import pytest

from portfolio.pages import production
from portfolio.pages.estimated_fields import NO_PLANT, range_in
from portfolio.reports.production.facts_wanted import open_phases_at
from portfolio.reports.production.projected import projected_at
from projects.models import CapacityPhase, Milestone, Mineral
from tests.cast import Cast, make_people

from .october import DAY, asked

pytestmark = pytest.mark.long


@pytest.fixture
def cast(october, db):
    return Cast(people=make_people())


GALLIUM = (
    "A narrower range of the nameplate of Gramercy alumina refinery and gallium circuit: Gallium would give a firm "
    "figure. Now 5,850 to 46,800 kg/yr (what the host stream can give): rough. The start of Gramercy alumina refinery "
    "and gallium circuit: Gallium is an estimate: 15.4 to 44 months (lead time from the stage last stated). A stated "
    "one would take its place."
)
"""The host stream stands whatever is stated above it: 50 t is, so another nameplate would change nothing."""


def test_where_only_a_rough_size_is_known_the_fact_that_would_make_it_firm_is_named(cast, open_page):
    assert GALLIUM in production.page(asked(), "ga").to_find_out.empty
    address = f"/production/?as_of={DAY}&mineral=ga"
    text = open_page(address, "officer").text.partition('<h2 id="to-find-out">')[2].partition("</ul>")[0]
    assert "A narrower range of the nameplate of Gramercy" in text
    gallium = CapacityPhase.objects.get(slug="atalco-gramercy-gallium").pk
    assert f'<a href="/admin/projects/capacityestimate/add/?phase={gallium}">Record it</a>' in text
    assert "Record it" not in open_page(address).text


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("5.848 to 46.784 t/yr", "kg Ga", "5,850 to 46,800 kg/yr"),
        ("5.848 to 46.784 t/yr", "t contained", "5.85 to 46.8 t/yr"),
        ("1,294 t/yr", "kg Sc2O3", "1,290,000 kg/yr"),
        ("15.4 to 44 months", "kg Ga", "15.4 to 44 months"),
        ("0.2765 to 1", "", "0.277 to 1"),
    ],
)
def test_a_page_has_one_unit(text, unit, told):
    assert range_in(text, unit) == told


def test_estimates_without_a_width_are_named_with_their_methods(cast):
    """NdPr: 6,000 less 1,294 is 4,706 t, a single value, and a ramp through the newest quarter: neither is drawn."""
    table = production.page(asked(), "ndpr").to_find_out
    assert not table.lines
    assert "is an estimate: 4,706 t/yr (range that a source states). A stated one would take its place." in table.empty
    assert "2026-Q1 (already running: the ramp passes through the newest recorded period)" in table.empty


def test_a_factor_that_would_make_a_size_firm_is_named(cast):
    """Round Top: one figure for several products, of which 0.2765 to 1 is oxide: 3.6 times wide."""
    empty = production.page(asked(), "reo-unsplit").to_find_out.empty
    assert re.search(
        r"The factor to the unit of account of Round Top.* would give a firm figure\. Now 0\.277 to 1", empty
    )


def test_where_no_field_is_estimated_a_newer_statement_would_narrow_the_figure(cast):
    """Stibnite is drawn by facts; antimony may also be among the metals of Clarksville, whose split is not known."""
    empty = production.page(asked(), "sb").to_find_out.empty
    assert "No field of Stibnite Gold Project: Antimony is estimated. Its start, 2028, is as last stated" in empty
    assert "its odds are those of the stage construction: that it has started, or a newer date or stage" in empty
    assert "may hold antimony, which is in no figure: the output before it and the split by mineral would say" in empty


@pytest.mark.parametrize(
    ("mineral", "share"), [("dy", "Dysprosium 71.4 to 80% of it"), ("tb", "Terbium 20 to 28.6% of it")]
)
def test_the_split_of_a_group_line_would_narrow_each_of_its_elements(cast, open_page, mineral, share):
    """Mountain Pass: dysprosium to terbium as 2.5 to 4 to one, so 71.4 to 80% and 20 to 28.6%. Round Top: no split."""
    text = open_page(f"/production/?as_of={DAY}&mineral={mineral}").text
    assert (
        f"is an estimate: {share} (distribution of elements in that feed). A stated one would take its place." in text
    )
    assert "Round Top" in text.partition("may hold ")[0][-200:]
    split = CapacityPhase.objects.get(slug="mountain-pass-dysprosium-and-terbium-oxide").pk
    form = f"/admin/projects/phaseestimate/add/?phase={split}&field=split"
    assert form in [one.form for one in production.page(asked(), mineral).facts_told]
    assert "What is left is chance" not in text


def test_every_mineral_says_what_a_fact_would_do(cast):
    """Where nothing narrows a figure that is because no plant at home that counts makes the mineral."""
    at = asked()
    found = projected_at(at)
    assert found
    own = {row.mineral for row in found.phases if (row.standing, row.reach) == ("domestic", "counted")}
    opened = {mineral for one in open_phases_at(at, found) if one.row.reach == "counted" for mineral in one.elements}
    silent = {}
    for slug in sorted(one.slug for one in Mineral.objects.at(at).values()):
        table = production.page(at, slug).to_find_out
        silent[slug] = not table.lines and table.empty == NO_PLANT
    assert {slug for slug, is_silent in silent.items() if not is_silent} == own - {""} | opened


def test_the_method_of_an_estimate_stands_beside_its_range(cast):
    table = production.page(asked(), "alumina").to_find_out
    labels = [column.label for column in table.columns]
    assert labels.index("By which method") == labels.index("Range now") + 1
    assert [dict(zip(labels, row, strict=True))["By which method"] for row in table.rows] == [
        "lead time from the stage last stated",
        "total less a baseline in a known range",
    ]


def test_what_to_find_out_next_stands_on_the_page_of_the_mineral(cast, open_page):
    """Of four magnet plants the start of one is estimated; only an officer has the form that records it."""
    (line,) = production.page(asked(), "magnet").to_find_out.lines
    assert (line.unknown.whom, line.unknown.what) == ("mp-independence-ndfeb-magnets", "start")
    address = f"/production/?as_of={DAY}&mineral=magnet"
    assert ">Record it</a>" in open_page(address, "officer").text
    read = open_page(address).text
    assert ">Record it</a>" not in read
    assert "by an officer" in read


def test_a_start_that_hangs_on_a_milestone_is_told_by_a_statement_about_it(cast):
    """Rhyolite Ridge starts with its first production, whose date was withdrawn; Independence has no such milestone."""
    (lithium,) = production.page(asked(), "li").to_find_out.lines
    milestone = Milestone.objects.get(slug="rhyolite-ridge-first-production")
    assert lithium.form == f"/admin/projects/milestoneforecast/add/?milestone={milestone.pk}&kind=forecast"
    (magnet,) = production.page(asked(), "magnet").to_find_out.lines
    assert magnet.form == f"/admin/projects/capacityestimate/add/?phase={magnet.phase.phase_id}"
