"""The picture of what is owned says what its table says."""

from datetime import date

import pytest
from django.utils import timezone

from portfolio.charts.ownership import look_through_bars, ownership_bars
from record.models import Recording
from tests.cast import Cast, now
from tests.portfolio.reports.answers import ask


@pytest.fixture
def october(editions, db):
    return Recording.objects.as_of(date(2026, 10, 8), timezone.now(), None)


def test_each_agency_has_a_bar_with_its_cap(october):
    chart = ownership_bars(ask("stakes", october).lines)
    found = {bar.text: (bar.name.split()[0], bar.name.split()[-1], bar.is_agreed) for bar in chart.bars}
    assert found["0% held, 13.8% as converted and exercised; cap 19.9%"] == ("MP", "DOW", False)
    assert found["9.1% held, 9.5% as converted and exercised"] == ("Trilogy", "DOW", False)
    assert found["9.8% agreed, not held"] == ("USA", "DOC", True)
    assert chart.title.startswith("The largest share is 40% of Crucible")
    assert [level for _, level in chart.levels] == ["5%", "10%", "15%", "19.9%"]


def test_a_share_that_is_not_known_is_named_and_not_drawn(cast: Cast):
    assert ownership_bars([]) is None
    chart = ownership_bars(ask("stakes", now()).lines)
    assert [bar.text for bar in chart.bars] == ["15% as stated"]


def test_what_is_owned_through_others_is_drawn_as_held_and_if_rights_are_exercised(october):
    """Energy holds nothing of Thacker Pass; its rights would come to 8.1% before they dilute others."""
    names = {"thacker-pass": "Thacker Pass Phase 1", "crucible-jv": "Crucible JV LLC"}
    chart = look_through_bars(ask("look-through", october).lines, names)
    found = {bar.name: bar for bar in chart.bars}
    thacker = found["Thacker Pass Phase 1: DOE"]
    assert (thacker.text, thacker.held) == ("0% held, 8.1% if its rights are exercised", 0)
    assert thacker.width == 20.25  # 8.1 of 40
    assert chart.title == "The largest share through all paths is 40% of Crucible JV LLC"
    assert look_through_bars([], {}) is None
