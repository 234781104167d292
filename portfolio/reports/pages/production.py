"""The page of what will be produced: gains by mineral, the fan of one mineral, its chains, and what drives it."""

from collections import defaultdict
from dataclasses import dataclass, field

from portfolio.reports.filters import Filters
from portfolio.reports.production import drivers
from portfolio.reports.production.chains import balances_at
from portfolio.reports.production.gains import apart
from portfolio.reports.production.projected import COUNTED, notes_of, projected_at
from projects.calculations.as_of import AsOf
from projects.models import ProjectedOutput, ProjectionRun

from .production_charts import Fan, Flow, Spread, fan, flow, spread
from .sections import Table

AHEAD = 5


@dataclass(frozen=True, slots=True)
class Production:
    """The pictures; `run` None where no projection is on record then."""

    run: ProjectionRun | None
    notes: tuple[str, ...]
    mineral: str = ""
    fans: list[Fan] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    spreads: list[Spread] = field(default_factory=list)
    drivers: Table | None = None


def page(at: AsOf, mineral: str = "") -> Production:
    """Every domestic line that counts as a small fan; of one mineral a large one, with its chains and drivers."""
    found = projected_at(at)
    if found is None:
        return Production(None, notes_of(None), mineral)
    lines: dict[tuple[str, str], list[ProjectedOutput]] = defaultdict(list)
    for row in found.lines:
        if row.standing == "domestic" and row.reach == COUNTED and mineral in ("", row.mineral):
            lines[row.mineral, row.stage].append(row)
    size = {"width": 860, "height": 320} if mineral else {"width": 300, "height": 160}
    fans = [
        fan(f"fan-{number}-table", f"{key[0]}, {key[1].replace('-', ' ')}", rows, **size)
        for number, (key, rows) in enumerate(sorted(lines.items()), start=1)
    ]
    year = at.as_of.year + AHEAD
    flows = [
        flow(one)
        for one in balances_at(at, found)
        if (one.year, one.basis) == (year, "p50")
        and (not mineral or any(link.mineral == mineral for link in one.links))
        and one.result.binding is not None
    ]
    notes = notes_of(found.run, *apart(at, found, Filters(mineral=mineral)))
    if not mineral:
        return Production(found.run, notes, "", fans, flows)
    rows = list(drivers.answer(at, Filters(mineral=mineral)).rows)
    by_line = defaultdict(list)
    for row in rows:
        by_line[row[1], row[3]].append(row)
    spreads = [spread(f"{stage}, {standing}".replace("-", " "), own) for (stage, standing), own in by_line.items()]
    table = Table(name="drivers", title="Drivers of the spread", columns=drivers.COLUMNS, rows=rows)
    return Production(found.run, notes, mineral, fans, flows, spreads, table if rows else None)
