"""Who carries the figures of one mineral in a year: one picture a line, its plants' parts and promises beside it."""

from collections import defaultdict
from collections.abc import Mapping

from portfolio.charts.bars import BarPicture
from portfolio.charts.carried import carried
from portfolio.positions.filters import Filters
from portfolio.reports.production.contributions import ContributionLine, answer
from record.calculations.as_of import AsOf

from .production_plants import costs_of, plants_table

HOME = "domestic"


def carriers(
    at: AsOf,
    mineral: str,
    year: int,
    stages: Mapping[str, str],
    plants: Mapping[str, str],
    one_stage: str,
    *,
    by_facts: bool = False,
) -> list[BarPicture]:
    """A picture for each line at home of the mineral with a plant that can be drawn, of all stages or of one.

    With estimates, or by facts only: the plant that carries most by that answer first.
    """
    by_line: dict[tuple[str, str], list[ContributionLine]] = defaultdict(list)
    for line in answer(at, Filters(mineral=mineral, year=year)).lines:
        if line.output.standing == HOME and one_stage in ("", line.output.stage):
            by_line[line.output.stage, line.output.unit].append(line)
    costs = costs_of(at, mineral) if by_line else {}
    found = []
    for number, ((stage, _), lines) in enumerate(by_line.items(), start=1):
        title = stages.get(stage, stage)
        if by_facts:
            lines.sort(key=lambda one: (-(one.by_facts or 0), one.phase.phase.slug))
        table = plants_table(f"carried-{number}", f"Plant by plant: {title}", lines, costs, by_facts=by_facts)
        found.append(carried(title, lines, plants, table, by_facts=by_facts))
    return found
