"""Output at home by mineral, stage and year: what was made before, what was recorded, and the gain above the base."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.positions.recorded_output import outputs_by_year
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.models import ProjectedOutput, ProjectedPhase
from record.calculations.as_of import AsOf

from .drawn_lines import Line
from .projected import COUNTED, NOT_KNOWN, PHASES, Projected, notes_of, of_part, passes, projected_at, quantity
from .shares import key_of

HOME = "domestic"
ABOVE = (
    "promised", "forecast", "p10", "p50", "p90", "p10_estimated", "p50_estimated", "p90_estimated", "p10_rough",
    "p90_rough",
)  # fmt: skip
ON_THE_BASE = (
    "Output is the gain on top of the base: the yearly output before, of the plants of which it is known. Where it is "
    "not known of all of them, output is more by what they made."
)


@dataclass(frozen=True, slots=True)
class Base:
    """What the counted plants of a line made before, of those of which it is known; None where of none."""

    amount: Decimal | None
    known: int
    phases: int
    periods: tuple[str, ...] = ()
    """Of the plants that made some, in order, each once."""
    undated: int = 0
    """How many plants made some in a period that no source gives."""

    @property
    def made_in(self) -> str | None:
        """The periods in words: "2024", or "2024; of 1 not stated"; None where none is stated."""
        if not self.periods:
            return None
        return "; ".join((*self.periods, *([f"of {self.undated} not stated"] if self.undated else ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputLine:
    """The output of a line in a year: each measure of its gain on top of the known base, None where it is not known.

    `gain` is what a run says of the year, None for one before it. `recorded` is of whole years, of `recorded_known`
    plants.
    """

    mineral: str
    stage: str
    unit: str
    year: int
    base: Base
    recorded: Decimal | None
    recorded_known: int
    gain: ProjectedOutput | None
    promised: Decimal | None = None
    forecast: Decimal | None = None
    p10: Decimal | None = None
    p50: Decimal | None = None
    p90: Decimal | None = None
    p10_estimated: Decimal | None = None
    p50_estimated: Decimal | None = None
    p90_estimated: Decimal | None = None
    p10_rough: Decimal | None = None
    p90_rough: Decimal | None = None

    @property
    def phases(self) -> int:
        return self.base.phases


BASE_COLUMNS: tuple[Column, ...] = (
    Column("base_output", "Made before", "Yearly output before, of the plants of which it is known.", Type.QUANTITY,
           unknown="of no plant is it known", value=lambda base: base.amount),
    Column("base_on", "Period of what was made before",
           "Over the output of which period a gain counts: those of the plants that made "
           "some.", unknown="nothing was made, or no source says when", is_optional=True,
           value=lambda base: base.made_in),
    Column("base_known", "Base known", "Of these phases, those of which the output before is known.", Type.INTEGER,
           value=lambda base: base.known),
)  # fmt: skip
COLUMNS = (
    c.MINERAL,
    c.STAGE,
    c.UNIT,
    c.YEAR,
    *of_part(lambda line: line.base, *BASE_COLUMNS),
    PHASES,
    Column("output_recorded", "Recorded output", "What was recorded of the whole year, with what was made before.",
           Type.QUANTITY, unknown="no whole year is recorded", value=lambda line: line.recorded),
    Column("phases_recorded", "Phases recorded", "Of these phases, those of which the whole year is recorded.",
           Type.INTEGER, value=lambda line: line.recorded_known),
    quantity("output_promised", "Output, promised", "Base and promise.", NOT_KNOWN, "promised"),
    quantity("output_forecast", "Output, forecast", "Base and forecast.", NOT_KNOWN, "forecast"),
    quantity("output_p10_facts", "Output, P10, facts only", "Base and P10 of the gain.", NOT_KNOWN, "p10"),
    quantity("output_p50_facts", "Output, P50, facts only", "Base and P50 of the gain.", NOT_KNOWN, "p50"),
    quantity("output_p90_facts", "Output, P90, facts only", "Base and P90 of the gain.", NOT_KNOWN, "p90"),
    quantity("output_p10_estimated", "Output, P10", "Base and P10 with estimates.", NOT_KNOWN, "p10_estimated"),
    quantity("output_p50_estimated", "Output, P50", "Base and P50 with estimates.", NOT_KNOWN, "p50_estimated"),
    quantity("output_p90_estimated", "Output, P90", "Base and P90 with estimates.", NOT_KNOWN, "p90_estimated"),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    """Each line at home that counts, by year: those of the run, and before it those of which output is recorded."""
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    at_home = [row for row in found.lines if (row.standing, row.reach) == (HOME, COUNTED) and passes(row, filters)]
    every = [line for rows in outputs_at(at, found, at_home).values() for line in rows]
    lines = [line for line in every if filters.year in (None, line.year)]
    return Answer(lines, notes=notes_of(found.run, ON_THE_BASE))


def outputs_at(at: AsOf, found: Projected, gains: Iterable[ProjectedOutput]) -> dict[Line, list[OutputLine]]:
    """The output of each line of `gains`, in the order of its years."""
    members: dict[Line, list[ProjectedPhase]] = defaultdict(list)
    for phase in found.phases:
        members[key_of(phase)].append(phase)
    recorded = outputs_by_year(at)
    by_line: dict[Line, dict[int, ProjectedOutput]] = defaultdict(dict)
    for row in gains:
        by_line[key_of(row)][row.year] = row
    return {
        key: list(of_line(members[key], by_year, {one.pk: recorded.get(one.phase_id, {}) for one in members[key]}))
        for key, by_year in sorted(by_line.items())
    }


def of_line(
    phases: list[ProjectedPhase], by_year: Mapping[int, ProjectedOutput], recorded: Mapping[int, Mapping[int, Decimal]]
) -> Iterable[OutputLine]:
    """One line by year; `recorded`: what each of its phases put out, by year."""
    base = base_of(phases)
    one = next(iter(by_year.values()))
    for year in sorted({*by_year, *(year for known in recorded.values() for year in known)}):
        gain = by_year.get(year)
        amounts = [known[year] for known in recorded.values() if year in known]
        yield OutputLine(
            mineral=one.mineral,
            stage=one.stage,
            unit=one.unit,
            year=year,
            base=base,
            recorded=sum(amounts, Decimal(0)) if amounts else None,
            recorded_known=len(amounts),
            gain=gain,
            **{name: on_top(base, gain, name) for name in ABOVE},
        )


def bases_of(found: Projected) -> dict[Line, Base]:
    """By line what its plants made before."""
    members: dict[Line, list[ProjectedPhase]] = defaultdict(list)
    for phase in found.phases:
        members[key_of(phase)].append(phase)
    return {key: base_of(phases) for key, phases in members.items()}


def base_of(phases: Iterable[ProjectedPhase]) -> Base:
    every = list(phases)
    known = [Decimal(one.baseline) for one in every if one.baseline is not None]
    made = [one for one in every if one.baseline]
    periods = sorted({str(one.baseline_on) for one in made if one.baseline_on})
    undated = sum(not one.baseline_on for one in made)
    return Base(sum(known, Decimal(0)) if known else None, len(known), len(every), tuple(periods), undated)


def on_top(base: Base, gain: ProjectedOutput | None, measure: str) -> Decimal | None:
    """A measure of the gain on top of the base that is known; None where the gain is not known."""
    above: Decimal | None = None if gain is None else getattr(gain, measure)
    return None if above is None else above + (base.amount or Decimal(0))


DEFINITION = Definition(
    "production-output", "Output at home",
    "How much will be made at home in all, with what was made before, by mineral, stage and year?",
    COLUMNS, ("mineral", "stage", "year"), answer,
    is_projected=True, chosen=(), version=2,
)  # fmt: skip
