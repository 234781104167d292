"""In which units the output of a phase is counted, and what it can make in a year."""

from decimal import Decimal
from typing import Any

from projects.calculations.months import span_of
from projects.models import CapacityEstimate, CapacityKind, CapacityPhase, ProductionRecord
from projects.models.units_of_account import factors_of
from record.calculations.as_of import AsOf


def newest_estimate(phase: CapacityPhase, at: AsOf) -> CapacityEstimate | None:
    return CapacityEstimate.objects.filter(phase=phase).at(at).last()


def units_of(phase: CapacityPhase, at: AsOf) -> list[str]:
    """In which units output of a phase can be counted: that of its estimate, and its unit of account."""
    return list(factors_of(newest_estimate(phase, at)))


def nameplate_of(estimate: CapacityEstimate | None) -> Decimal | None:
    """What the phase can make in a year, in the stated unit of its estimate; None where no nameplate is known."""
    if estimate is None or estimate.nameplate_added is None:
        return None
    added: Any = estimate.nameplate_added
    before: Any = estimate.baseline_output if estimate.kind == CapacityKind.INCREMENT else None
    return added + (before or 0)


def months_of(record: ProductionRecord) -> int:
    """How many months its period has."""
    return int(span_of(record.effective_on)[1]) if record.effective_on else 0
