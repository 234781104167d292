"""The picture of what is owned says what its table says."""

from datetime import date

import pytest
from django.utils import timezone

from portfolio.charts.ownership import look_through_bars, ownership_bars
from record.models import Recording
from tests.cast import TODAY, Cast, now
from tests.portfolio.reports.answers import ask


@pytest.fixture
def october(editions, db):
    return Recording.objects.as_of(date(2026, 10, 8), timezone.now(), None)


def test_each_agency_has_a_bar_with_its_cap(october):
    chart = ownership_bars(ask("stakes", october).lines, october.as_of)
    found = {bar.text: (bar.name.split()[0], bar.name.split()[-1], bar.is_agreed) for bar in chart.bars}
    assert found["0% held, 13.846% as converted and exercised; cap 19.9%"] == ("MP", "Defense)", False)
    assert found["9.089% held, 9.522% as converted and exercised"] == ("Trilogy", "Defense)", False)
    assert found["9.78% agreed, not held"] == ("USA", "Commerce", True)
    assert chart.title.startswith(
        "On 2026-10-08 the largest share is 40% of Crucible JV LLC, as stated, of Department of War"
    )
    assert [level for _, level in chart.levels] == ["5%", "10%", "15%", "19.9%"]


def test_a_share_that_is_not_known_is_named_and_not_drawn(cast: Cast):
    assert ownership_bars([], TODAY) is None
    chart = ownership_bars(ask("stakes", now()).lines, TODAY)
    assert [bar.text for bar in chart.bars] == ["15% as stated"]


def test_what_is_owned_through_others_is_drawn_as_held_and_if_rights_are_exercised(october):
    """Energy holds nothing of Thacker Pass; its rights would come to 8.1% before they dilute others."""
    names = {"thacker-pass": "Thacker Pass Phase 1", "crucible-jv": "Crucible JV LLC"}
    chart = look_through_bars(ask("look-through", october).lines, names, october.as_of)
    found = {bar.name: bar for bar in chart.bars}
    thacker = found["Thacker Pass Phase 1: DOE"]
    assert (thacker.text, thacker.held) == ("0% held, 8.1% if its rights are exercised", 0)
    assert thacker.width == 20.25  # 8.1 of 40
    assert chart.title == "On 2026-10-08 the largest share through all paths is 40%, held, of Crucible JV LLC"
    assert look_through_bars([], {}, TODAY) is None


def test_of_a_company_alone_the_picture_quotes_the_share_that_its_page_quotes(october):
    """24,521,672 over 177,100,000 shares are 13.846%, and 18,268,687 over 335,990,000 are 5.437%."""
    lines = ask("look-through", october).lines
    found = {bar.name: bar.text for bar in look_through_bars(lines, {}, october.as_of).bars}
    assert found["mp: DOW"] == "0% held, 13.846%, as converted and exercised"
    assert found["lac: DOE"] == "0% held, 5.437%, as converted and exercised"
    assert found["tmq: DOW"] == "9.089% held, basic"
