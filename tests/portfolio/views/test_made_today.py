"""Output today of Mountain Pass, on the pages of its project, its minerals and its chain."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from portfolio.pages import production, production_chains, project
from portfolio.services import capacity
from record.models import Recording
from tests.cast import Cast, make_people

pytestmark = pytest.mark.long

DAY = "2026-10-08"
NDPR = "2,599 t oxide by element (2025)"


def asked(day=DAY):
    return Recording.objects.as_of(date.fromisoformat(day), timezone.now())


@pytest.fixture(scope="module")
def run(editions, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield capacity.run(asked(), draws=100)
        transaction.set_rollback(True)


@pytest.fixture
def cast(run, db):
    return Cast(people=make_people())


def of_project(day=DAY):
    return {one.label: one for one in project.page(asked(day), "mountain-pass").figures if "today" in one.label}


def test_the_project_has_its_output_with_period_and_sources(cast, open_page):
    """2,599 t in 2025, and 917 t in the quarter after it by itself; 45,455 t of concentrate in 2024."""
    found = of_project()
    oxide, ore = found["Output today, NdPr oxide"], found["Output today, Rare earth oxide in concentrate"]
    assert (oxide.value, oxide.unit, oxide.sources) == (2_599, "t oxide by element", "mp13;mp19")
    assert oxide.marks == ("recorded 2025", "newer: 917 in 2026-Q1")
    assert (ore.value, ore.unit, ore.sources, ore.marks[0]) == (45_455, "t REO", "mp28", "recorded 2024")
    text = open_page(f"/projects/mountain-pass/?as_of={DAY}").text
    assert ">45,455" in text
    assert "recorded 2024" in text


def test_before_2025_was_over_the_output_today_was_that_of_2024(run, db):
    (oxide,) = [one for label, one in of_project("2025-06-30").items() if "NdPr" in label]
    assert (oxide.value, oxide.marks[0]) == (1_294, "recorded 2024")


def test_a_project_without_twelve_recorded_months_has_no_output_today(run, db):
    assert not [one for one in project.page(asked(), "thacker-pass").figures if "today" in one.label]


def test_the_page_of_a_mineral_has_it_and_what_is_newer_by_itself(cast, open_page):
    assert f"Output today, as recorded: Mountain Pass mine and separation plant {NDPR}, newer: 917 in 2026-Q1." in (
        open_page(f"/production/?as_of={DAY}&mineral=ndpr").text
    )
    assert production.page(asked(), "li").today == []


def test_a_chain_says_what_is_made_today_at_each_stage_where_it_is_known(run, db):
    flows = {one.flow.chain: one.flow for one in production_chains.page(asked()).sections}
    magnets = flows["rare-earths-magnet-chain"]
    assert "Output today, mine: Mountain Pass mine and separation plant 45,455 t REO (2024), and separation: " in (
        magnets.summary
    )
    assert magnets.summary.endswith(f"Mountain Pass mine and separation plant {NDPR}, newer: 917 in 2026-Q1.")
    (column,) = [one for one in magnets.table.columns if one.name == "output_today"]
    assert [bool(column.known(line)) for line in magnets.table.lines] == [True, True, False, False]
    others = [one for chain, one in flows.items() if chain != "rare-earths-magnet-chain"]
    assert not any("output_today" in [column.name for column in one.table.columns] for one in others)
