"""The sites at home on a map, by state in a list beside it, and how many lie abroad."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portfolio.charts.by_agency import given
from portfolio.charts.sites_map import HOME, Figure, Site, SitesMap, no_figure, sites_map, sites_of
from portfolio.positions.filters import Filters
from portfolio.positions.investments import investments_at
from portfolio.positions.names import names_borne
from portfolio.reports.production import contributions
from portfolio.reports.production.projected import projected_at, year_asked
from projects.models import ChainStage, Project, ProjectMineral
from projects.models.states import state_names
from record.calculations.as_of import AsOf
from record.calculations.formatting import compact, three_digits


class Size(StrEnum):
    """What the size of a mark says."""

    NOTHING = ""
    DOLLARS = "dollars"
    TONNES = "tonnes"


@dataclass(frozen=True, slots=True)
class MapPage:
    """`states`: each state by name with its sites. `unknown`: how many sites of those shown have no figure."""

    chart: SitesMap | None
    states: list[tuple[str, list[Site]]]
    abroad: int
    unknown: int
    unit: str = ""
    minerals: tuple[tuple[str, str], ...] = ()


def page(at: AsOf, size: Size = Size.NOTHING, mineral: str = "", year: int | None = None) -> MapPage:
    """The sites on record at `at`, of `mineral` alone where one is named; a fixed number of questions."""
    every = Project.objects.at(at).values()
    links = ProjectMineral.objects.known(at).select_related("mineral")
    of_mineral = {one.project_id for one in links if one.mineral.slug == mineral}
    shown = [one for one in every if not mineral or one.pk in of_mineral]
    figure, unit = figures(at, size, mineral, year)
    sites = sites_of(shown, at, figure)
    by_state: dict[str, list[Site]] = defaultdict(list)
    for site in sites:
        by_state[state_names().get(site.state, site.state or "State not stated")].append(site)
    names = names_borne("mineral", at)
    slugs = {one.mineral.slug for one in links}
    return MapPage(
        chart=sites_map(sites, at.as_of, has_size=size is not Size.NOTHING),
        states=sorted(by_state.items()),
        abroad=sum(bool(one.country) and one.country != HOME for one in shown),
        unknown=sum(one.figure is None for one in sites) if size is not Size.NOTHING else 0,
        unit=unit,
        minerals=tuple(sorted(((slug, names.get(slug, slug)) for slug in slugs), key=lambda one: one[1])),
    )


def figures(at: AsOf, size: Size, mineral: str, year: int | None) -> tuple[Callable[[Project], Figure], str]:
    """What gives the figure of a site, as a number and in words; and what it is a figure of."""
    if size is Size.DOLLARS:
        return dollars(at), "US dollars committed, and the face of loans, of awards that reach the site"
    if size is Size.TONNES:
        return tonnes(at, mineral, year)
    return no_figure, ""


def dollars(at: AsOf) -> Callable[[Project], Figure]:
    """The awards that are committed or later, whole at each site that they reach."""
    amounts: dict[int, list[Decimal | None]] = defaultdict(list)
    for line in investments_at(at):
        if line.is_money:
            for project in line.projects:
                amounts[project.pk].append(given(line))

    def figure(project: Project) -> Figure:
        own = amounts[project.pk]
        known = [one for one in own if one is not None]
        if not known:
            return None, "amount not known" if own else "no committed award"
        least = "at least " if len(known) < len(own) else ""
        return sum(known, Decimal(0)), f"{least}{compact(sum(known, Decimal(0)))}"

    return figure


def tonnes(at: AsOf, mineral: str, year: int | None) -> tuple[Callable[[Project], Figure], str]:
    """What each plant carries of the middle at the stage that speaks for its chain, with estimates."""
    found = projected_at(at)
    if found is None:
        return lambda project: (None, "not projected"), "tonnes: no projection is on record"
    year = year_asked(at, year, found.run)
    headlines = {one.slug for one in ChainStage.objects.at(at).values() if one.is_headline}
    lines = list(contributions.answer(at, Filters(mineral=mineral, year=year)).lines)
    if not lines:
        return lambda project: (None, "not projected"), "tonnes: nothing is projected of it"
    spoken = next((one.output for one in lines if one.output.stage in headlines), lines[0].output)
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.output is spoken and line.estimated is not None:
            sums[line.phase.phase.project_id] += line.estimated

    def figure(project: Project) -> Figure:
        amount = sums.get(project.pk)
        return (None, "not in the figure") if amount is None else (amount, f"{three_digits(amount)} {spoken.unit}")

    return figure, f"{spoken.unit} carried of the middle of {spoken.year}, with estimates"
