"""The page of supply chains: the flow of each with its narrowest stage, and the narrowest stage year by year."""

from collections import defaultdict
from dataclasses import dataclass, field

from portfolio.charts.production import CHAIN_NAMES, Flow, binding_table, flow
from portfolio.reports.production.chains import Balance, balances_at
from portfolio.reports.production.projected import notes_of, projected_at
from portfolio.reports.tables import Table
from projects.models import ProjectionRun
from record.calculations.as_of import AsOf

AHEAD, YEARS = 5, 10


@dataclass(frozen=True, slots=True)
class ChainSection:
    """One chain: its flow in a year, and its narrowest stage from the year of the day to ten years on."""

    flow: Flow
    by_year: Table
    is_known: bool

    @property
    def is_named(self) -> bool:
        """True of the chains that a reader comes for: their years stand open."""
        return self.flow.chain in CHAIN_NAMES


@dataclass(frozen=True, slots=True)
class Chains:
    """The chains, those of which something is known first; `run` None where no projection is on record then."""

    run: ProjectionRun | None
    notes: tuple[str, ...]
    year: int = 0
    sections: list[ChainSection] = field(default_factory=list)

    @property
    def unknown(self) -> list[ChainSection]:
        return [one for one in self.sections if not one.is_known]

    @property
    def known(self) -> list[ChainSection]:
        return [one for one in self.sections if one.is_known]


def page(at: AsOf) -> Chains:
    found = projected_at(at)
    if found is None:
        return Chains(None, notes_of(None))
    year = at.as_of.year + AHEAD
    chains: dict[str, list[Balance]] = defaultdict(list)
    for one in balances_at(at, found):
        if one.year < at.as_of.year + YEARS:
            chains[one.chain].append(one)
    order = list(CHAIN_NAMES)
    ordered = sorted(
        chains.values(), key=lambda own: order.index(own[0].chain) if own[0].chain in order else len(order)
    )
    sections = [section(own, year) for own in ordered]
    return Chains(found.run, notes_of(found.run), year, sections)


def section(balances: list[Balance], year: int) -> ChainSection:
    pictured = next(one for one in balances if (one.year, one.basis) == (year, "p50"))
    return ChainSection(flow(pictured), binding_table(balances), any(one.result.narrowest for one in balances))
