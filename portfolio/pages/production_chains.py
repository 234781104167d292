"""The page of supply chains: the flow of each with its narrowest stage, and the narrowest stage year by year."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from portfolio.charts.chains import Flow, binding_table, flow
from portfolio.positions.names import names_borne
from portfolio.reports.production.balances import BothBalances, balances_at
from portfolio.reports.production.projected import notes_of, projected_at, year_asked, year_of_day
from portfolio.reports.tables import Table
from projects.models import ProjectionRun
from projects.models.chains_on_record import ChainOnRecord
from record.calculations.as_of import AsOf

from .made_today import made_today

YEARS = 10


@dataclass(frozen=True, slots=True)
class ChainSection:
    """One chain: its flow in a year, and its narrowest stage from the year of the day to ten years on."""

    flow: Flow
    by_year: Table
    is_known: bool


@dataclass(frozen=True, slots=True)
class Chains:
    """The chains, those of which something is known first; `run` None where no projection is on record then."""

    run: ProjectionRun | None
    notes: tuple[str, ...]
    year: int = 0
    sections: list[ChainSection] = field(default_factory=list)
    unbalanced: list[ChainOnRecord] = field(default_factory=list)
    notes_of_factors: list[str] = field(default_factory=list)

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
    year = year_asked(at, None, found.run)
    balances, plants = balances_at(at, found), names_borne("project", at)
    chains: dict[str, list[BothBalances]] = defaultdict(list)
    for one in balances.balanced:
        if one.year < year_of_day(at, found.run) + YEARS:
            chains[one.chain.slug].append(one)
    today = made_today(at, found, plants).by_stage
    sections = [made for own in chains.values() if (made := section(own, year, plants, today)) is not None]
    notes = [note for own in chains.values() for note in own[0].chain.notes]
    return Chains(found.run, notes_of(found.run), year, sections, balances.unbalanced, notes)


def section(
    balances: list[BothBalances], year: int, names: Mapping[str, str], today: Mapping[str, list[str]]
) -> ChainSection | None:
    pictured = next((one for one in balances if (one.year, one.basis) == (year, "p50")), None)
    if pictured is None:
        return None
    is_known = any(one.is_known for one in balances)
    return ChainSection(flow(pictured, names, today), binding_table(balances), is_known)
