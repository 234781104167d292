"""The page of what will be produced: gains by mineral, the fan of one mineral, its chains, and what drives it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from portfolio.charts.bars import BarPicture
from portfolio.charts.chains import Flow, flow, narrowest_columns
from portfolio.charts.odds import LARGE, SMALL, Odds
from portfolio.charts.production import Fan, fan
from portfolio.charts.spread import spread
from portfolio.positions.filters import Filters
from portfolio.positions.names import names_borne
from portfolio.reports.base import Column
from portfolio.reports.production import drivers, group_splits
from portfolio.reports.production.balances import BothBalances, balances_at
from portfolio.reports.production.drawn_lines import DrawnLines
from portfolio.reports.production.gains import apart
from portfolio.reports.production.projected import COUNTED, Projected, notes_of, projected_at, year_asked
from portfolio.reports.tables import Table, filled
from projects.calculations.months import projected_years
from projects.models import ProjectedOutput, ProjectionRun
from projects.models.chains_on_record import ChainOnRecord
from record.calculations.as_of import AsOf

from .country import AgainstCountry, against_country
from .estimated_fields import FactTold, estimated_fields, methods_used, open_facts
from .made_today import made_today
from .production_all import HEADLINE_YEARS, abroad, headline_year, parted
from .production_carried import carriers
from .production_odds import is_part_rough, odds_of, rough_of
from .production_offered import ROUGH, Offered, offered
from .production_summary import line_key, summary
from .to_find_out import to_find_out

HOME = "domestic"
Key = tuple[str, str, str]


SPLIT_NAMES = {
    "phase", "stage", "element", "group_share_low", "group_share_central", "group_share_high", "p10_estimated",
    "p50_estimated", "p90_estimated", "unit", "feed_name", "estimate_method", "sources", "why_unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Production:
    """The pictures; `run` None where no projection is on record then."""

    run: ProjectionRun | None
    notes: tuple[str, ...]
    mineral: str = ""
    name: str = ""
    """That of the mineral."""
    year: int = 0
    years: range = range(0)
    """Those that may be asked for."""
    headline_years: tuple[int, ...] = ()
    """Those of them that are one click away."""
    summary: Table | None = None
    without_figure: Table | None = None
    minerals: list[Offered] = field(default_factory=list)
    rough_only: list[str] = field(default_factory=list)
    """By name the minerals of which nothing firm is known."""
    has_rough_part: bool = False
    """True of a mineral of which one line is only roughly known, beside a firm one."""
    rough: list[Odds] = field(default_factory=list)
    odds: list[Odds] = field(default_factory=list)
    """Of the lines of which one plant is all there is: they have no fan."""
    apart: list[str] = field(default_factory=list)
    abroad: list[str] = field(default_factory=list)
    fans: list[Fan] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    today: list[str] = field(default_factory=list)
    """What plants at home put out of it today, as recorded, in words."""
    splits: Table | None = None
    """By element the group lines that it is of; None where it is of none."""
    chains: Table | None = None
    unknown_chains: list[str] = field(default_factory=list)
    """By title, those of which no stage is known."""
    unbalanced: list[ChainOnRecord] = field(default_factory=list)
    carried: list[BarPicture] = field(default_factory=list)
    spreads: list[BarPicture] = field(default_factory=list)
    """What makes the spread of each of its lines, with estimates and by facts only."""
    country: AgainstCountry | None = None
    to_find_out: Table | None = None
    methods: list[str] = field(default_factory=list)
    """Each estimate in its figures, with its range and by which method."""
    facts_told: list[FactTold] = field(default_factory=list)
    """What a fact would do, in sentences: beside the table for plants that are in no figure, else for every plant."""

    @property
    def options(self) -> list[dict[str, str]]:
        """What the field of the mineral searches."""
        return [asdict(one) for one in self.minerals]

    @property
    def pictured(self) -> int:
        """How many lines have a picture: a fan or their odds."""
        return len(self.fans) + len(self.odds)

    @property
    def has_one_line(self) -> bool:
        """True where the figures are few enough to stand beside their picture."""
        return self.pictured == 1 and self.summary is not None and len(self.summary.rows) == 1


def page(at: AsOf, mineral: str = "", *, asked: int | None = None, with_rough: bool = False) -> Production:
    """Every domestic line that counts as a small fan; of one mineral a large one, with its chains and drivers.

    Odds stand in place of the fan where one plant is all there is, and the rough answer where it is asked for and
    nothing firm is known.
    """
    found = projected_at(at)
    if found is None:
        return Production(None, notes_of(None), mineral, names_borne("mineral", at).get(mineral, mineral))
    names, stages = names_borne("mineral", at), names_borne("stage", at)
    plants = names_borne("unknown", at)
    lines: dict[Key, list[ProjectedOutput]] = defaultdict(list)
    at_home = [row for row in found.lines if row.standing == HOME and row.reach == COUNTED]
    for row in at_home:
        if mineral in ("", row.mineral):
            lines[row.mineral, row.stage, row.unit].append(row)
    years = projected_years(at.as_of)
    year = asked or headline_year(year_asked(at, Filters()), years)
    width, height, size = (800, 260, LARGE) if mineral else (300, 160, SMALL)
    drawn = DrawnLines(found)
    named = [
        (f"fan-{number}-table", f"{names.get(key[0], key[0])}, {stages.get(key[1], key[1])}", lines[key])
        for number, key in enumerate(sorted(lines), start=1)
    ]
    rough = [one for name, title, rows in named if with_rough and (one := rough_of(name, title, drawn, rows, year))]
    odds = {
        line_key(rows[0]): given
        for name, title, rows in named
        if (given := odds_of(name, title, drawn, rows, year, size=size))
    }
    fans = [
        fan(name, title, rows, year, with_rough=with_rough, width=width, height=height)
        for name, title, rows in named
        if line_key(rows[0]) not in odds
    ]
    chains = balances_at(at, found).of(mineral)
    balances = [one for one in chains.balanced if (one.year, one.basis) == (year, "p50") and one.is_known]
    words = {key: one.words for key, one in odds.items()}
    gains = summary(at, found, drawn, lines, plants, stages, mineral, year, words)
    in_year = of_year(lines, year)
    kinds = offered(in_year, (year,), {row.mineral: names.get(row.mineral, row.mineral) for row in in_year})
    made = Production(
        found.run,
        notes_of(found.run),
        mineral,
        names.get(mineral, mineral),
        year,
        years=years,
        headline_years=tuple(one for one in HEADLINE_YEARS if one in years),
        minerals=offered(at_home, years, names),
        summary=gains,
        rough_only=[one.name for one in kinds if one.kind == ROUGH],
        has_rough_part=bool(mineral) and is_part_rough(in_year),
        rough=rough,
        odds=[one.picture for one in odds.values()],
        apart=apart(at, found, Filters(mineral=mineral), plants),
        abroad=abroad(gains.lines, names, stages),
        fans=fans,
        unbalanced=chains.unbalanced,
    )  # fmt: skip
    if not mineral:
        binding = [one for one in balances if one.leading.binding or one.facts.binding]
        known, without_figure = parted(gains, year, made.headline_years, binding)
        unknown = [one for one in chains.balanced if (one.year, one.basis) == (year, "p50") and one not in binding]
        return replace(made, summary=known, without_figure=without_figure, chains=narrowest(binding, year),
                       unknown_chains=[one.chain.title for one in unknown])  # fmt: skip
    today = made_today(at, found, names_borne("project", at))
    opened = open_facts(at, found, mineral, plants, names)
    told = [*opened.own, *estimated_fields(at, found, mineral, plants), *opened.unsplit]
    to_find = to_find_out(at, mineral, year, told)
    return replace(
        made,
        splits=split_table(at, found, drawn, mineral, year),
        flows=[flow(one, plants, today.by_stage) for one in balances],
        today=today.by_mineral.get(mineral, []),
        carried=carriers(at, mineral, year, stages, plants),
        spreads=spreads(drawn, mineral, year, stages, plants),
        country=against_country(at, found, mineral, year, of_year(lines, year), stages),
        to_find_out=to_find,
        facts_told=opened.every if to_find.lines else told,
        methods=methods_used(found, mineral, plants),
    )


def split_table(at: AsOf, found: Projected, drawn: DrawnLines, mineral: str, year: int) -> Table | None:
    """The group lines of the mineral, or of which it is an element, by element."""
    lines = group_splits.narrowed(group_splits.lines_at(at, found, drawn, year), Filters(mineral=mineral))
    columns = tuple(one for one in group_splits.COLUMNS if one.name in SPLIT_NAMES)
    if not lines:
        return None
    title = f"Of plants whose split is not published, by element, in {year}"
    return Table(name="splits", title=title, columns=filled(columns, lines), lines=lines, notes=(group_splits.BESIDE,))


def of_year(lines: Mapping[Key, list[ProjectedOutput]], year: int) -> list[ProjectedOutput]:
    return [row for rows in lines.values() for row in rows if row.year == year]


def narrowest(balances: list[BothBalances], year: int) -> Table:
    """The narrowest stage of every chain in a year."""
    columns = (
        Column("chain", "Chain", "The supply chain.", value=lambda one: one.chain.title),
        *narrowest_columns(lambda one: one),
    )
    return Table(name="chains", title=f"The narrowest stage of each chain in {year}", columns=columns, lines=balances)


def spreads(
    drawn: DrawnLines, mineral: str, year: int, stages: Mapping[str, str], names: Mapping[str, str]
) -> list[BarPicture]:
    """What makes the spread of each line of a mineral."""
    by_line = defaultdict(list)
    for one in drivers.lines_of(drawn, year, Filters(mineral=mineral)):
        by_line[one.line].append(one)
    return [
        spread(f"spread-{number}", f"{stages.get(stage, stage)}, {standing}", own, names)
        for number, ((_, stage, _, standing, _), own) in enumerate(by_line.items(), start=1)
    ]
