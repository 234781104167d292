"""The page of what will be produced: gains by mineral, the fan of one mineral, its chains, and what drives it."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.charts.production import BINDING_COLUMNS, CHAIN_NAMES, Fan, Flow, Spread, fan, flow, spread, tenth
from portfolio.positions.filters import Filters
from portfolio.reports.base import Absent, Column, Row, Type
from portfolio.reports.production import drivers
from portfolio.reports.production.chains import Balance, balances_at
from portfolio.reports.production.gains import apart, why_not
from portfolio.reports.production.projected import COUNTED, MINERAL, STAGE, UNIT, Projected, notes_of, projected_at
from portfolio.reports.production.reliance import COLUMNS as AGAINST
from portfolio.reports.production.reliance import against_lines
from portfolio.reports.tables import Table
from projects.models import ProjectedOutput, ProjectionRun
from record.calculations.as_of import AsOf

AHEAD = 5
HOME = "domestic"
Key = tuple[str, str, str]
UNKNOWN = {"type": Type.QUANTITY, "unknown": "see why"}
SUMMARY = (
    MINERAL,
    STAGE,
    UNIT,
    Column("promised", "Promised", "At home, of plants that count.", **UNKNOWN),
    Column("forecast", "Forecast", "At home, of plants that count.", **UNKNOWN),
    Column("p10", "P10", "One draw in ten is at or below.", **UNKNOWN),
    Column("p50", "P50", "Half of the draws.", **UNKNOWN),
    Column("p90", "P90", "Nine draws in ten are at or below.", **UNKNOWN),
    Column("recorded", "Recorded", "Above the baseline.", Type.QUANTITY, unknown="nothing recorded"),
    Column(
        "partners",
        "Partners",
        "P50 of plants in partner countries that count; never domestic.",
        Type.QUANTITY,
        unknown="see what is in no gain",
    ),
    Column(
        "others",
        "Others",
        "P50 of plants elsewhere that count; never domestic.",
        Type.QUANTITY,
        unknown="see what is in no gain",
    ),
    Column("share", "Of consumption", "Gain by P50 over apparent consumption.", Type.FRACTION, unknown="see why"),
    Column(
        "reliance",
        "Import reliance",
        "Before, as printed, and after, in percent.",
        unknown="none published",
        is_optional=True,
    ),
    Column("edition", "Edition", "Of the statistics.", unknown="none", is_optional=True),
    Column(
        "why",
        "Why not known",
        "Of the gain, and of its share.",
        unknown="all is known",
        is_optional=True,
        is_prose=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Production:
    """The pictures; `run` None where no projection is on record then."""

    run: ProjectionRun | None
    notes: tuple[str, ...]
    mineral: str = ""
    year: int = 0
    summary: Table | None = None
    apart: list[str] = field(default_factory=list)
    fans: list[Fan] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    chains: Table | None = None
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
    balances = [
        one
        for one in balances_at(at, found)
        if (one.year, one.basis) == (year, "p50")
        and (not mineral or any(link.mineral == mineral for link in one.links))
        and one.result.narrowest
    ]
    return Production(
        found.run,
        notes_of(found.run),
        mineral,
        year,
        summary(at, found, [row for rows in lines.values() for row in rows], year, mineral),
        apart(at, found, Filters(mineral=mineral)),
        fans,
        list(map(flow, balances)) if mineral else [],
        None if mineral else narrowest(balances, year),
        *(driven(at, mineral) if mineral else ([], None)),
    )


def summary(at: AsOf, found: Projected, lines: list[ProjectedOutput], year: int, mineral: str) -> Table:
    """One row for each mineral, stage and unit in a year: at home, and apart from it partners and others."""
    place = [column.name for column in AGAINST].index
    against: dict[Key, Row] = {
        (row[0], row[1], row[4]): row
        for row in against_lines(at, lines)
        if (row[place("year")], row[place("gain_as")]) == (year, "p50")
    }
    reasons = why_not(found)
    own: dict[Key, ProjectedOutput] = {}
    abroad: dict[tuple[Key, str], Decimal | None] = {}
    for one in found.lines:
        if one.year == year and one.reach == COUNTED and mineral in ("", one.mineral):
            key = (one.mineral, one.stage, one.unit)
            if one.standing == HOME:
                own[key] = one
            else:
                abroad[key, "partners" if one.standing == "partner" else "others"] = one.p50
    rows: list[Row] = []
    for key in sorted(own.keys() | {key for key, _ in abroad}):
        line, beside = own.get(key), against.get(key)
        stated = [reasons.get((*key, HOME, COUNTED)) if line and line.known < line.phases else None]
        stated.append(beside[place("why")] if beside else "none at home counts")
        measures = ("promised", "forecast", "p10", "p50", "p90", "recorded")
        rows.append(
            (
                *key,
                *(tenth(getattr(line, name)) if line else None for name in measures),
                *(
                    tenth(abroad[key, where]) if (key, where) in abroad else Absent("none", "no such plant counts")
                    for where in ("partners", "others")
                ),
                beside[place("share_of_consumption")] if beside else None,
                described_reliance(beside[place("reliance_before")], beside[place("reliance_after_percent")])
                if beside
                else None,
                beside[place("edition")] if beside else None,
                "; ".join(part for part in stated if part) or None,
            )
        )
    return Table(name="gains", title=f"Gain in {year}", columns=SUMMARY, lines=rows)


def described_reliance(before: str | None, after: Decimal | None) -> str | None:
    """Before and after in words; None where none is published."""
    if before is None:
        return None
    return f"{before}, after unknown" if after is None else f"{before}, then {after:,.1f}"


def narrowest(balances: list[Balance], year: int) -> Table:
    """The narrowest stage of every chain in a year."""
    columns = (Column("chain", "Chain", "The supply chain."), *BINDING_COLUMNS[1:3], BINDING_COLUMNS[5])
    rows = [
        (
            CHAIN_NAMES.get(one.chain, one.chain.replace("-", " ")),
            one.binding,
            tenth(one.result.final_output),
            "; ".join(stage.flag for stage in one.result.stages if stage.flag) or None,
        )
        for one in balances
    ]
    return Table(name="chains", title=f"The narrowest stage of each chain in {year}", columns=columns, lines=rows)


def driven(at: AsOf, mineral: str) -> tuple[list[Spread], Table | None]:
    """What drives the spread of each line of a mineral, and all of it as a table."""
    rows = list(drivers.answer(at, Filters(mineral=mineral)).lines)
    by_line = defaultdict(list)
    for row in rows:
        by_line[row[1], row[3]].append(row)
    spreads = [spread(f"{stage}, {standing}".replace("-", " "), own) for (stage, standing), own in by_line.items()]
    table = Table(name="drivers", title="Drivers of the spread", columns=drivers.COLUMNS, lines=rows)
    return spreads, table if rows else None
