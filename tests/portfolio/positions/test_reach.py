"""Which projects an award reaches on a day is what counts by that day."""

from datetime import date

import pytest

from portfolio.calculations.support import Support
from portfolio.models import InvestmentProject
from portfolio.positions.investments import investments_at
from portfolio.positions.project_support import reach_by_project, support_by_project
from portfolio.services import investments
from tests.cast import day, now, writing

BEFORE, FROM = date(2026, 2, 28), date(2026, 3, 1)


@pytest.fixture
def extended(cast):
    """From 1 March 2026 the grant to the magnet plant reaches the clay project as well."""
    clay, grant = cast.projects["saltwash-clay"], cast.investments["palisade-doe-grant"]
    with writing() as recording:
        reach = InvestmentProject(investment=grant, project=clay, basis="stated", effective_on=day("2026-03-01"))
        reach.citation = cast.citation
        investments.record(reach, recording=recording)
    return cast


def test_an_award_reaches_a_project_from_the_day_on_that_is_stated(extended):
    reached = {
        on: [
            project.slug
            for line in investments_at(now(on))
            if line.slug == "palisade-doe-grant"
            for project in line.projects
        ]
        for on in (BEFORE, FROM)
    }
    assert reached == {BEFORE: ["palisade-magnets"], FROM: ["palisade-magnets", "saltwash-clay"]}


def test_a_project_is_supported_from_the_day_on_that_an_award_reaches_it(extended):
    """The loan reaches the clay project from 10 July 2025; before that day nothing does."""
    clay = extended.projects["saltwash-clay"].pk
    assert clay not in reach_by_project(now(date(2025, 7, 9)))
    assert reach_by_project(now(date(2025, 7, 10)))[clay].support is Support.ANNOUNCED


def test_the_program_that_a_project_shares_its_luck_with_is_that_of_the_day(extended):
    """The grant of MESC comes before the loan of ATVM by its identifier, once it reaches the project."""
    clay = extended.projects["saltwash-clay"].pk
    programs = [reach_by_project(now(on))[clay].program for on in (BEFORE, FROM)]
    assert programs == ["DOE-ATVM", "DOE-MESC"]
    assert support_by_project(investments_at(now(FROM)))[clay] is Support.COUNTED
