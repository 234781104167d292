"""The table of the plants of one figure: where each stands, when it starts, what it carries, what its capacity cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from portfolio.charts.fan_table import UNKNOWN as NOT_PROMISED
from portfolio.positions.filters import Filters
from portfolio.reports.base import Absent, Column, Type
from portfolio.reports.listed.capacity import PRODUCT
from portfolio.reports.production import capacity, contributions, cost
from portfolio.reports.production.contributions import ContributionLine
from portfolio.reports.production.cost import PHASE, CostLine
from portfolio.reports.production.projected import of_part, why_without_a_middle
from portfolio.reports.production.site_money import MEASURES
from portfolio.reports.sites import COLUMNS as OF_SITES
from portfolio.reports.tables import Table, filled
from projects.models import ProjectedPhase
from record.calculations.as_of import AsOf
from record.calculations.formatting import three_digits
from record.calculations.unknown import NotKnown

from .production_pictures import estimated_start

Costs = Mapping[tuple[str, str], CostLine]
"""By phase and kind of funding."""
SITE_MONEY = "Dollars a unit of a site with several lines are those of the whole site at each of them: never added."


@dataclass(frozen=True, slots=True)
class PlantLine:
    """A plant with what it carries of the middle, and by kind of funding what its capacity cost."""

    carries: ContributionLine
    costs: Mapping[str, CostLine]

    @property
    def row(self) -> ProjectedPhase:
        return self.carries.phase


def named(columns: Sequence[Column], name: str) -> Column:
    return next(one for one in columns if one.name == name)


def start_now(line: PlantLine) -> str | None:
    """As said now or as it happened; else the year of the middle of its estimate."""
    if line.row.due_on:
        return str(line.row.due_on)
    year = estimated_start(line.row)
    return f"about {year}, est." if year else None


def usd_per_unit(kind: str, line: PlantLine, *, by_facts: bool) -> str | None:
    """Dollars of a kind for a unit of new yearly capacity: a figure by facts, or its range with estimates.

    None where no money of that kind reaches the plant. Raises NotKnown with the reason where it is not known.
    """
    found = line.costs.get(kind)
    if found is None:
        return None
    per_unit = (found.facts if by_facts else found.estimated).per_unit
    if per_unit is None:
        raise NotKnown(found.why if by_facts else found.why_estimated)
    low, high = map(three_digits, per_unit)
    of_site = ", of the whole site" if (found.lines or 1) > 1 else ""
    mark = "" if per_unit == found.facts.per_unit else ", est."
    return f"{low if low == high else f'{low} to {high}'}{mark}{of_site}"


def dollars(kind: str, unit: str, *, by_facts: bool) -> Column:
    return Column(
        f"{kind.split()[0]}_usd_per_unit",
        kind.capitalize(),
        "For a unit of account of new yearly capacity: of all awards that count and reach the plant.",
        unit=f"USD per {unit} a year",
        unknown="an amount or the capacity is unknown, or the money reaches several sites",
        value=partial(usd_per_unit, kind, by_facts=by_facts),
        absent=lambda line: None if kind in line.costs else Absent("none", "no award of this kind reaches it"),
    )


def why_not_carried(line: ContributionLine, *, by_facts: bool) -> str:
    """Why a plant has no part of the middle, in words."""
    why, middle = line.phase.why, line.output.p50
    if not by_facts:
        why, middle = why_without_a_middle(line.phase), line.output.p50_estimated
    if why:
        return why
    if middle == 0:
        return f"half of the draws give nothing by {line.output.year}, so that no plant carries the middle"
    return "it has no part of the middle"


def with_reason(column: Column) -> Column:
    """The same column, an unknown figure with the reason that its plant has."""
    reasons = {"carried_facts": True, "carried_estimated": False, "carried_share": False}
    if column.name == "promised":
        return replace(column, unknown=NOT_PROMISED)
    if column.name not in reasons:
        return column

    def value(line: ContributionLine) -> Any:
        found = column.value(line) if column.value else None
        if found is None:
            raise NotKnown(why_not_carried(line, by_facts=reasons[column.name]))
        return found

    return column.of(value)


def share_by_facts(line: PlantLine) -> Any:
    """Raises NotKnown with the reason."""
    found = line.carries.share_by_facts
    if found is None:
        raise NotKnown(why_not_carried(line.carries, by_facts=True))
    return found


CARRIED = ("project", "carried_estimated", "carried_share", "carried_facts", "promised", "has_estimate")
PLANT, *OF_CARRIER = of_part(
    lambda line: line.carries, *(with_reason(named(contributions.COLUMNS, one)) for one in CARRIED)
)
COLUMNS = (
    named(OF_SITES, "state").of(lambda line: line.row.phase.project.state or None),
    named(capacity.COLUMNS, "promised_on"),
    Column("start_now", "Start now", "As said now, or as it happened; where nobody says, the middle of its estimate.",
           unknown="no dated statement, and no estimate", value=start_now),
    replace(named(capacity.COLUMNS, "success_share"), label="Odds that it succeeds"),
    *OF_CARRIER,
)  # fmt: skip


ESTIMATED = {
    "start_now": named(capacity.COLUMNS, "due_on"),
    "carried_share": Column("carried_share_facts", "Share of the middle", "Its part of the P50 by facts only.",
                            Type.FRACTION, value=lambda line: share_by_facts(line)),
    "carried_estimated": None,
    "has_estimate": None,
}  # fmt: skip
"""Columns that rest on estimates, each with what stands in its place by facts only."""
BY_FACTS = tuple(found for one in COLUMNS if (found := ESTIMATED.get(one.name, one)) is not None)


def costs_of(at: AsOf, mineral: str) -> Costs:
    """What the capacity of each plant of a mineral cost, by kind of funding."""
    lines = cost.answer(at, Filters(mineral=mineral)).lines
    return {(line.phase, line.kind): line for line in lines if line.level == PHASE}


def plants_table(name: str, title: str, carriers: Sequence[ContributionLine], costs: Costs, *, by_facts: bool) -> Table:
    """The plants of one line, in their order, with estimates or by facts only; the product where a site has two."""
    lines = [
        PlantLine(
            one, {kind: costs[key] for kind in MEASURES.values() if (key := (one.phase.phase.slug, kind)) in costs}
        )
        for one in carriers
    ]
    sites = {line.row.phase.project_id for line in lines}
    product = () if len(sites) == len(lines) else (PRODUCT.of(lambda line: line.row.phase.product),)
    money = tuple(dollars(kind, lines[0].row.unit, by_facts=by_facts) for kind in MEASURES.values())
    several = any((one.lines or 1) > 1 for line in lines for one in line.costs.values())
    return Table(
        name=name,
        title=title,
        columns=filled((PLANT, *product, *(BY_FACTS if by_facts else COLUMNS), *money), lines),
        lines=lines,
        notes=(SITE_MONEY,) if several else (),
    )
