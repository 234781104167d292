"""What to find out next: how much of a figure's variance one thing makes, and where to record it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.line_draws import Basis, Unknown, share_narrowed
from projects.models import ChainStage, Milestone, ProjectedOutput, ProjectedPhase, StatementKind
from record.calculations.as_of import AsOf
from record.calculations.formatting import three_in

from .drawn_lines import DrawnLines
from .projected import COUNTED, STANDING, notes_of, of_part, passes, projected_at, year_asked
from .shares import key_of

HOME = "domestic"
CHANCE = "chance: no fact ends it before the day comes"
HOW = (
    "First-order share of the variance: 1 less the mean variance that is left once it is known, over the whole "
    "variance. A share of variance is no share of the range: where half of the variance goes, the range gets about 3 "
    "tenths narrower. Plants that share luck share a part of it, so shares overlap, and are never added up. Fields "
    "that a fact would end stand first."
)


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """Something that a line's spread hangs on; `phase` None for a factor that plants share."""

    output: ProjectedOutput
    unknown: Unknown
    phase: ProjectedPhase | None
    share: Decimal
    milestones: Mapping[str, int]
    """Identifier → id of the milestones on record: a start that hangs on one is told by what is said of it."""

    @property
    def words(self) -> dict[str, str]:
        """What the run says of the estimated field; empty where it is no field."""
        found = self.phase.estimate.get("words", ()) if self.phase and self.unknown.is_field else ()
        names = {"figure": "nameplate"}
        wanted = names.get(self.unknown.what, self.unknown.what)
        return next((one for one in found if one["field"] == wanted), {})

    @property
    def form(self) -> str | None:
        """The address of the form that records the fact."""
        if self.phase is None or not self.unknown.is_field:
            return None
        milestone = self.milestones.get(self.phase.start) if self.unknown.what == "start" else None
        if milestone is not None:
            return (
                f"{reverse('admin:projects_milestoneforecast_add')}?milestone={milestone}&kind={StatementKind.FORECAST}"
            )
        return f"{reverse('admin:projects_capacityestimate_add')}?phase={self.phase.phase_id}"


COLUMNS = (
    *of_part(lambda line: line.output, c.MINERAL, c.STAGE, c.YEAR, STANDING),
    Column("unknown_of", "Of what", "The phase, the milestone that starts it, or the factor that plants share.",
           names="unknown", value=lambda line: line.unknown.whom),
    Column("unknown_field", "What is unknown", "The estimated field, success, slip, or a shared factor.",
           value=lambda line: line.unknown.what),
    Column("is_fact_missing", "A fact would end it", "True for an estimated field; chance is not ended by a fact.",
           Type.BOOLEAN, value=lambda line: line.unknown.is_field),
    Column("range_in_force", "Range now", "What stands in its place.", unknown=CHANCE, is_optional=True,
           words=three_in, value=lambda line: line.words.get("range") or None),
    Column("estimate_method", "By which method", "How the range was made.", unknown=CHANCE, is_optional=True,
           value=lambda line: line.words.get("method") or None),
    Column("share_narrowed", "Share of the variance", "The part of it that would go if this alone were known.",
           Type.FRACTION, value=lambda line: line.share),
    Column("who_to_ask", "Who to ask", "The operator of the plant.", unknown="no operator on record, or chance",
           is_optional=True, page="company", value=lambda line: operator_of(line)),
    Column("record_at", "Record it at", "The form that records the fact.", unknown=CHANCE, is_optional=True,
           value=lambda line: line.form),
)  # fmt: skip


def operator_of(line: UnknownLine) -> str | None:
    operator = line.phase.phase.project.operator if line.phase and line.unknown.is_field else None
    return operator.slug if operator else None


def answer(at: AsOf, filters: Filters) -> Answer:
    """The headline lines at home in the year asked for, what would narrow each most first.

    Of a mineral that no headline stage of its chain is told in, such as magnets, every line.
    """
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    drawn = DrawnLines(found)
    milestones = {one.slug: one.pk for one in Milestone.objects.at(at).values()}
    headlines = {stage.slug: stage.is_headline for stage in ChainStage.objects.at(at).values()}
    year = year_asked(at, filters)
    asked = [one for one in found.lines if one.year == year and passes(one, filters)]
    counted = [one for one in asked if (one.standing, one.reach) == (HOME, COUNTED)]
    speaking = {one.mineral for one in counted if headlines.get(one.stage, True)}
    lines: list[UnknownLine] = []
    for output in counted:
        if headlines.get(output.stage, True) or output.mineral not in speaking:
            lines += of_line(drawn, output, milestones)
    return Answer(lines, notes=notes_of(found.run, HOW))


def of_line(drawn: DrawnLines, output: ProjectedOutput, milestones: Mapping[str, int]) -> list[UnknownLine]:
    """Every unknown of a line with the share that it would narrow; none where the line does not vary."""
    line = drawn.of(key_of(output), Basis.ESTIMATES)
    if not line.parts:
        return []
    total = line.total(drawn.period(output.year))
    rows = {row.phase.slug: row for row in drawn.members[key_of(output)]}
    found = []
    for unknown in line.unknowns:
        share = share_narrowed(unknown.drawn, total)
        if share is not None:
            found.append(UnknownLine(output, unknown, rows.get(unknown.whom), Decimal(f"{share:.6f}"), milestones))
    return sorted(found, key=lambda one: (not one.unknown.is_field, -one.share, one.unknown.whom, one.unknown.what))


DEFINITION = Definition(
    "what-to-find-out", "What to find out next",
    "Which fact would narrow a figure most, who knows it, and where is it recorded?",
    COLUMNS, ("mineral", "year"), answer,
    is_projected=True,
)  # fmt: skip
