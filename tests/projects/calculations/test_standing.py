from datetime import date

import pytest

from projects.calculations.standing import Signature, Standing, standing_on
from record.calculations.partial_dates import PartialDate

SIGNED = [
    Signature(frozenset({"AU"}), PartialDate.parse("2025-10")),
    Signature(frozenset({"FR", "DE"}), PartialDate.parse("2026-02-04")),
]


@pytest.mark.parametrize(
    ("country", "day", "standing"),
    [
        ("US", "2020-01-01", Standing.DOMESTIC),
        ("AU", "2025-10-30", Standing.OTHER),
        ("AU", "2025-10-31", Standing.PARTNER),  # the last day of the month named
        ("DE", "2026-02-03", Standing.OTHER),
        ("DE", "2026-02-04", Standing.PARTNER),  # a member of a union that signed
        ("BR", "2026-06-18", Standing.OTHER),  # attended, which is not signing
    ],
)
def test_a_partner_is_one_from_the_day_of_signing(country, day, standing):
    assert standing_on(date.fromisoformat(day), country, SIGNED) is standing
