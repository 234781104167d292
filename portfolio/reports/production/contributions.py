"""Who carries the middle figure of a line: parts that add up to its P50, by facts and with estimates."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.line_draws import Basis, contributions
from projects.models import ProjectedOutput, ProjectedPhase
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .drawn_lines import DrawnLines, Line
from .projected import (
    COUNTED,
    HAS_ESTIMATE,
    PROMISED,
    STANDING,
    Projected,
    notes_of,
    of_part,
    passes,
    projected_at,
    year_asked,
)
from .shares import key_of

MILLION = 10**6
PARTS = (
    "The parts of a line add up to its P50: means over the draws in the middle tenth, scaled. With a P50 of 0 no plant "
    "carries it."
)


@dataclass(frozen=True, slots=True)
class ContributionLine:
    """One plant's part of the middle of its line in a year."""

    phase: ProjectedPhase
    output: ProjectedOutput
    by_facts: Decimal | None
    estimated: Decimal | None
    promised: Decimal | None

    @property
    def is_estimated(self) -> bool:
        """True where a field of the plant is estimated."""
        return bool(self.phase.estimate)

    @property
    def share(self) -> Decimal | None:
        """Its part of the P50 with estimates, from 0 to 1."""
        whole = self.output.p50_estimated
        return rounded(self.estimated / whole, Decimal("0.000001")) if whole and self.estimated is not None else None

    @property
    def share_by_facts(self) -> Decimal | None:
        """Its part of the P50 by facts only, from 0 to 1."""
        whole = self.output.p50
        return rounded(self.by_facts / whole, Decimal("0.000001")) if whole and self.by_facts is not None else None


COLUMNS = (
    *of_part(lambda line: line.output, c.MINERAL, c.STAGE, c.YEAR, STANDING, c.UNIT),
    c.PHASE.of(lambda line: line.phase.phase.slug),
    c.PROJECT.of(lambda line: line.phase.phase.project.slug),
    Column("carried_facts", "Carries, facts only", "Its part of the P50 by facts only.", Type.QUANTITY,
           unknown="not drawn by facts, or a P50 of 0", value=lambda line: line.by_facts),
    Column("carried_estimated", "Carries, with estimates", "Its part of the P50 with estimates.", Type.QUANTITY,
           unknown="not drawn, or a P50 of 0", value=lambda line: line.estimated),
    Column("carried_share", "Share of the middle", "Its part of the P50 with estimates, as a fraction.", Type.FRACTION,
           unknown="not drawn, or a P50 of 0", value=lambda line: line.share),
    HAS_ESTIMATE,
    PROMISED.of(lambda line: line.promised),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    """The plants of every line at home that counts, in the year asked for; largest first."""
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    drawn = DrawnLines(found)
    year = year_asked(at, filters.year, found.run)
    outputs = {key_of(row): row for row in found.lines if row.year == year and row.reach == COUNTED}
    lines: list[ContributionLine] = []
    for key, output in sorted(outputs.items()):
        if passes(output, filters):
            lines += of_line(found, drawn, key, output, filters)
    return Answer(lines, notes=notes_of(found.run, PARTS))


def of_line(
    run: Projected, drawn: DrawnLines, key: Line, output: ProjectedOutput, filters: Filters
) -> list[ContributionLine]:
    """The plants of one line in the year of `output`, the one that carries most first."""
    period = drawn.period(output.year)
    parts = {
        basis: {one.slug: Decimal(one.carried) / MILLION for one in contributions(drawn.of(key, basis), period)}
        for basis in (Basis.FACTS, Basis.ESTIMATES)
    }
    promised: dict[int, Any] = {
        row.pk: one.promised for row in drawn.members[key] for one in run.by_phase[row.pk] if one.year == output.year
    }
    found = [
        ContributionLine(
            row,
            output,
            parts[Basis.FACTS].get(row.phase.slug),
            parts[Basis.ESTIMATES].get(row.phase.slug),
            promised.get(row.pk),
        )
        for row in drawn.members[key]
        if passes(output, filters, row.phase.project.slug)
    ]
    return sorted(found, key=lambda one: (-(one.estimated or 0), one.phase.phase.slug))


DEFINITION = Definition(
    "contributions", "Who carries the middle figure",
    "Which plants carry the middle figure of a mineral, and how much of it rests on estimates?",
    COLUMNS, ("mineral", "stage", "project", "year"), answer,
    is_projected=True,
)  # fmt: skip
