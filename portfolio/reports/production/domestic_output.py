"""What a stage makes in the whole country: baselines, plants outside the portfolio by the statistics, and the gain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from projects.calculations.reliance import SYMBOLS
from projects.models import BaselineStatistic, ProjectedOutput, ProjectedPhase
from record.calculations.as_of import AsOf

from .chain_topology import Link, Made, Pair
from .projected import COUNTED, Projected

HOME = "domestic"
ZERO, THOUSAND = Decimal(0), Decimal(1000)


@dataclass(frozen=True, slots=True)
class National:
    """The newest figures of a stage's national production, added; `amount` None where one is not a number."""

    amount: Decimal | None
    imported: Decimal
    scrap: Decimal
    described: str


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

    def __init__(self, at: AsOf, found: Projected, factors: Mapping[Pair, Decimal]) -> None:
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

    def national(self, made: Iterable[Made], unit: str) -> National | None:
        """The figures added in the unit of the stage; None where none is published under these names."""
        rows = [(one, self.statistics[one.mineral, one.stage]) for one in made if (one.mineral, one.stage) in
                self.statistics]  # fmt: skip
        if not rows:
            return None
        amounts = [self._amount(one, row, unit) for one, row in rows]
        parts = {feed: sum((amount or ZERO for (one, _), amount in zip(rows, amounts, strict=True) if one.feed == feed),
                           ZERO) for feed in ("imported", "scrap")}  # fmt: skip
        total = None if None in amounts else sum((amount for amount in amounts if amount is not None), ZERO)
        return National(total, parts["imported"], parts["scrap"], "; ".join(described(row) for _, row in rows))

    def _amount(self, made: Made, row: BaselineStatistic, unit: str) -> Decimal | None:
        if row.value is None or row.qualifier:
            return None
        amount, printed = (row.value * THOUSAND, row.unit[1:]) if row.unit.startswith("kt ") else (row.value, row.unit)
        if printed != (made.unit or unit) or any(pair not in self.factors for pair in made.times):
            return None
        for pair in made.times:
            amount *= self.factors[pair]
        return amount

    def output(self, link: Link, stage: str, unit: str, year: int, basis: str) -> Output:
        """What is made at a stage in a year, the gain by `basis`: p50 or forecast.

        What a plant makes today is made whether or not an award reaches it; only its gain must be counted. A figure of
        several products, or one that is not convertible, is left out by name.
        """
        national = self.national(link.made, unit)
        here = self.phases[stage]
        own = [phase for phase in here if phase.mineral == link.mineral and phase.unit == unit]
        bases = [phase.baseline for phase in own if phase.baseline is not None]
        total = national.amount if national else None
        outside = None if total is None else max(ZERO, total - sum(bases, ZERO))
        line = self.lines.get((link.mineral, stage, year))
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


def described(row: BaselineStatistic) -> str:
    """A figure as printed, with its year and edition."""
    reason = SYMBOLS.get(row.qualifier, "")
    printed = f"{row.raw} ({reason})" if reason else f"{row.raw} {row.unit}"
    return f"{row.mineral}, {row.stage}, {row.year}: {printed}, {row.edition}"
