"""The page of what will be produced: gains by mineral, the fan of one mineral, its chains, and what drives it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from portfolio.charts.bars import BarPicture
from portfolio.charts.chains import Flow, flow, narrowest_columns
from portfolio.charts.fan_words import as_facts
from portfolio.charts.odds import Odds
from portfolio.charts.production import Fan
from portfolio.charts.spread import spread
from portfolio.positions.filters import Filters
from portfolio.positions.names import names_borne
from portfolio.reports.base import Column
from portfolio.reports.production import drivers, group_splits
from portfolio.reports.production.balances import BothBalances, balances_at
from portfolio.reports.production.drawn_lines import DrawnLines
from portfolio.reports.production.gains import apart, reasons_apart
from portfolio.reports.production.projected import (
    COUNTED,
    HEADLINE_YEARS,
    Projected,
    notes_of,
    projected_at,
    year_asked,
)
from portfolio.reports.quoted import Sentence
from portfolio.reports.tables import Table, filled
from projects.models import ProjectedOutput, ProjectionRun
from projects.models.chains_on_record import ChainOnRecord
from projects.models.projectable import years_of
from record.calculations.as_of import AsOf

from .country import AgainstCountry, against_country
from .estimated_fields import FactTold, estimated_fields, methods_used, open_facts
from .made_today import made_today
from .production_all import abroad, over_what, parted
from .production_apart import counted_apart
from .production_carried import carriers
from .production_first import rests_words, stage_words
from .production_odds import is_part_rough
from .production_offered import ROUGH, Offered, offered
from .production_pictures import Asked, pictures
from .production_stages import shown_of, stages_of
from .production_summary import facts_first, summary, without_empty
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
    ends: str = ""
    """For a day beyond its years, where the projection ends, in a sentence."""
    headline_years: tuple[int, ...] = ()
    """Those of them that are one click away."""
    summary: Table | None = None
    without_figure: Table | None = None
    minerals: list[Offered] = field(default_factory=list)
    stages: list[tuple[str, str]] = field(default_factory=list)
    """Identifier and name of those that may be asked for."""
    stage: str = ""
    """The one that is pictured; empty where all are."""
    is_made: bool = False
    """True where a plant at home that counts makes it, at whichever stage."""
    rough_only: list[Offered] = field(default_factory=list)
    """By name the minerals of which nothing firm is known."""
    source: str = ""
    """On what the pictures rest, in words."""
    by_facts: bool = False
    """True where the pictures show the answer by facts only."""
    has_rough_part: bool = False
    """True of a mineral of which one line is only roughly known, beside a firm one."""
    rough: list[Odds] = field(default_factory=list)
    odds: list[Odds] = field(default_factory=list)
    """Of the lines of which one plant is all there is: they have no fan."""
    apart: list[str] = field(default_factory=list)
    """What is in no gain, or in it by estimates alone, by its reason, in sentences."""
    apart_counted: str = ""
    """How many plants are not in the figure, for each reason, in words."""
    abroad: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    """Of all minerals, over what the gains count that come on top of something."""
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
    on_estimates: Sentence = ()
    narrowest_stage: list[Sentence] = field(default_factory=list)
    """Of its chains; like how much rests on estimates, a sentence among the first."""
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
    def estimates(self) -> str:
        """Which answer its pictures show, as the address asks for it."""
        return "facts" if self.by_facts else "rough" if self.rough else ""

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Those that its pictures can show, each with its name; a rough one is offered by a button."""
        return [("", "With estimates"), ("facts", "Facts only"), *([("rough", "Rough too")] if self.rough else ())]

    @property
    def is_whole(self) -> bool:
        """True where no plant is apart, and none may hold some of it that is in no figure."""
        return not self.apart and not any("is in no figure" in one.text for one in self.facts_told)

    @property
    def figures(self) -> Table | None:
        """The one line of the gain without what its heading and the country's sentences say."""
        if self.summary is None:
            return None
        told = {"mineral", "stage", "unit", *(("share",) if self.country and self.country.shares else ())}
        return replace(self.summary, columns=tuple(one for one in self.summary.columns if one.name not in told))

    @property
    def has_one_line(self) -> bool:
        """True where the figures are few enough to stand beside their picture."""
        return self.pictured == 1 and self.summary is not None and len(self.summary.rows) == 1


