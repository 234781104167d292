"""The picture above the rows of a report, by the report's name: drawn from the very lines that it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portfolio.calculations.fiscal_period import FiscalPeriod
from portfolio.positions.names import NAMED, names_borne
from portfolio.reports.base import Report
from portfolio.reports.words import words_of
from projects.models import MilestoneKind

from .action_days import action_days
from .by_agency import at_risk
from .cost import cost_of_capacity
from .due_by_month import due_by_month
from .floors import floors
from .healths import healths
from .money_by_year import money_by_year
from .ownership import look_through_bars, ownership_bars
from .price_with_strike import price_chart
from .program_money import program_money
from .rival_figures import rival_figures
from .sites_map import sites_map, sites_of
from .slips import slips
from .worth import cash_by_year, cost_against_value, paid_against_all, value_over_time

PAIRS, STACKS = "portfolio/parts/pairs.html", "portfolio/parts/stacks.html"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart and the template that draws it."""

    template: str
    chart: Any


def of_valuations(report: Report) -> Picture | None:
    """Cost against value by issuer, of the whole packages whose lines show."""
    packages = {line.package.key: line.package for line in report.lines}
    chart = cost_against_value(packages.values(), report.at.as_of)
    return Picture(PAIRS, chart) if chart else None


def of_returns(report: Report) -> Picture | None:
    """What was paid in against what came and is left, by company."""
    chart = paid_against_all(report.lines, report.at.as_of)
    return Picture(PAIRS, chart) if chart else None


def of_cash_flows(report: Report) -> Picture | None:
    """What was paid and what came, by year."""
    chart = cash_by_year(report.lines)
    return Picture(PAIRS, chart) if chart else None


def of_warrants(report: Report) -> Picture | None:
    """The closes against the strike of each right of which both are on record."""
    charts = [chart for line in report.lines if (chart := price_chart(line)) is not None]
    return Picture("portfolio/parts/rights.html", charts) if charts else None


def of_price_floors(report: Report) -> Picture | None:
    """What signed floors accrued by year, beside what they would pay; and what each would pay against the price."""
    chart = floors(report.lines, report.filters)
    return Picture("portfolio/parts/floors.html", chart) if chart else None


def of_look_through(report: Report) -> Picture | None:
    """What agencies own through others: held, and if their rights are exercised."""
    kinds = ("company", "project", "agency")
    names = {code: name for kind in kinds for code, name in names_borne(kind, report.at).items()}
    chart = look_through_bars(report.lines, names, report.at.as_of)
    return Picture("portfolio/parts/ownership_bars.html", chart) if chart else None


def of_returns_by_month(report: Report) -> Picture | None:
    """Value over time of the last line of what is asked for: of the whole where nothing narrows it."""
    lines = list(report.lines)
    if not lines:
        return None
    level, key = lines[-1].found.level, lines[-1].found.key
    named = names_borne(level.value, report.at) if level.value in NAMED else {}
    chart = value_over_time(
        "the whole portfolio" if key == "all" else named.get(key, key),
        [line for line in lines if (line.found.level, line.found.key) == (level, key)],
    )
    return Picture("portfolio/parts/value_over_time.html", chart) if chart else None


def of_stakes(report: Report) -> Picture | None:
    """What each agency owns of each issuer, with the levels and the caps."""
    chart = ownership_bars(report.lines, report.at.as_of)
    return Picture("portfolio/parts/ownership_bars.html", chart) if chart else None


def of_calendar(report: Report) -> Picture | None:
    """What falls due within a year, month by month: the dollars at stake and the number of dates."""
    chart = due_by_month(report.lines)
    return Picture(PAIRS, chart) if chart else None


def of_corporate_actions(report: Report) -> Picture | None:
    """What each company did to its shares, on its days."""
    chart = action_days(report.lines)
    return Picture("portfolio/parts/action_days.html", chart) if chart else None


def of_cost(report: Report) -> Picture | None:
    """What a tonne of new yearly capacity takes, by mineral and kind of money."""
    chart = cost_of_capacity(report.lines, report.at)
    return Picture("portfolio/parts/bar_picture.html", chart) if chart else None


def of_money_by_year(report: Report) -> Picture | None:
    """What was committed, obligated, paid and came back, year by year, by form."""
    chart = money_by_year(list(report.lines), report.at, FiscalPeriod(report.filters.fiscal_year))
    return Picture(STACKS, chart) if chart else None


def of_exposure(report: Report) -> Picture | None:
    """What is at risk, by agency and form."""
    chart = at_risk(report.lines, report.at)
    return Picture(STACKS, chart) if chart else None


def of_slippage(report: Report) -> Picture | None:
    """The mean slip by quarter, then by agency, mineral and kind on the day asked."""
    borne = {by: names_borne(by, report.at) for by in ("agency", "mineral")}
    names = {by: lambda code, named=named: named.get(code, code) for by, named in borne.items()}
    charts = slips(list(report.lines), names | {"kind": words_of(MilestoneKind.choices)})
    return Picture("portfolio/parts/pairs_group.html", charts) if charts else None


def of_milestones(report: Report) -> Picture | None:
    """How many milestones are of which health."""
    chart = healths(report.lines, report.at)
    return Picture(PAIRS, chart) if chart else None


def of_programs(report: Report) -> Picture | None:
    """What each program has committed, and the face of its loans."""
    chart = program_money(list(report.lines), report.at)
    return Picture(PAIRS, chart) if chart else None


def of_conflicts(report: Report) -> Picture | None:
    """How many figures with rival claims are settled and open."""
    chart = rival_figures(report.lines, report.at)
    return Picture(PAIRS, chart) if chart else None


def of_projects(report: Report) -> Picture | None:
    """Where the sites at home that are asked for lie, and how their milestones stand."""
    chart = sites_map(sites_of((line.project for line in report.lines), report.at), report.at.as_of)
    return Picture("portfolio/parts/sites_picture.html", chart) if chart else None


DRAWN: dict[str, Callable[[Report], Picture | None]] = {
    "valuations": of_valuations,
    "returns-by-month": of_returns_by_month,
    "stakes": of_stakes,
    "returns": of_returns,
    "cash-flows": of_cash_flows,
    "warrants": of_warrants,
    "look-through": of_look_through,
    "price-floors": of_price_floors,
    "calendar": of_calendar,
    "corporate-actions": of_corporate_actions,
    "money-by-year": of_money_by_year,
    "exposure": of_exposure,
    "slippage": of_slippage,
    "milestones": of_milestones,
    "programs": of_programs,
    "projects": of_projects,
    "conflicts": of_conflicts,
    "cost-per-tonne": of_cost,
}


def picture_of(report: Report) -> Picture | None:
    """The picture of a report; None where it has none."""
    drawn = DRAWN.get(report.name)
    return drawn(report) if drawn else None
