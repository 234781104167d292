"""What to find out next: how much of a figure's variance one thing makes, and where to record it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.line_draws import Basis, Unknown, share_narrowed
from projects.models import ChainStage, Milestone, ProjectedOutput, ProjectedPhase, StatementKind
from record.calculations.as_of import AsOf
from record.calculations.formatting import three_in

from .drawn_lines import DrawnLines
from .facts_wanted import (
    FACT_WANTED,
    HOME,
    OpenPhase,
    form_of_phase,
    form_of_start,
    open_phases_at,
    wanted_of,
)
from .projected import COUNTED, REACH, STANDING, Projected, notes_of, of_part, passes, projected_at, year_asked
from .shares import key_of

NOTHING = "nothing stands in its place, or it is chance"
SUCCESS, SLIP = "success", "slip"
NEWER = {SUCCESS: "that it has started, or a newer stage", SLIP: "a newer date of its start"}
"""What moves the chance of a start before its day comes."""
HOW = (
    "First-order share of the variance: 1 less the mean variance that is left once it is known, over the whole "
    "variance. A share of variance is no share of the range: where half of the variance goes, the range gets about 3 "
    "tenths narrower. Plants that share luck share a part of it, so shares overlap, and are never added up. Fields "
    "that a fact would end stand first. A plant that is in no figure yet, or whose figure is not split, has no share: "
    "its row says which fact would do."
)


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """Something that a line's spread hangs on, or that keeps a phase out of it.

    `phase` None for a factor that plants share; `share` None where nothing is drawn without the fact; `opened` of a
    phase that has no firm figure or no split.
    """

    output: ProjectedOutput | ProjectedPhase
    year: int
    unknown: Unknown
    phase: ProjectedPhase | None
    share: Decimal | None
    milestones: Mapping[str, int]
    """Identifier → id of the milestones on record: a start that hangs on one is told by what is said of it."""
    opened: OpenPhase | None = None

    @property
    def words(self) -> dict[str, str]:
        """What the run says of the estimated field; empty where it is no field."""
        found = self.phase.estimate.get("words", ()) if self.phase and self.unknown.is_field else ()
        names = {"figure": "nameplate"}
        wanted = names.get(self.unknown.what, self.unknown.what)
        return next((one for one in found if one["field"] == wanted), {})

    @property
    def wanted(self) -> str | None:
        """The fact that would do, in words."""
        if self.opened is not None:
            return self.opened.wanted
        if self.unknown.is_field:
            return wanted_of({"method": "", **self.words, "field": self.unknown.what})
        return NEWER.get(self.unknown.what) if self.phase else None

    @property
    def form(self) -> str | None:
        """The address of the form that records the fact, or a newer statement of the start that chance hangs on."""
        if self.phase is None:
            return None
        if self.opened is not None:
            return self.opened.form
        if self.unknown.is_field and self.unknown.what != "start":
            return form_of_phase(self.phase)
        kind = StatementKind.ACTUAL if self.unknown.what == SUCCESS else StatementKind.FORECAST
        return form_of_start(self.phase, self.milestones, kind)


COLUMNS = (
    *of_part(lambda line: line.output, c.MINERAL, c.STAGE),
    c.YEAR,
    *of_part(lambda line: line.output, STANDING, REACH),
    Column("unknown_of", "Of what", "The phase, the milestone that starts it, or the factor that plants share.",
           names="unknown", value=lambda line: line.unknown.whom),
    Column("unknown_field", "What is unknown", "The estimated field, success, slip, or a shared factor.",
           value=lambda line: line.unknown.what),
    Column("is_fact_missing", "A fact would end it", "True for an estimated field; chance is not ended by a fact.",
           Type.BOOLEAN, value=lambda line: line.unknown.is_field),
    FACT_WANTED.of(lambda line: line.wanted, unknown="luck that plants share"),
    Column("range_in_force", "Range now", "What stands in its place.", unknown=NOTHING, is_optional=True,
           words=three_in, value=lambda line: line.words.get("range") or None),
    Column("estimate_method", "By which method", "How the range was made.", unknown=NOTHING, is_optional=True,
           value=lambda line: line.words.get("method") or None),
    Column("share_narrowed", "Share of the variance", "The part of it that would go if this alone were known.",
           Type.FRACTION, unknown="it is in no figure, or in one that is not split", is_optional=True,
           value=lambda line: line.share),
    Column("who_to_ask", "Who to ask", "The operator of the plant.", unknown="no operator on record, or shared luck",
           is_optional=True, page="company", value=lambda line: operator_of(line)),
    Column("record_at", "Record it at", "The form that records the fact, or a newer statement of the start.",
           unknown="luck that plants share has no form", is_optional=True,
           value=lambda line: line.form),
)  # fmt: skip


def operator_of(line: UnknownLine) -> str | None:
    operator = line.phase.phase.project.operator if line.phase else None
    return operator.slug if operator else None


def answer(at: AsOf, filters: Filters) -> Answer:
    """The headline lines at home in the year asked for, what would narrow each most first; then what is in no figure.

    Of a mineral that no headline stage of its chain is told in, such as magnets, every line.
    """
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    drawn = DrawnLines(found)
    milestones = {one.slug: one.pk for one in Milestone.objects.at(at).values()}
    headlines = {stage.slug: stage.is_headline for stage in ChainStage.objects.at(at).values()}
    year = year_asked(at, filters.year, found.run)
    asked = [one for one in found.lines if one.year == year and passes(one, filters)]
    counted = [one for one in asked if (one.standing, one.reach) == (HOME, COUNTED)]
    speaking = {one.mineral for one in counted if headlines.get(one.stage, True)}
    lines: list[UnknownLine] = []
    for output in counted:
        if headlines.get(output.stage, True) or output.mineral not in speaking:
            lines += of_line(drawn, output, milestones)
    lines += of_open_phases(at, found, filters.mineral, year, milestones)
    return Answer(lines, notes=notes_of(found.run, HOW))


def of_line(drawn: DrawnLines, output: ProjectedOutput, milestones: Mapping[str, int]) -> list[UnknownLine]:
    """Every unknown of a line with the share that it would narrow; none where the line does not vary."""
    line = drawn.of(key_of(output), Basis.ESTIMATES)
    if not line.parts:
        return []
    total = line.total(drawn.period(output.year))
    rows: dict[str, ProjectedPhase] = {}
    for row in drawn.members[key_of(output)]:
        rows |= {row.phase.slug: row} | ({} if row.start in rows else {row.start: row})
    found = []
    for unknown in line.unknowns:
        share = share_narrowed(unknown.drawn, total)
        if share is not None:
            part = Decimal(f"{share:.6f}")
            found.append(UnknownLine(output, output.year, unknown, rows.get(unknown.whom), part, milestones))
    return sorted(found, key=in_order)


def in_order(line: UnknownLine) -> tuple[bool, Decimal, str, str]:
    """Fields that a fact would end first, then by the share, the largest first; what has none at the end of them."""
    return (not line.unknown.is_field, -(line.share or Decimal(0)), line.unknown.whom, line.unknown.what)


def of_open_phases(
    at: AsOf, found: Projected, mineral: str, year: int, milestones: Mapping[str, int]
) -> list[UnknownLine]:
    """A row for each phase at home that has no firm figure, or no split, with the fact that would do."""
    return [
        UnknownLine(
            one.row,
            year,
            Unknown(one.row.phase.slug, "split" if one.is_split else "firm figure", np.empty(0), is_field=True),
            one.row,
            None,
            milestones,
            one,
        )
        for one in open_phases_at(at, found)
        if mineral in ("", one.row.mineral) or mineral in one.elements
    ]


DEFINITION = Definition(
    "what-to-find-out", "What to find out next",
    "Which fact would narrow a figure most, who knows it, and where is it recorded?",
    COLUMNS, ("mineral", "stage", "year"), answer,
    is_projected=True,
)  # fmt: skip
