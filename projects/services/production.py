"""Recorded production: what a phase put out in a period that is over. It stands in place of what was projected."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from projects.calculations.priors import plain
from projects.models import CapacityEstimate, CapacityPhase, ProductionRecord
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Recording
from record.services import facts


def record_output(record: ProductionRecord, *, recording: Recording, today: date) -> ProductionRecord:
    """Record the output of a month, a quarter, a half or a year. Raises ValidationError where it cannot be right."""
    at = AsOf(date.max, recording.moment, recording.serial)
    period = record.effective_on
    if not period or period.is_day:
        raise ValidationError({"effective_on": "Output is recorded by period. Give a month, a quarter or a year."})
    if period.end >= today:
        raise ValidationError(
            {"effective_on": f"{period} ends on {period.end}, which is not over. Record it after that day."}
        )
    units = units_of(record.phase, at)
    if record.unit.removesuffix("/yr") not in units:
        raise ValidationError(
            {"unit": f"The phase is counted in {' or '.join(units) or 'no unit yet'}, not in {record.unit}. "
             + ("Convert the output first." if units else "Record an estimate of the phase first.")}
        )  # fmt: skip
    require_sums(record, {one.effective_on: one for one in record.phase.production.at(at)} | {period: record})
    return facts.record(record, recording=recording)


def units_of(phase: CapacityPhase, at: AsOf) -> list[str]:
    """In which units output of a phase can be counted: that of its estimate, and its unit of account."""
    estimate = CapacityEstimate.objects.filter(phase=phase).at(at).last()
    if estimate is None:
        return []
    stated = [estimate.unit] if estimate.factor_to_unit_of_account is not None or not estimate.unit_of_account else []
    return list(dict.fromkeys(unit.removesuffix("/yr") for unit in (*stated, estimate.unit_of_account) if unit))


def require_sums(record: ProductionRecord, by_period: dict[PartialDate, ProductionRecord]) -> None:
    """Raises ValidationError where the periods inside another one, in the same unit, add up to more than it."""
    for whole in by_period.values():
        inside = [one for one in by_period.values() if is_inside(one, whole)]
        finest = [one for one in inside if not any(is_inside(other, one) for other in inside)]
        total = sum((one.output for one in finest), Decimal(0))
        if total > whole.output and (whole is record or record in finest):
            raise ValidationError(
                {"output": f"The periods inside {whole.effective_on} add up to {plain(total)} {whole.unit}, more than "
                 f"its {plain(whole.output)}. Correct one of them first."}
            )  # fmt: skip


def is_inside(part: ProductionRecord, whole: ProductionRecord) -> bool:
    """True for a shorter period of the same unit that lies in the other one."""
    inner, outer = part.effective_on, whole.effective_on
    return (
        part.unit.removesuffix("/yr") == whole.unit.removesuffix("/yr")
        and inner != outer
        and outer.start <= inner.start
        and inner.end <= outer.end
    )
