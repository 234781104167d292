"""What to find out next: how much narrower a figure would be if one thing were known, and where to record it."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.line_draws import Basis, Unknown, share_narrowed
from projects.models import ChainStage, ProjectedOutput, ProjectedPhase
from record.calculations.as_of import AsOf

from .drawn_lines import DrawnLines
from .projected import AHEAD, COUNTED, STANDING, notes_of, of_part, passes, projected_at
from .shares import key_of

HOME = "domestic"
CHANCE = "chance: no fact ends it before the day comes"
HOW = (
    "First-order share of the variance: 1 less the mean variance that is left once it is known, over the whole "
    "variance. The shares are never added up. Fields that a fact would end stand first."
)


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """Something that a line's spread hangs on; `phase` None for a factor that plants share."""

    output: ProjectedOutput
    unknown: Unknown
    phase: ProjectedPhase | None
    share: Decimal

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
        return f"{reverse('admin:projects_capacityestimate_add')}?phase={self.phase.phase_id}"


COLUMNS = (
    *of_part(lambda line: line.output, c.MINERAL, c.STAGE, c.YEAR, STANDING),
    Column("unknown_of", "Of what", "The phase, the milestone that starts it, or the factor that plants share.",
           value=lambda line: line.unknown.whom),
    Column("unknown_field", "What is unknown", "The estimated field, success, slip, or a shared factor.",
           value=lambda line: line.unknown.what),
    Column("is_fact_missing", "A fact would end it", "True for an estimated field; chance is not ended by a fact.",
           Type.BOOLEAN, value=lambda line: line.unknown.is_field),
    Column("range_in_force", "Range now", "What stands in its place.", unknown=CHANCE, is_optional=True,
           value=lambda line: line.words.get("range") or None),
    Column("estimate_method", "By which method", "How the range was made.", unknown=CHANCE, is_optional=True,
           value=lambda line: line.words.get("method") or None),
    Column("share_narrowed", "Narrower by", "The part of the variance that would go if it were known.", Type.FRACTION,
           value=lambda line: line.share),
    Column("who_to_ask", "Who to ask", "The operator of the plant.", unknown="no operator on record, or chance",
           is_optional=True, value=lambda line: operator_of(line)),
    Column("record_at", "Record it at", "The form that records the fact.", unknown=CHANCE, is_optional=True,
           value=lambda line: line.form),
)  # fmt: skip


def operator_of(line: UnknownLine) -> str | None:
    operator = line.phase.phase.project.operator if line.phase and line.unknown.is_field else None
    return operator.slug if operator else None


def answer(at: AsOf, filters: Filters) -> Answer:
    """The headline lines at home, five years on, what would narrow each most first."""
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    drawn = DrawnLines(found)
    headlines = {stage.slug: stage.is_headline for stage in ChainStage.objects.at(at).values()}
    lines: list[UnknownLine] = []
    for output in found.lines:
        is_asked = output.year == at.as_of.year + AHEAD and (output.standing, output.reach) == (HOME, COUNTED)
        if is_asked and headlines.get(output.stage, True) and passes(output, filters):
            lines += of_line(drawn, output)
    return Answer(lines, notes=notes_of(found.run, HOW))


def of_line(drawn: DrawnLines, output: ProjectedOutput) -> list[UnknownLine]:
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
            found.append(UnknownLine(output, unknown, rows.get(unknown.whom), Decimal(f"{share:.6f}")))
    return sorted(found, key=lambda one: (not one.unknown.is_field, -one.share, one.unknown.whom, one.unknown.what))


DEFINITION = Definition(
    "what-to-find-out", "What to find out next",
    "Which fact would narrow a figure most, who knows it, and where is it recorded?",
    COLUMNS, ("mineral",), answer,
)  # fmt: skip
