"""What plants abroad will make, country by country: never domestic gain, and added up within a country alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Definition
from projects.calculations.bands import Band
from projects.calculations.projection import Projection, project
from projects.models import ProjectedOutput, ProjectedPhase
from projects.models.projectable import as_phase, drawing_of, line_of
from record.calculations.as_of import AsOf

from .gains import HOME
from .projected import (
    COUNTED,
    COUNTS,
    FLAG,
    MEASURE_COLUMNS,
    PHASES,
    PHASES_KNOWN,
    REACH,
    STANDING,
    WHY_UNKNOWN,
    Projected,
    notes_of,
    of_part,
    projected_at,
    why_without_a_middle,
    year_asked,
)

NEVER_HOME = "Output abroad is never domestic gain. Percentiles are taken after adding up the plants of one country."
ADDED_UP = ("promised", "forecast", "recorded", "mean", "mean_estimated")
Place = tuple[str, ...]
"""Country, mineral, stage, unit, standing, reach."""


@dataclass(frozen=True, slots=True)
class PartnerOutput:
    """What the plants of one country make of a mineral at a stage in a year, reached alike."""

    country: str
    output: ProjectedOutput
    phases: list[ProjectedPhase]

    @property
    def is_counted(self) -> bool:
        return self.output.reach == COUNTED

    @property
    def is_estimated(self) -> bool:
        """True where a field of a plant in its middle figure is estimated."""
        return any(one.estimate and not why_without_a_middle(one) for one in self.phases)

    @property
    def why(self) -> str:
        """Which of its phases have no figure with estimates either, and why."""
        reasons = [(one.phase.slug, why_without_a_middle(one)) for one in self.phases]
        return "; ".join(f"{slug}: {why}" for slug, why in reasons if why)


COLUMNS = (
    c.COUNTRY.of(lambda line: line.country or None),
    *of_part(lambda line: line.output, c.MINERAL, c.STAGE, c.YEAR, STANDING, c.UNIT, REACH, COUNTS, *MEASURE_COLUMNS),
    *of_part(lambda line: line.output, FLAG, PHASES_KNOWN, PHASES),
    WHY_UNKNOWN.of(lambda line: line.why or None),
)


def outputs_abroad(found: Projected, year: int) -> list[PartnerOutput]:
    """The lines of plants abroad in a year, by country; empty for a year that the run does not reach."""
    return outputs_of(found, year, lambda phase: phase.standing != HOME)


def outputs_of(found: Projected, year: int, is_of: Callable[[ProjectedPhase], bool]) -> list[PartnerOutput]:
    """The lines of these plants in a year, by country, as if there were no other plants."""
    groups: dict[Place, list[ProjectedPhase]] = defaultdict(list)
    for phase in found.phases:
        if is_of(phase) and found.by_phase[phase.pk]:
            groups[place_of(phase)].append(phase)
    drawn = drawn_together(found, [phases for phases in groups.values() if len(phases) > 1])
    lines = []
    period = year - found.run.parameters["first_year"]
    for place, phases in sorted(groups.items()):
        rows = [one for phase in phases for one in found.by_phase[phase.pk] if one.year == year]
        if rows:
            output = together(rows, place, drawn, period) if len(rows) > 1 else rows[0]
            lines.append(PartnerOutput(place[0], output, phases))
    return lines


def narrowed(lines: Iterable[PartnerOutput], filters: Filters) -> list[PartnerOutput]:
    asked = (filters.country, filters.mineral)
    return [
        line
        for line in lines
        if all(wanted in ("", own) for wanted, own in zip(asked, (line.country, line.output.mineral), strict=True))
    ]


def place_of(phase: ProjectedPhase) -> Place:
    return (phase.phase.project.country, *line_of(phase))


def drawn_together(found: Projected, groups: Iterable[list[ProjectedPhase]]) -> Projection:
    """The plants of each group drawn anew with the run's own seed, and added up within each draw."""
    drawing = drawing_of(found.run)
    phases = [
        replace(as_phase(row, drawing.curves), line=place_of(row))
        for rows in groups
        for row in rows
        if not (row.why and row.why_estimated)
    ]
    return project(phases, drawing.horizon, drawing.draws) if phases else Projection({}, {}, {})


def together(rows: list[ProjectedOutput], place: Place, drawn: Projection, period: int) -> ProjectedOutput:
    """Several plants as one line. Sums are of what is known, as in the lines of a run; ranges are of the sums drawn."""
    facts = drawn.by_line.get(place)
    estimated, rough = drawn.lines_estimated.get(place) or facts, drawn.lines_rough.get(place)
    first = rows[0]
    values: dict[str, Any] = {name: added(rows, name) for name in ADDED_UP}
    for name in ("p10", "p50", "p90"):
        values[name] = amount(facts, name, period)
        values[f"{name}_estimated"] = amount(estimated, name, period)
    values["p10_rough"], values["p90_rough"] = amount(rough, "p10", period), amount(rough, "p90", period)
    counts = {name: sum(getattr(row, name) for row in rows) for name in ("known", "known_estimated", "phases")}
    same = {name: getattr(first, name) for name in ("run_id", "mineral", "stage", "unit", "standing", "reach", "year")}
    return ProjectedOutput(**same, **values, **counts)


def amount(band: Band | None, measure: str, period: int) -> Decimal | None:
    return band.amounts(measure)[period] if band else None


def added(rows: Iterable[ProjectedOutput], name: str) -> Decimal | None:
    """The sum of what is known; None where nothing is."""
    known = [value for row in rows if (value := getattr(row, name)) is not None]
    return reduce(Decimal.__add__, known) if known else None


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    lines = narrowed(outputs_abroad(found, year_asked(at, filters.year, found.run)), filters)
    return Answer(lines, notes=notes_of(found.run, NEVER_HOME))


DEFINITION = Definition(
    "partner-output",
    "Output abroad",
    "What will plants abroad make, country by country, and who reaches them?",
    COLUMNS,
    ("country", "mineral", "year"),
    answer,
    is_projected=True,
)
