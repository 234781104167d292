"""The map of the sites at home: marks by health, size by what is asked, the same by state in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from portfolio.charts.sites_map import GRAVEST, LEAST, MOST, Site, gravest, sites_map
from projects.calculations.schedule import Health
from tests.cast import Cast
from tests.desk import sign_in, words

ASKED = {"as_of": "2026-06-30"}
AUSTIN = (443.0, 494.0)


def site(
    slug: str, health: Health = Health.ON_TRACK, figure: str = "", place: tuple[float, float] | None = None
) -> Site:
    return Site(slug, slug.title(), "TX", place, health, Decimal(figure) if figure else None)


def test_a_site_stands_as_the_gravest_of_its_milestones():
    assert set(GRAVEST) == set(Health)
    assert gravest([Health.DONE, Health.LATE, Health.ON_TRACK]) is Health.LATE
    assert gravest([Health.DONE, Health.ON_TRACK]) is Health.ON_TRACK
    assert gravest([]) is Health.UNKNOWN


def test_the_area_of_a_mark_follows_its_figure_and_what_is_unknown_is_small():
    found = sites_map(
        [site("a", figure="100", place=AUSTIN), site("b", figure="25", place=AUSTIN), site("c", place=AUSTIN)],
        date(2026, 10, 8),
        has_size=True,
    )
    assert found is not None
    assert [(one.site.slug, one.scale, one.is_known) for one in found.marks] == [
        ("a", MOST, True), ("b", MOST / 2, True), ("c", LEAST, False),
    ]  # fmt: skip


def test_a_site_without_coordinates_is_counted_in_words_and_not_drawn():
    found = sites_map([site("a", Health.LATE, place=AUSTIN), site("b", Health.OVERDUE), site("c")], date(2026, 10, 8))
    assert found is not None
    assert found.title == "2 of 3 sites in the United States have a milestone that is late or overdue on 2026-10-08"
    assert [one.site.slug for one in found.marks] == ["a"]
    assert [one.slug for one in found.unplaced] == ["b", "c"]
    assert [(shape.word, number) for shape, number in found.legend] == [("overdue", 1), ("late", 1), ("on track", 1)]


@pytest.fixture
def reader(cast: Cast) -> Client:
    return sign_in(cast.people["manager"])


def test_each_site_stands_under_its_state_by_name_with_the_dollars_of_its_awards(reader: Client):
    page = words(reader.get("/map/", ASKED | {"size": "dollars"}))
    assert "An award that reaches three sites is shown at each: never add." in page
    assert "Nevada 1 Saltwash clay : no recent date; $100M" in page


def test_tonnes_are_those_of_a_mineral(reader: Client):
    answer = reader.get("/map/", ASKED | {"size": "tonnes"})
    assert answer.status_code == 400
    assert "Choose the mineral whose tonnes are asked." in words(answer)


def test_the_briefing_and_the_list_of_projects_bear_the_map(reader: Client):
    for address in ("/", "/projects/"):
        page = reader.get(address, ASKED).content.decode()
        assert "sites in the United States have a milestone" in page, address
        assert 'aria-label="0 of 2 sites' in page, address
