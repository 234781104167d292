from decimal import Decimal

import pytest

from projects.calculations.reliance import Statistic, against_country, gain_since

STAGE, UNIT = "compounds and metals", "t REO"


def statistic(value, raw=None, unit=UNIT, stage=STAGE, qualifier="", year=2024):
    number = None if value is None else Decimal(value)
    return Statistic(number, raw or str(value), unit, stage, year, "MCS 2026", qualifier)


def against(gain="1000", *, consumption, reliance, stage=STAGE, unit=UNIT):
    return against_country(
        None if gain is None else Decimal(gain), stage=stage, unit=unit, consumption=consumption, reliance=reliance
    )


PERCENT = {"unit": "% of apparent consumption"}


def test_a_gain_lowers_reliance_by_its_share_of_consumption():
    found = against(consumption=statistic(9010), reliance=statistic(53, **PERCENT))
    assert round(found.share_of_consumption, 3) == Decimal("0.111")
    assert (found.reliance_before, round(found.reliance_after_percent, 1)) == ("53", Decimal("41.9"))
    assert (found.edition, found.why) == ("MCS 2026", "")


def test_reliance_never_falls_below_nothing():
    found = against("5000", consumption=statistic(9010), reliance=statistic(53, **PERCENT))
    assert found.reliance_after_percent == 0


def test_withheld_consumption_leaves_the_share_blank_and_says_why():
    lithium = statistic(None, "W", "t Li", "all forms", "W")
    found = against(
        consumption=lithium, reliance=statistic(50, ">50", qualifier=">", **PERCENT), stage="all forms", unit="t Li"
    )
    assert (found.share_of_consumption, found.why, found.reliance_before) == (None, "withheld by USGS", ">50")


@pytest.mark.parametrize(
    ("raw", "qualifier", "why"),
    [(">90", ">", "published as >90"), ("E", "E", "published as E: a net exporter"), ("NA", "NA", "not available")],
)
def test_a_symbol_is_no_number(raw, qualifier, why):
    found = against(consumption=statistic(9010), reliance=statistic(90, raw, qualifier=qualifier, **PERCENT))
    assert found.share_of_consumption is not None
    assert (found.reliance_before, found.reliance_after_percent, found.why) == (raw, None, why)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"stage": "mineral concentrates"}, "consumption is of compounds and metals, not of mineral concentrates"),
        ({"unit": "t oxide"}, "consumption is in t REO, not in t oxide"),
        ({"consumption": None}, "no apparent consumption is published"),
        ({"consumption": statistic(0)}, "consumption is nil"),
        ({"gain": None}, "the gain is unknown"),
    ],
)
def test_only_the_same_stage_and_unit_are_compared(change, why):
    found = against(**{"consumption": statistic(9010), "reliance": statistic(53, **PERCENT)} | change)
    assert (found.share_of_consumption, found.why) == (None, why)


def test_reliance_of_another_year_is_not_compared():
    found = against(consumption=statistic(9010), reliance=statistic(67, year=2025, **PERCENT))
    assert (found.reliance_after_percent, found.why) == (None, "reliance is of 2025, MCS 2026; consumption of 2024")


def test_the_statistics_already_hold_the_gain_of_their_year():
    gain = {2024: Decimal(300), 2030: Decimal(1300)}
    assert gain_since(gain, 2030, 2024) == 1000
    assert gain_since(gain, 2031, 2024) is gain_since(gain, 2030, 2023) is None
