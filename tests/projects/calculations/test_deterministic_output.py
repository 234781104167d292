from decimal import Decimal

import pytest

from projects.calculations.deterministic_output import as_forecast, as_promised, as_recorded
from projects.calculations.months import Horizon, middle_month
from record.calculations.partial_dates import PartialDate
from tests.projects.calculations.projection_cast import AS_OF, MIXTURE, S1, S3, TEN_YEARS, phase


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2027", "2027-07"),
        ("2026-H2", "2026-10"),
        ("2026-Q3", "2026-08"),
        ("2026-02", "2026-02"),
        ("2026-02-14", "2026-02"),
    ],
)
def test_an_interval_starts_in_its_middle_month(text, month):
    year, number = map(int, month.split("-"))
    assert middle_month(PartialDate.parse(text)) == 12 * year + number - 1


def test_the_forecast_starts_a_bare_year_on_1_july():
    thacker_pass = phase(added="40000", due="2027", curve=S3)
    found = as_forecast(thacker_pass, TEN_YEARS)
    half = as_forecast(thacker_pass, Horizon(12 * 2027 + 6, 1, AS_OF))
    assert found[0] == 0
    assert 0 < found[1] < found[2] < found[9] < 33060  # 40,000 x 0.95 x 0.87 is never reached
    assert round(half[0], 1) == Decimal("15246.9")


def test_the_promise_keeps_its_own_day():
    plant = phase(added="40000", due="2028-01", curve=S3)
    assert as_promised(plant, TEN_YEARS, PartialDate.parse("2027-01")) == as_forecast(
        phase(added="40000", due="2027-01", curve=S3), TEN_YEARS
    )
    assert as_promised(plant, TEN_YEARS, None) is None


def test_recorded_months_replace_the_forecast_and_not_the_promise():
    march = 12 * 2026 + 2
    plant = phase(due="2010-01", curve=S1, recorded={march: Decimal("12.5")})
    assert as_forecast(plant, TEN_YEARS)[:2] == [Decimal("1057.5"), Decimal(1140)]  # 11 x 95 + 12.5; 12 x 95
    assert as_promised(plant, TEN_YEARS, plant.start.due)[0] == 1140
    assert as_recorded(plant, TEN_YEARS)[:2] == [Decimal("12.5"), None]


def test_without_a_curve_the_mean_of_the_mixture_stands():
    plant = phase(due="1990-01", curve=None)
    steady = Decimal("1140") * (
        Decimal("0.3")
        + Decimal("0.3") * Decimal("0.955")
        + Decimal("0.27") * Decimal("0.87")
        + Decimal("0.13") * Decimal("0.59")
    )
    assert as_forecast(plant, TEN_YEARS, MIXTURE)[0] == pytest.approx(steady, abs=Decimal("0.00001"))
    with pytest.raises(ValueError, match="has no curve"):
        as_forecast(plant, TEN_YEARS)


def test_what_is_unknown_stays_unknown():
    assert as_forecast(phase(added=None), TEN_YEARS) is None
    assert as_forecast(phase(due=""), TEN_YEARS) is None
