"""The table of what is gained in a year: at home, of what the country uses, and abroad."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.charts.fan_table import FACTS_ONLY, FORECAST, PROMISED, RECORDED, WITH_ESTIMATES
from portfolio.reports import columns as c
from portfolio.reports.base import Absent, Column, Type
from portfolio.reports.production.demand_shares import DemandLine, beside, demands_at, demands_of
from portfolio.reports.production.dependence_lines import reliances_at
from portfolio.reports.production.drawn_lines import DrawnLines
from portfolio.reports.production.gains import share_on_estimates, why_not
from portfolio.reports.production.output import Base, bases_of
from portfolio.reports.production.projected import COUNTED, WHY_UNKNOWN, Projected, of_part
from portfolio.reports.production.shares import key_of
from portfolio.reports.tables import Table, filled
from projects.calculations.dependence import Range
from projects.models import ProjectedOutput
from record.calculations.as_of import AsOf

from .country import words

HOME = "domestic"
Key = tuple[str, str, str]
NOWHERE = Absent("none", "no such plant counts")

OF_ESTIMATES = {"estimated_share", "share", "reliance"}
"""Columns that tell estimates alone: by facts, shares and reliance are sentences of the country."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """What a mineral gains at a stage: at home, beside what is used, and abroad by standing where plants count."""

    mineral: str
    stage: str
    unit: str
    home: ProjectedOutput | None
    base: Base | None
    """What the plants at home that count made before."""
    demands: tuple[DemandLine, ...]
    """Beside each demand in its form, the larger one first; empty where no plant at home counts."""
    abroad: Mapping[str, Decimal | None]
    on_estimates: Decimal | None
    reliance: str | None
    why: str
    by_year: Mapping[int, ProjectedOutput]
    """What plants at home make in each year of the run."""
    odds: str | None
    """In few words, where one plant is all there is."""

    @property
    def demand(self) -> DemandLine | None:
        """Beside the demand by which lines are ordered: the main one, else the largest."""
        main = (one for one in self.demands if one.demand and one.demand.is_main)
        return next(main, self.demands[0] if self.demands else None)

    @property
    def shares(self) -> str | None:
        """Its share of the largest demand, then of the main one, each with the edition; the mineral's page has all."""
        shown = [*self.demands[:1], *(one for one in self.demands[1:] if one is self.demand)]
        told = [f"{one.words}, {one.demand.edition}".removesuffix(", ") for one in shown if one.words and one.demand]
        return ". ".join(f"{one[0].upper()}{one[1:]}" for one in told) or None


def standing_abroad(standing: str, label: str, meaning: str) -> Column:
    return Column(
        standing,
        label,
        meaning,
        Type.QUANTITY,
        unknown="see what is in no gain",
        value=lambda line: line.abroad.get(standing),
        absent=lambda line: None if standing in line.abroad else NOWHERE,
    )


SUMMARY = (
    c.MINERAL,
    c.STAGE,
    c.UNIT,
    *of_part(lambda line: line.home, WITH_ESTIMATES, FACTS_ONLY, PROMISED, FORECAST, RECORDED),
    Column(
        "estimated_share",
        "On estimates",
        "The part of the middle that plants with an estimated field carry, or that estimates add, if more.",
        Type.FRACTION,
        unknown="the middle is 0, or nothing is drawn",
        is_optional=True,
        value=lambda line: line.on_estimates,
    ),
    standing_abroad("partners", "Partners", "P50, with estimates, of plants in partner countries; never domestic."),
    standing_abroad("others", "Others", "P50, with estimates, of plants elsewhere that count; never domestic."),
    Column(
        "share",
        "Of what the country uses",
        "The gain over the largest demand in its form, then over the main one: denominator, form and years.",
        unknown="see why",
        is_prose=True,
        value=lambda line: line.shares,
    ),
    Column(
        "reliance",
        "Import reliance",
        "Before, and after with estimates: ranges, where the statistics give a class or the gain is one.",
        unknown="none is published in this form",
        is_optional=True,
        value=lambda line: line.reliance,
    ),
    c.EDITION.of(lambda line: (line.demand and line.demand.demand and line.demand.demand.edition) or None,
                 unknown="none", is_optional=True),
    WHY_UNKNOWN,
)  # fmt: skip


def summary(
    at: AsOf,
    found: Projected,
    drawn: DrawnLines,
    lines: Mapping[Key, list[ProjectedOutput]],
    names: Mapping[str, str],
    stages: Mapping[str, str],
    mineral: str,
    year: int,
    odds: Mapping[Key, str],
) -> Table:
    """One row for each mineral, stage and unit in a year: at home, and apart from it partners and others."""
    reasons = why_not(found, with_estimates=True, names=names)
    own: dict[Key, ProjectedOutput] = {}
    abroad: dict[Key, dict[str, Any]] = defaultdict(dict)
    for one in found.lines:
        if one.year == year and one.reach == COUNTED and mineral in ("", one.mineral):
            if one.standing == HOME:
                own[line_key(one)] = one
            else:
                abroad[line_key(one)]["partners" if one.standing == "partner" else "others"] = one.p50_estimated
    bases = bases_of(found)
    demands, reliances = demands_at(at), reliances_at(at, found, year)
    rows: list[SummaryLine] = []
    for key in sorted(own.keys() | abroad.keys()):
        line = own.get(key)
        own_demands = demands_of(line, demands.get(line.mineral, ())) if line else []
        beside_each = tuple(beside(line, one, stages) for one in own_demands) if line else ()
        of_phases = reasons.get((*key, HOME, COUNTED)) if line and line.known_estimated < line.phases else None
        why = "; ".join(part for part in (of_phases, why_no_share(beside_each)) if part)
        rows.append(
            SummaryLine(
                *key,
                line,
                bases[key_of(line)] if line else None,
                beside_each,
                abroad.get(key, {}),
                share_on_estimates(drawn, line) if line else None,
                described(reliances.get(key)),
                why,
                {one.year: one for one in lines.get(key, ())},
                odds.get(key),
            )
        )
    empty = "No plant that counts makes it, as a line of its own."
    return Table(name="gains", title=f"Gain in {year}", columns=without_empty(rows), lines=rows, empty=empty)


def without_empty(rows: Sequence[SummaryLine]) -> tuple[Column, ...]:
    """Without what may be empty and is, and without recorded output where nothing is recorded of that year yet."""
    columns = filled(SUMMARY, rows)
    is_recorded = any(row.home and row.home.recorded is not None for row in rows)
    return columns if is_recorded else tuple(one for one in columns if one.name != RECORDED.name)


def facts_first(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Without what is computed of estimates alone, the answer with estimates last."""
    kept = [one for one in columns if one.name not in OF_ESTIMATES]
    return tuple(sorted(kept, key=lambda one: one.name == WITH_ESTIMATES.name))


def line_key(one: ProjectedOutput) -> Key:
    return (one.mineral, one.stage, one.unit)


def why_no_share(demands: Sequence[DemandLine]) -> str:
    """Why no share is given; empty where one is."""
    if not demands:
        return "none at home counts"
    return "" if any(one.words for one in demands) else demands[0].why


def described(reliance: tuple[Range, Range | None] | None) -> str | None:
    """Before and after in words; None where none is published."""
    if reliance is None:
        return None
    before, after = (words(one) for one in reliance)
    return f"{before}, after unknown" if after is None else f"{before}, then {after}"
