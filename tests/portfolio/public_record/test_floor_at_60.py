"""What the floor of 110 USD/kg at Mountain Pass would pay at 60 USD/kg, if all that was recorded counted."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.pages import price_floors
from portfolio.pages.investment import page
from portfolio.positions.price_floors import floor_awards_at
from portfolio.reports.production.price_floors import support_at_price
from portfolio.reports.production.projected import projected_at
from portfolio.services import capacity
from record.models import Recording


@pytest.mark.usefixtures("editions", "db")
def test_2599_t_of_2025_would_be_paid_129_950_000_and_917_t_of_a_quarter_45_850_000():
    at = Recording.objects.as_of(date(2026, 10, 8), timezone.now())
    capacity.run(at, draws=100)
    lines = support_at_price(at, projected_at(at), ["mountain-pass"], {"": Decimal(60)})
    (line,) = [one for one in lines if one.period == "2025"]
    assert (line.today_kg, line.today_usd) == (2_599_000, 129_950_000)
    assert line.newer == "2026-Q1: 917,000 kg, 45,850,000.00 USD"
    beside = "2025-12-31: 51,000,000.00 USD; 2026-03-31: 42,273,000.00 USD; 2026-06-30: 17,627,000.00 USD"
    assert line.recognised == beside


@pytest.mark.usefixtures("editions", "db")
def test_the_page_of_the_floor_has_what_was_recognised_beside_a_scenario():
    """51.0, 42.273 and 17.627 million are facts; 2,599,000 kg would be paid a dollar each for each dollar below 110."""
    at = Recording.objects.as_of(date(2026, 10, 8), timezone.now())
    capacity.run(at, draws=100)
    support = page(at, "mp-dow-ppa").price_support
    assert [one.amount for one in support.recognised.lines] == [51_000_000, 42_273_000, 17_627_000]
    (said,) = [one for one in support.scenarios if "2025" in one]
    assert "$2.6M a year, if all of 2,599,000 kg (2025) counted" in said
    own = next(one for one in floor_awards_at(at) if one.slug == "mp-dow-ppa")
    *alike, by_price = price_floors.page(at, own, {}).sentences
    assert support.liability == alike
    assert by_price.startswith("2,599 t a year would cost $156M at 50 USD a kilogram, $130M at 60,")
    (ahead,) = [one for one in support.liability if one.startswith("At 69 USD a kilogram (")]
    assert "2026-Q4 to 2035-Q4 would pay about $" in ahead
    assert ahead.endswith(", est. Known for 37 of 37 quarters.")
    assert page(at, "lac-doe-loan").price_support is None


@pytest.mark.usefixtures("editions", "db")
def test_before_the_october_edition_its_quarter_was_not_known():
    june = Recording.objects.as_of(date(2026, 6, 18), timezone.now())
    assert [one.amount for one in page(june, "mp-dow-ppa").price_support.recognised.lines] == [51_000_000, 42_273_000]
