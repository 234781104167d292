"""What a stage makes in the whole country: baselines, plants outside the portfolio by the statistics, and the gain."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from projects.models import Feed, ProjectedOutput, ProjectedPhase
from projects.models.chains_on_record import Factors, StageOnRecord
from projects.models.national_figures import amount_in, described, is_number, newest_production
from record.calculations.as_of import AsOf

from .projected import COUNTED, Projected, why_without_a_middle

HOME = "domestic"
ESTIMATED = "p50_estimated"
"""The gain by half of the draws, with estimates where sources are silent."""
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class National:
    """The newest figures of a stage's national production, added; `amount` None where one is no number in the unit.

    `why` says of which no conversion leads to the unit of the stage, empty where there is none such.
    """

    amount: Decimal | None
    imported: Decimal
    scrap: Decimal
    described: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """The output of a stage in one year: at least `amount` where `known` is below `plants`; None: nothing is known.

    `gain` is the projected line whose gain is in it, None where there is none.
    """

    amount: Decimal | None
    outside: Decimal | None
    known: int
    plants: int
    left_out: tuple[str, ...]
    national: National | None
    gain: ProjectedOutput | None = None

    @property
    def is_partial(self) -> bool:
        return self.known < self.plants or (self.national is not None and self.national.amount is None)


class Domestic:
    """Every domestic plant of a run, and what the statistics say that the country makes."""

    def __init__(self, at: AsOf, found: Projected, factors: Factors) -> None:
        self.factors = factors
        self.statistics = newest_production(at)
        self.phases: dict[str, list[ProjectedPhase]] = defaultdict(list)
        for phase in found.phases:
            if phase.standing == HOME:
                self.phases[phase.stage].append(phase)
        self.lines: dict[tuple[str, str, int], ProjectedOutput] = {
            (line.mineral, line.stage, line.year): line
            for line in found.lines
            if line.standing == HOME and line.reach == COUNTED
        }

    def national(self, stage: StageOnRecord) -> National | None:
        """The figures added in the unit of the stage; None where none is published under their names."""
        rows = [
            (one, self.statistics[one.published_mineral, one.published_stage])
            for one in stage.production
            if (one.published_mineral, one.published_stage) in self.statistics
        ]
        if not rows:
            return None
        amounts = [amount_in(stage.unit, stage.mineral, one, row, self.factors) for one, row in rows]
        parts = {
            feed: sum(
                (amount or ZERO for (one, _), amount in zip(rows, amounts, strict=True) if one.feed == feed), ZERO
            )
            for feed in Feed
        }
        why = [
            f"{row.mineral}, {row.stage} is printed in {row.unit}, and no conversion leads to {stage.unit}"
            for (_, row), amount in zip(rows, amounts, strict=True)
            if amount is None and is_number(row)
        ]
        total = None if None in amounts else sum((amount for amount in amounts if amount is not None), ZERO)
        stated = "; ".join(described(row) for _, row in rows)
        return National(total, parts[Feed.IMPORTED], parts[Feed.SCRAP], stated, "; ".join(why))

    def output(self, stage: StageOnRecord, year: int, basis: str) -> Output:
        """What is made at a stage in a year, the gain by `basis`: p50, p50_estimated or forecast.

        Baselines and national figures are facts by either. What a plant makes today is made whether or not an award
        reaches it; only its gain must be counted. A figure of several products, or one that is not convertible, is left
        out by name.
        """
        national = self.national(stage)
        here = self.phases[stage.slug]
        own = [phase for phase in here if is_of(phase, stage)]
        bases = [phase.baseline for phase in own if phase.baseline is not None]
        total = national.amount if national else None
        outside = None if total is None else max(ZERO, total - sum(bases, ZERO))
        line = self.lines.get((stage.mineral, stage.slug, year))
        gain = getattr(line, basis) if line else None
        parts = [*bases, *(part for part in (outside, gain) if part is not None)]
        unknown = [phase for phase in own if self._is_unknown(phase, total is not None, basis)]
        amount = sum(parts, ZERO) if parts else None
        if not amount and (unknown or (national and national.amount is None)):
            amount = None
        apart = [phase for phase in here if phase.reach == COUNTED and not is_of(phase, stage)]
        names = sorted({phase.phase.project.slug for phase in (*unknown, *apart)})
        return Output(amount, outside, len(own) - len(unknown), len(own), tuple(names), national, line)

    @staticmethod
    def _is_unknown(phase: ProjectedPhase, national_is_known: bool, basis: str) -> bool:
        """True where the plant makes, or will make, more than is known of it."""
        if phase.baseline is None and not national_is_known:
            return True
        why = why_without_a_middle(phase) if basis == ESTIMATED else phase.why
        return phase.reach == COUNTED and bool(why)


def is_of(phase: ProjectedPhase, stage: StageOnRecord) -> bool:
    """True for a phase whose figures are of the mineral of the stage, in its unit."""
    return phase.mineral == stage.mineral and phase.unit == stage.unit
