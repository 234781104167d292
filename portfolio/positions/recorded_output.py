"""Recorded output of each phase, and what it puts out today: by period, in the unit in which it was recorded."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from projects.calculations.output_today import OutputToday, output_today
from projects.models import ProductionRecord
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Citation

Recorded = dict[int, dict[str, dict[PartialDate, ProductionRecord]]]
"""Phase → unit → period → the newest statement of it."""


@dataclass(frozen=True, slots=True)
class PhaseToday:
    """The output today of one phase, with the sources of its periods."""

    phase: int
    unit: str
    output: OutputToday
    citations: tuple[Citation, ...]

    @property
    def amount(self) -> Decimal:
        return self.output.output

    @property
    def period(self) -> str:
        """The periods that make the twelve months: 2025, or four quarters."""
        return ", ".join(map(str, self.output.periods))

    @property
    def newer(self) -> str:
        """What was recorded after them, by period: "917 in 2026-Q1"; empty where nothing was. Never made a year of."""
        return "; ".join(f"{amount.normalize():,f} in {period}" for period, amount in self.output.newer)

    @property
    def words(self) -> str:
        """In words: 2,599 t oxide by element (2025)."""
        return f"{self.amount.normalize():,f} {self.unit} ({self.period})"


def recorded_at(at: AsOf, phases: Collection[int] | None = None) -> Recorded:
    """What was recorded by then, of all phases or of some; one question."""
    known = ProductionRecord.objects.at(at).select_related("citation")
    if phases is not None:
        known = known.filter(phase__in=phases)
    found: Recorded = defaultdict(lambda: defaultdict(dict))
    for one in known:
        if one.effective_on is not None:
            found[one.phase_id][one.unit][one.effective_on] = one
    return found


def outputs_by_period(records: dict[PartialDate, ProductionRecord]) -> dict[PartialDate, Decimal]:
    return {period: Decimal(one.output) for period, one in records.items()}


def outputs_today(at: AsOf, phases: Collection[int] | None = None) -> dict[int, PhaseToday]:
    """By phase what it puts out today, where recorded periods cover twelve months exactly."""
    found = {}
    for phase, by_unit in recorded_at(at, phases).items():
        for unit, records in by_unit.items():
            today = output_today(outputs_by_period(records), at.as_of)
            if today is not None:
                cited = {one.pk: one for period in today.periods if (one := records[period].citation) is not None}
                found[phase] = PhaseToday(phase, unit, today, tuple(cited.values()))
                break
    return found
