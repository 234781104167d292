"""Shares of demand: a gain against what the country uses in the same form, each a range."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.demand import MORE_THAN_ALL, ShareOfDemand, in_words, is_old, share_of_demand
from projects.models import NationalDemand, ProjectedOutput
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded
from record.calculations.unknown import NotKnown

from .projected import COUNTED, MEASURE_COLUMNS, STANDING, WHY_UNKNOWN, notes_of, of_part, passes, projected_at

HOME = "domestic"
SIX = Decimal("0.000001")
SHOWN = ("p10_facts", "p50_facts", "p90_facts", "p10_estimated", "p50_estimated", "p90_estimated")
GAINS = {column.name: column for column in MEASURE_COLUMNS}
NONE: dict[str, Any] = {"unknown": "no demand is on record", "is_optional": True}
NO_SHARE = "more than all direct use, or the row says why"
NO_DEMAND = "no US demand of this mineral is on record"
NO_GAIN = "the gain is unknown"
ALL_SOLD = (
    "A share assumes that all of the gain is sold at home. Low is P10 over the high demand, high is P90 over the low "
    "one. Where a gain has several demands, the largest stands first; above 100% no share is printed."
)


@dataclass(frozen=True, slots=True)
class DemandLine:
    """A projected line beside one demand; `why` says why it has no share, empty where it has."""

    output: ProjectedOutput
    demand: NationalDemand | None
    facts: ShareOfDemand
    estimated: ShareOfDemand
    why: str = ""

    @property
    def words(self) -> str | None:
        """The share with its denominator, form and years in one sentence."""
        shown = in_words(self.estimated)
        if not shown or self.demand is None:
            return None
        stand_in = (
            "; stands in for consumption, which is not published"
            if self.demand.is_main and self.demand.is_stand_in
            else ""
        )
        old = "; an old demand" if is_old(self.demand.last_year, self.output.year) else ""
        return f"{shown}, against {self.demand.measure} in {self.demand.unit}, {self.demand.years}{stand_in}{old}"


def share_column(end: str, kind: str, label: str, meaning: str) -> Column:
    return Column(f"share_{end}_{kind}", label, meaning, Type.FRACTION, unknown=NO_SHARE,
                  value=lambda line: printed(getattr(getattr(line, kind), end)))  # fmt: skip


def printed(share: Decimal | None) -> Decimal | None:
    """To six places. Raises NotKnown above 100%."""
    if share is not None and share > 1:
        raise NotKnown(MORE_THAN_ALL)
    return None if share is None else rounded(share, SIX)


MEASURE = Column("demand_measure", "Demand is", "What is measured.", **NONE, value=lambda one: one.measure)
UNIT = Column("demand_unit", "Demand in", "Unit and form of the demand.", **NONE, value=lambda one: one.unit)
STANDS_IN = Column("is_stand_in_demand", "Stands in", "Derived, or of another source, where USGS publishes none.",
                   Type.BOOLEAN, **NONE, value=lambda one: one.is_stand_in)  # fmt: skip
DEMAND_COLUMNS = (MEASURE, UNIT, STANDS_IN)
COLUMNS = (
    *of_part(lambda line: line.output, c.MINERAL, c.STAGE, c.YEAR, STANDING, c.UNIT, *(GAINS[name] for name in SHOWN)),
    *of_part(
        lambda line: line.demand,
        MEASURE,
        Column("demand_low", "Demand, low", "Least US use in its range.", Type.QUANTITY, is_computed=False,
               **NONE,
               value=lambda one: one.low),
        Column("demand_central", "Demand, central", "The newest year, or as stated.", Type.QUANTITY, is_computed=False,
               **NONE,
               value=lambda one: one.central),
        Column("demand_high", "Demand, high", "Most US use in its range.", Type.QUANTITY, is_computed=False,
               **NONE,
               value=lambda one: one.high),
        UNIT,
        Column("demand_stage", "Demand at", "The stage whose form it has.", **NONE, names="stage",
               value=lambda one: one.stage),
        Column("demand_first_year", "Demand from", "First year of its range.", Type.INTEGER, is_grouped=False, **NONE,
               value=lambda one: one.first_year),
        Column("demand_last_year", "Demand to", "Last year of its range.", Type.INTEGER, is_grouped=False, **NONE,
               value=lambda one: one.last_year),
        Column("demand_counts", "Demand counts", "What is in it, and what is outside.", is_prose=True, **NONE,
               value=lambda one: one.counts_what),
        Column("is_main_demand", "Main demand", "The one demand that pages show for the line.", Type.BOOLEAN, **NONE,
               value=lambda one: one.is_main),
        STANDS_IN,
    ),
    share_column("low", "facts", "Share, low, facts only", "P10 by facts over the high demand."),
    share_column("central", "facts", "Share, central, facts only", "P50 by facts over the central demand."),
    share_column("high", "facts", "Share, high, facts only", "P90 by facts over the low demand."),
    share_column("low", "estimated", "Share, low", "P10 with estimates over the high demand."),
    share_column("central", "estimated", "Share, central", "P50 with estimates over the central demand."),
    share_column("high", "estimated", "Share, high", "P90 with estimates over the low demand."),
    Column("share_in_words", "In words", "The share with estimates, its denominator, form and years.", is_prose=True,
           unknown="the row says why", value=lambda line: line.words),
    *of_part(
        lambda line: line.demand,
        Column("demand_source", "Source of the demand", "In words.", is_prose=True, **NONE,
               value=lambda one: one.source_text or None),
        c.EDITION,
    ),
    WHY_UNKNOWN,
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    """Each counted line at home beside every demand in its form, else beside the main ones of other forms."""
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    demands = demands_at(at)
    lines = [
        beside(output, demand)
        for output in found.lines
        if (output.standing, output.reach) == (HOME, COUNTED) and passes(output, filters)
        if filters.year in (None, output.year)
        for demand in demands_of(output, demands.get(output.mineral, ()))
    ]
    return Answer(lines, notes=notes_of(found.run, ALL_SOLD))


def demands_at(at: AsOf) -> dict[str, list[NationalDemand]]:
    """The demands of each mineral, the largest first."""
    found: dict[str, list[NationalDemand]] = defaultdict(list)
    for one in NationalDemand.objects.at(at).latest_by("demand").values():
        found[one.mineral].append(one)
    return {mineral: sorted(rows, key=lambda one: (-one.high, one.demand)) for mineral, rows in found.items()}


def is_same_form(output: ProjectedOutput, demand: NationalDemand) -> bool:
    return (output.stage, output.unit) == (demand.stage, demand.unit)


def demands_of(output: ProjectedOutput, demands: Iterable[NationalDemand]) -> list[NationalDemand | None]:
    """Those in the form of the line, else the main ones of other forms; one None where the mineral has none."""
    same = [one for one in demands if is_same_form(output, one)]
    return [*(same or (one for one in demands if one.is_main))] or [None]


def beside(
    output: ProjectedOutput, demand: NationalDemand | None, stages: Mapping[str, str] = MappingProxyType({})
) -> DemandLine:
    """The line beside one demand; `stages`: what a page says instead of a stage's identifier."""
    none = ShareOfDemand(None, None, None)
    if demand is None:
        return DemandLine(output, None, none, none, NO_DEMAND)
    if not is_same_form(output, demand):
        why = (
            f"the gain is of {stages.get(output.stage, output.stage)} in {output.unit}, "
            f"the demand of {stages.get(demand.stage, demand.stage)} in {demand.unit}: "
            "no conversion between the two forms is on record"
        )
        return DemandLine(output, demand, none, none, why)
    facts, estimated = shares_of(output, demand)
    return DemandLine(output, demand, facts, estimated, NO_GAIN if estimated.central is None else "")


def shares_of(output: Any, demand: Any) -> tuple[ShareOfDemand, ShareOfDemand]:
    """By facts only, and with estimates; the numbers of the two rows are decimals."""
    size = (demand.low, demand.central, demand.high)
    return (
        share_of_demand((output.p10, output.p50, output.p90), size),
        share_of_demand((output.p10_estimated, output.p50_estimated, output.p90_estimated), size),
    )


DEFINITION = Definition(
    "demand-shares", "Shares of demand", "How much of what the country uses would the gain meet?", COLUMNS,
    ("mineral", "year"), answer,
    is_projected=True,
)  # fmt: skip
