"""What a stage makes in the whole country: baselines, plants outside the portfolio by the statistics, and the gain."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from projects.calculations.reliance import SYMBOLS
from projects.calculations.units import in_measure
from projects.models import BaselineStatistic, Feed, ProjectedOutput, ProjectedPhase, StageStatistic
from projects.models.chains_on_record import Factors, StageOnRecord
from record.calculations.as_of import AsOf

from .projected import COUNTED, Projected

HOME = "domestic"
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
    """The output of a stage in one year: at least `amount` where `known` is below `plants`; None: nothing is known."""

    amount: Decimal | None
    outside: Decimal | None
    known: int
    plants: int
    left_out: tuple[str, ...]
    national: National | None

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
        amounts = [self._amount(one, row, stage.unit) for one, row in rows]
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

    def _amount(self, one: StageStatistic, row: BaselineStatistic, unit: str) -> Decimal | None:
        if not is_number(row) or row.value is None:
            return None
        wanted = one.published_unit or unit
        printed, factor = in_measure(row.unit, wanted, self.factors)
        if printed != wanted:
            return None
        if one.from_product:
            conversion = self.factors.get((one.from_product, one.to_product))
            return None if conversion is None else row.value * factor * conversion
        return row.value * factor

    def output(self, stage: StageOnRecord, year: int, basis: str) -> Output:
        """What is made at a stage in a year, the gain by `basis`: p50 or forecast.

        What a plant makes today is made whether or not an award reaches it; only its gain must be counted. A figure of
        several products, or one that is not convertible, is left out by name.
        """
        national = self.national(stage)
        here = self.phases[stage.slug]
        own = [phase for phase in here if phase.mineral == stage.mineral and phase.unit == stage.unit]
        bases = [phase.baseline for phase in own if phase.baseline is not None]
        total = national.amount if national else None
        outside = None if total is None else max(ZERO, total - sum(bases, ZERO))
        line = self.lines.get((stage.mineral, stage.slug, year))
        gain = getattr(line, basis) if line else None
        parts = [*bases, *(part for part in (outside, gain) if part is not None)]
        unknown = [phase for phase in own if self._is_unknown(phase, total is not None)]
        amount = sum(parts, ZERO) if parts else None
        if not amount and (unknown or (national and national.amount is None)):
            amount = None
        apart = [phase for phase in here if phase not in own and phase.reach == COUNTED]
        names = sorted({phase.phase.project.slug for phase in (*unknown, *apart)})
        return Output(amount, outside, len(own) - len(unknown), len(own), tuple(names), national)

    @staticmethod
    def _is_unknown(phase: ProjectedPhase, national_is_known: bool) -> bool:
        """True where the plant makes, or will make, more than is known of it."""
        if phase.baseline is None and not national_is_known:
            return True
        return phase.reach == COUNTED and bool(phase.why)


def newest_production(at: AsOf) -> dict[tuple[str, str], BaselineStatistic]:
    """(mineral, stage) → the newest national figure, a withheld one too: an older number never stands in for it."""
    rows = BaselineStatistic.objects.at(at).filter(metric="production").order_by("year", "pk")
    return {(row.mineral, row.stage): row for row in rows}


def is_number(row: BaselineStatistic) -> bool:
    return row.value is not None and not row.qualifier


def described(row: BaselineStatistic) -> str:
    """A figure as printed, with its year and edition."""
    reason = SYMBOLS.get(row.qualifier, "")
    printed = f"{row.raw} ({reason})" if reason else f"{row.raw} {row.unit}"
    return f"{row.mineral}, {row.stage}, {row.year}: {printed}, {row.edition}"