def page(
    at: AsOf,
    mineral: str = "",
    *,
    asked: int | None = None,
    stage: str | None = None,
    by_facts: bool = False,
    with_rough: bool = False,
) -> Production:
    """Every domestic line that counts as a small picture; of one mineral a large one, with its chains and drivers.

    Odds stand in place of output where one plant is all there is, and the rough answer where it is asked for and
    nothing firm is known. `by_facts`: the pictures show the answer by facts only. `stage`: the one that is pictured;
    empty for the headline stage, None for all.
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
    years = years_of(found.run)
    year = year_asked(at, asked, found.run)
    drawn = DrawnLines(found)
    offered_stages = stages_of(at, mineral) if mineral and stage is not None else []
    one_stage = shown_of(offered_stages, stage or "")
    pictured = {key: rows for key, rows in lines.items() if one_stage in ("", key[1])}
    shown = pictures(at, found, drawn, pictured, names, stages, Asked(year, mineral, by_facts, with_rough))
    chains = balances_at(at, found).of(mineral)
    balances = [one for one in chains.balanced if (one.year, one.basis) == (year, "p50") and one.is_known]
    gains = summary(at, found, drawn, lines, plants, stages, mineral, year, shown.odds_words)
    in_year = of_year(lines, year)
    kinds = offered(in_year, (year,), {row.mineral: names.get(row.mineral, row.mineral) for row in in_year})
    made = Production(
        found.run,
        notes_of(found.run),
        mineral,
        names.get(mineral, mineral),
        year,
        ends=ends_of(at, found.run),
        years=years,
        headline_years=tuple(one for one in HEADLINE_YEARS if one in years),
        minerals=offered(at_home, years, names),
        stages=offered_stages,
        stage=one_stage,
        is_made=bool(lines),
        summary=of_stage(gains, one_stage, by_facts=by_facts and bool(mineral)),
        rough_only=[one for one in kinds if one.kind == ROUGH],
        has_rough_part=bool(mineral) and is_part_rough(in_year),
        source=shown.source,
        by_facts=by_facts,
        rough=shown.rough,
        odds=shown.odds,
        apart=apart(at, found, Filters(mineral=mineral), plants),
        apart_counted=counted_apart(reasons_apart(at, found, Filters(mineral=mineral)), by_facts=by_facts),
        abroad=abroad(gains.lines, names, stages),
        fans=shown.fans,
        unbalanced=chains.unbalanced,
    )  # fmt: skip
    if not mineral:
        binding = [one for one in balances if one.leading.binding or one.facts.binding]
        known, without_figure = parted(gains, year, made.headline_years, binding)
        unknown = [one for one in chains.balanced if (one.year, one.basis) == (year, "p50") and one not in binding]
        made = replace(made, over=over_what(known.lines, names, stages))
        return replace(made, summary=known, without_figure=without_figure, chains=narrowest(binding, year),
                       unknown_chains=[one.chain.title for one in unknown])  # fmt: skip
    today = made_today(at, found, names_borne("project", at))
    opened = open_facts(at, found, mineral, plants, names)
    told = [*opened.own, *estimated_fields(at, found, mineral, plants), *opened.unsplit]
    to_find = to_find_out(at, mineral, year, told)
    return replace(
        made,
        splits=split_table(at, found, drawn, mineral, year),
        on_estimates=rests_words(of_stage(gains, one_stage, by_facts=by_facts).lines, by_facts=by_facts),
        narrowest_stage=stage_words(balances, mineral, by_facts=by_facts),
        flows=[flow(one, plants, today.by_stage, by_facts=by_facts) for one in balances],
        today=today.by_mineral.get(mineral, []),
        carried=carriers(at, mineral, year, stages, plants, one_stage, by_facts=by_facts),
        spreads=spreads(drawn, mineral, year, stages, plants, one_stage, by_facts=by_facts),
        country=against_country(
            at, found, mineral, year, told_in(of_year(pictured, year), by_facts=by_facts), stages, by_facts=by_facts
        ),
        to_find_out=to_find,
        facts_told=opened.every if to_find.lines else told,
        methods=methods_used(found, mineral, plants),
    )


def ends_of(at: AsOf, run: ProjectionRun) -> str:
    """Where the projection ends, in a sentence, for a day of which the run does not reach five years on."""
    last = years_of(run)[-1]
    if at.as_of.year <= last:
        return ""
    return f"The projection ends with {last}: that of {run.effective_on} is the newest, and none reaches {at.as_of}."


def of_stage(gains: Table, stage: str, *, by_facts: bool) -> Table:
    """The lines of one stage, all where it is empty; asked for facts only, the answer with estimates stands last."""
    lines = [one for one in gains.lines if stage in ("", one.stage)]
    columns = without_empty(lines)
    return replace(gains, columns=facts_first(columns) if by_facts else columns, lines=lines)


def told_in(rows: list[ProjectedOutput], *, by_facts: bool) -> list[ProjectedOutput]:
    """The rows of the answer that is asked for."""
    return [as_facts(row) for row in rows] if by_facts else rows


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
    drawn: DrawnLines,
    mineral: str,
    year: int,
    stages: Mapping[str, str],
    names: Mapping[str, str],
    one_stage: str,
    *,
    by_facts: bool,
) -> list[BarPicture]:
    """What makes the spread of each line of a mineral at home, of all stages or of one."""
    by_line = defaultdict(list)
    for one in drivers.lines_of(drawn, year, Filters(mineral=mineral)):
        _, stage, _, standing, _ = one.line
        if standing == HOME and one_stage in ("", stage):
            by_line[one.line].append(one)
    return [
        spread(f"spread-{number}", f"{stages.get(line[1], line[1])}, {line[3]}", own, names, by_facts=by_facts)
        for number, (line, own) in enumerate(by_line.items(), start=1)
    ]
