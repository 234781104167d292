"""Recorded output of each phase, and what it puts out today: by period, in the unit in which it was recorded."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from projects.calculations.output_today import OutputToday, output_today
from projects.calculations.recorded_months import by_month
from projects.models import CapacityEstimate, ProductionRecord
from projects.models.units_of_account import counted, factors_of
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded
from record.calculations.partial_dates import PartialDate
from record.models import Citation

Recorded = dict[int, dict[str, dict[PartialDate, ProductionRecord]]]
"""Phase → unit → period → the newest statement of it."""
SIX = Decimal("0.000001")


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


def outputs_by_year(at: AsOf) -> dict[int, dict[int, Decimal]]:
    """By phase and year what was recorded of all its twelve months, in units of account; two questions.

    A year of which a month is not on record is left out: a part of a year is no output of it. So is a record in a unit
    that cannot be converted.
    """
    estimates = CapacityEstimate.objects.at(at).latest_by("phase_id")
    found: dict[int, dict[int, Decimal]] = {}
    for phase, by_unit in recorded_at(at).items():
        factors = factors_of(estimates.get(phase))
        converted = {
            period: counted(one, factors)
            for unit, records in by_unit.items()
            if unit.removesuffix("/yr") in factors
            for period, one in records.items()
        }
        found[phase] = whole_years({month: output for month, (output, _) in by_month(converted).items()})
    return found


def whole_years(months: dict[int, Decimal]) -> dict[int, Decimal]:
    """Year → the sum of its twelve months, of the years of which all are known."""
    by_year: dict[int, list[Decimal]] = defaultdict(list)
    for month, output in months.items():
        by_year[month // 12].append(output)
    return {year: rounded(sum(known, Decimal(0)), SIX) for year, known in sorted(by_year.items()) if len(known) == 12}
