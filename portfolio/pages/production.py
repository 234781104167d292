"""The page of what will be produced: gains by mineral, the fan of one mineral, its chains, and what drives it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.charts.chains import Flow, flow, narrowest_columns, tenth
from portfolio.charts.production import Fan, Spread, fan, spread
from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Absent, Column, Type
from portfolio.reports.production import drivers
from portfolio.reports.production.balances import Balance, balances_at
from portfolio.reports.production.drawn_lines import DrawnLines
from portfolio.reports.production.gains import apart, share_on_estimates, why_not
from portfolio.reports.production.projected import AHEAD, COUNTED, WHY_UNKNOWN, Projected, notes_of, projected_at
from portfolio.reports.production.reliance import RelianceLine, against_lines, six
from portfolio.reports.tables import Table
from projects.models import ProjectedOutput, ProjectionRun
from projects.models.chains_on_record import ChainOnRecord
from record.calculations.as_of import AsOf

HOME = "domestic"
Key = tuple[str, str, str]
MEASURES = (
    ("promised", "Promised", "At home, of plants that count.", "see why"),
    ("forecast", "Forecast", "At home, of plants that count.", "see why"),
    ("p10_estimated", "P10, with estimates", "One draw in ten is at or below.", "see why"),
    ("p50_estimated", "P50, with estimates", "Half of the draws, with estimates where sources are silent.", "see why"),
    ("p90_estimated", "P90, with estimates", "Nine draws in ten are at or below.", "see why"),
    ("p50", "P50, facts only", "Half of the draws, by what sources state alone.", "see why"),
    ("recorded", "Recorded", "Above the baseline.", "nothing recorded"),
)
NOWHERE = Absent("none", "no such plant counts")


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """What a mineral gains at a stage: at home, beside the country, and abroad by standing where plants count."""

    mineral: str
    stage: str
    unit: str
    home: ProjectedOutput | None
    beside: RelianceLine | None
    abroad: Mapping[str, Decimal | None]
    on_estimates: Decimal | None
    why: str


def at_home(name: str) -> Callable[[SummaryLine], Decimal | None]:
    return lambda line: tenth(getattr(line.home, name)) if line.home else None


def standing_abroad(standing: str, label: str, meaning: str) -> Column:
    return Column(
        standing,
        label,
        meaning,
        Type.QUANTITY,
        unknown="see what is in no gain",
        value=lambda line: tenth(line.abroad.get(standing)),
        absent=lambda line: None if standing in line.abroad else NOWHERE,
    )


SUMMARY = (
    c.MINERAL,
    c.STAGE,
    c.UNIT,
    *(
        Column(name, label, meaning, Type.QUANTITY, unknown=unknown, value=at_home(name))
        for name, label, meaning, unknown in MEASURES
    ),
    Column(
        "estimated_share",
        "On estimates",
        "The part of the P50 with estimates that plants with an estimated field carry.",
        Type.FRACTION,
        unknown="a P50 of 0, or nothing is drawn",
        is_optional=True,
        value=lambda line: line.on_estimates,
    ),
    standing_abroad("partners", "Partners", "P50, with estimates, of plants in partner countries; never domestic."),
    standing_abroad("others", "Others", "P50, with estimates, of plants elsewhere that count; never domestic."),
    Column(
        "share",
        "Of consumption",
        "Gain by P50 over apparent consumption.",
        Type.FRACTION,
        unknown="see why",
        value=lambda line: line.beside and six(line.beside.found.share_of_consumption),
    ),
    Column(
        "reliance",
        "Import reliance",
        "Before, as printed, and after, in percent.",
        unknown="none published",
        is_optional=True,
        value=lambda line: line.beside and described_reliance(line.beside),
    ),
    c.EDITION.of(lambda line: (line.beside and line.beside.found.edition) or None, unknown="none", is_optional=True),
    WHY_UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class Production:
    """The pictures; `run` None where no projection is on record then."""

    run: ProjectionRun | None
    notes: tuple[str, ...]
    mineral: str = ""
    year: int = 0
    summary: Table | None = None
    rough: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    fans: list[Fan] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    chains: Table | None = None
    unbalanced: list[ChainOnRecord] = field(default_factory=list)
    spreads: list[Spread] = field(default_factory=list)
    drivers: Table | None = None


def page(at: AsOf, mineral: str = "") -> Production:
    """Every domestic line that counts as a small fan; of one mineral a large one, with its chains and drivers."""
    found = projected_at(at)
    if found is None:
        return Production(None, notes_of(None), mineral)
    lines: dict[tuple[str, str, str], list[ProjectedOutput]] = defaultdict(list)
    for row in found.lines:
        if row.standing == HOME and row.reach == COUNTED and mineral in ("", row.mineral):
            lines[row.mineral, row.stage, row.unit].append(row)
    year = at.as_of.year + AHEAD
    size = {"width": 860, "height": 320} if mineral else {"width": 300, "height": 160}
    fans = [
        fan(f"fan-{number}-table", f"{key[0]}, {key[1].replace('-', ' ')}", rows, **size)
        for number, (key, rows) in enumerate(sorted(lines.items()), start=1)
    ]
    chains = balances_at(at, found).of(mineral)
    balances = [one for one in chains.balanced if (one.year, one.basis) == (year, "p50") and one.result.narrowest]
    return Production(
        found.run,
        notes_of(found.run),
        mineral,
        year,
        summary(at, found, [row for rows in lines.values() for row in rows], year, mineral),
        [sentence for rows in lines.values() for row in rows if row.year == year and (sentence := rough(row))],
        apart(at, found, Filters(mineral=mineral)),
        fans,
        list(map(flow, balances)) if mineral else [],
        None if mineral else narrowest(balances, year),
        chains.unbalanced,
        *(driven(at, mineral) if mineral else ([], None)),
    )


def rough(row: ProjectedOutput) -> str:
    """The range of a line of which only a wide size is known, in words; empty where it has a middle, or no range.

    A rough answer has no middle, and is in no table and no total.
    """
    if row.p50_estimated is not None or row.p10_rough is None or row.p90_rough is None:
        return ""
    name = row.mineral.replace("-", " ")
    return f"Rough: {row.p10_rough:,.0f} to {row.p90_rough:,.0f} {row.unit} of {name} more in {row.year} than before."


def summary(at: AsOf, found: Projected, lines: list[ProjectedOutput], year: int, mineral: str) -> Table:
    """One row for each mineral, stage and unit in a year: at home, and apart from it partners and others."""
    against: dict[Key, RelianceLine] = {
        (one.output.mineral, one.output.stage, one.output.unit): one
        for one in against_lines(at, lines)
        if (one.output.year, one.basis) == (year, "p50")
    }
    reasons = why_not(found, with_estimates=True)
    own: dict[Key, ProjectedOutput] = {}
    abroad: dict[Key, dict[str, Decimal | None]] = defaultdict(dict)
    for one in found.lines:
        if one.year == year and one.reach == COUNTED and mineral in ("", one.mineral):
            key = (one.mineral, one.stage, one.unit)
            if one.standing == HOME:
                own[key] = one
            else:
                abroad[key]["partners" if one.standing == "partner" else "others"] = one.p50_estimated
    rows: list[SummaryLine] = []
    drawn = DrawnLines(found)
    for key in sorted(own.keys() | abroad.keys()):
        line, beside = own.get(key), against.get(key)
        stated = [reasons.get((*key, HOME, COUNTED)) if line and line.known_estimated < line.phases else None]
        stated.append(beside.why if beside else "none at home counts")
        why = "; ".join(part for part in stated if part)
        rows.append(
            SummaryLine(*key, line, beside, abroad.get(key, {}), share_on_estimates(drawn, line) if line else None, why)
        )
    return Table(name="gains", title=f"Gain in {year}", columns=SUMMARY, lines=rows)


def described_reliance(beside: RelianceLine) -> str | None:
    """Before and after in words; None where none is published."""
    before, after = beside.found.reliance_before, six(beside.found.reliance_after_percent)
    if not before:
        return None
    return f"{before}, after unknown" if after is None else f"{before}, then {after:,.1f}"


def narrowest(balances: list[Balance], year: int) -> Table:
    """The narrowest stage of every chain in a year."""
    columns = (
        Column("chain", "Chain", "The supply chain.", value=lambda one: one.chain.title),
        *narrowest_columns(lambda one: one),
    )
    return Table(name="chains", title=f"The narrowest stage of each chain in {year}", columns=columns, lines=balances)


def driven(at: AsOf, mineral: str) -> tuple[list[Spread], Table | None]:
    """What drives the spread of each line of a mineral, and all of it as a table."""
    lines = list(drivers.answer(at, Filters(mineral=mineral)).lines)
    by_line = defaultdict(list)
    for line in lines:
        by_line[line.stage, line.standing].append(line)
    spreads = [spread(f"{stage}, {standing}".replace("-", " "), own) for (stage, standing), own in by_line.items()]
    table = Table(name="drivers", title="Drivers of the spread", columns=drivers.COLUMNS, lines=lines)
    return spreads, table if lines else None
