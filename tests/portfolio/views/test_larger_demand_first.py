"""The share of demand in the table of all minerals: of the largest demand first, then of the main one."""

from decimal import Decimal

from portfolio.pages.production_summary import SummaryLine
from portfolio.reports.production.demand_shares import DemandLine, beside
from projects.models import NationalDemand, ProjectedOutput


def beside_a_demand_of(size: int, measure: str, *, is_main: bool = False, gain: int | None = 50) -> DemandLine:
    """A gain of 50 t beside a demand of that size."""
    ends = dict.fromkeys(("p10_estimated", "p50_estimated", "p90_estimated"), None if gain is None else Decimal(gain))
    output = ProjectedOutput(year=2030, mineral="lithium", stage="chemical", unit="t", **ends)
    amount = dict.fromkeys(("low", "central", "high"), Decimal(size))
    demand = NationalDemand(
        mineral="lithium", stage="chemical", unit="t", measure=measure, first_year=2030, last_year=2030,
        edition="MCS 2026", is_main=is_main, **amount,
    )  # fmt: skip
    return beside(output, demand)


def line_of(*demands: DemandLine) -> SummaryLine:
    return SummaryLine("lithium", "chemical", "t", None, None, demands, {}, None, None, "", {}, None)


def test_the_larger_demand_stands_first_and_the_main_one_after_it():
    largest = beside_a_demand_of(200, "a high estimate")
    between = beside_a_demand_of(100, "another estimate")
    main = beside_a_demand_of(40, "consumption", is_main=True)
    assert line_of(largest, between, main).shares == (
        "25%, against a high estimate in t, 2030, MCS 2026. More than all direct use, against consumption in t, 2030, "
        "MCS 2026"
    )
    assert line_of(largest, between, main).demand is main  # lines stay in the order of the main demand


def test_one_demand_is_told_once_and_none_is_not_told():
    only = beside_a_demand_of(200, "consumption", is_main=True)
    assert line_of(only).shares == "25%, against consumption in t, 2030, MCS 2026"
    assert line_of().shares is None
    assert line_of(beside_a_demand_of(200, "consumption", gain=None)).shares is None
