"""The map is that of d3's geoAlbersUsa."""

from decimal import Decimal

import pytest

from portfolio.calculations.map_of_states import place

THEIRS = {
    "San Francisco, California": ("37.7749", "-122.4194", 34.8, 261.4),
    "Miami, Florida": ("25.7617", "-80.1918", 822.7, 572.5),
    "Seattle, Washington": ("47.6062", "-122.3321", 97.6, 46.3),
    "Eastport, Maine": ("44.9062", "-66.9900", 956.3, 92.8),
    "Anchorage, Alaska": ("61.2181", "-149.9003", 112.3, 544.3),
    "Honolulu, Hawaii": ("21.3069", "-157.8583", 267.0, 549.2),
}
"""As d3-geo 3.1.2 places them: geoAlbersUsa().scale(1300).translate([487.5, 305])."""


@pytest.mark.parametrize("name", THEIRS)
def test_a_city_lies_where_d3_draws_it(name: str) -> None:
    latitude, longitude, x, y = THEIRS[name]
    assert place(Decimal(latitude), Decimal(longitude)) == pytest.approx((x, y), abs=0.1)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("18.4", "-66.1"), ("-6.3", "-50.2"), ("51.5", "0.1"), ("90", "180")]
)
def test_what_lies_outside_the_states_has_no_place(latitude: str, longitude: str) -> None:
    assert place(Decimal(latitude), Decimal(longitude)) is None
