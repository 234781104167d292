"""Recorded production: what a phase put out in a period that is over. It stands in place of what was projected."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from projects.calculations.months import span_of
from projects.calculations.priors import plain
from projects.models import CapacityEstimate, CapacityKind, CapacityPhase, ProductionRecord
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Recording
from record.services import facts


def record_output(record: ProductionRecord, *, recording: Recording, today: date) -> ProductionRecord:
    """Record the output of a month, a quarter, a half or a year. Raises ValidationError where it cannot be right."""
    facts.check(record)
    at = AsOf(date.max, recording.moment, recording.reads)
    period = record.effective_on
    if not period or period.is_day:
        raise ValidationError({"effective_on": "Output is recorded by period. Give a month, a quarter or a year."})
    if period.end >= today:
        raise ValidationError(
            {"effective_on": f"{period} ends on {period.end}, which is not over. Record it after that day."}
        )
    estimate = newest_estimate(record.phase, at)
    units = units_of(record.phase, at)
    if record.unit.removesuffix("/yr") not in units:
        raise ValidationError(
            {"unit": f"The phase is counted in {' or '.join(units) or 'no unit yet'}, not in {record.unit}. "
             + ("Convert the output first." if units else "Record an estimate of the phase first.")}
        )  # fmt: skip
    rows = [*ProductionRecord.objects.filter(phase=record.phase).at(at), *facts.unsaved(ProductionRecord, recording)]
    known = {one.effective_on: one for one in rows if one.effective_on and one.phase_id == record.phase_id}
    factors = factors_of(estimate)
    require_sums(record, known | {period: record}, factors)
    facts.require_reason(record, [*unusual(record, estimate), *far_from(known.get(period), record, factors)])
    return facts.record(record, recording=recording)


def far_from(before: ProductionRecord | None, record: ProductionRecord, factors: Mapping[str, Decimal]) -> list[str]:
    """That an output is above twice or below half of the one on record of its period, whose place it would take."""
    if before is None or not before.output or record.output is None:
        return []
    then, now = (
        Decimal(one.output) * factors.get(one.unit.removesuffix("/yr"), Decimal(1)) for one in (before, record)
    )
    if then <= 2 * now and now <= 2 * then:
        return []
    here, there = f"{plain(Decimal(record.output))} {record.unit}", f"{plain(Decimal(before.output))} {before.unit}"
    return [f"An output of {here} in {record.effective_on} would take the place of {there} on record."]


def unusual(record: ProductionRecord, estimate: CapacityEstimate | None) -> list[str]:
    """That an output is above twice what the nameplate yields in its period, where both are known in one unit."""
    factors = factors_of(estimate)
    per_year = nameplate_of(estimate)
    unit, period = record.unit.removesuffix("/yr"), record.effective_on
    output: Any = record.output
    if estimate is None or period is None or output is None or not per_year or unit not in factors:
        return []
    months = Decimal(int(span_of(period)[1]))
    stated = factors.get(estimate.unit.removesuffix("/yr"), Decimal(1))
    most = per_year * months / 12 * stated / factors[unit]
    if output <= 2 * most:
        return []
    found = f"An output of {plain(output)} {record.unit} in {period}"
    return [f"{found} is above twice the {plain(round(most, 3))} {unit} that the nameplate yields."]


def nameplate_of(estimate: CapacityEstimate | None) -> Decimal | None:
    """What the phase can make in a year, in the stated unit of its estimate; None where no nameplate is known."""
    if estimate is None or estimate.nameplate_added is None:
        return None
    added: Any = estimate.nameplate_added
    before: Any = estimate.baseline_output if estimate.kind == CapacityKind.INCREMENT else None
    return added + (before or 0)


def newest_estimate(phase: CapacityPhase, at: AsOf) -> CapacityEstimate | None:
    return CapacityEstimate.objects.filter(phase=phase).at(at).last()


def factors_of(estimate: CapacityEstimate | None) -> dict[str, Decimal]:
    """Unit → what one of it is in units of account, of the units in which output of a phase can be counted."""
    if estimate is None:
        return {}
    factor: Any = estimate.factor_to_unit_of_account
    found = {estimate.unit_of_account: Decimal(1)} if estimate.unit_of_account else {}
    if factor is not None or not found:
        found = {estimate.unit: factor or Decimal(1), **found}
    return {unit.removesuffix("/yr"): one for unit, one in found.items()}


def units_of(phase: CapacityPhase, at: AsOf) -> list[str]:
    """In which units output of a phase can be counted: that of its estimate, and its unit of account."""
    return list(factors_of(newest_estimate(phase, at)))


def require_sums(
    record: ProductionRecord, by_period: dict[PartialDate, ProductionRecord], factors: Mapping[str, Decimal]
) -> None:
    """Raises ValidationError where the periods inside another one add up to more than it, whatever their units."""

    def counted(one: ProductionRecord) -> Decimal:
        return (one.output or Decimal(0)) * factors.get(one.unit.removesuffix("/yr"), Decimal(1))

    unit = Decimal(1) / factors.get(record.unit.removesuffix("/yr"), Decimal(1))
    for period, whole in by_period.items():
        inside = [one for one in by_period if is_inside(one, period)]
        finest = [by_period[one] for one in inside if not any(is_inside(other, one) for other in inside)]
        total = sum((counted(one) for one in finest), Decimal(0))
        if total > counted(whole) and (whole is record or record in finest):
            raise ValidationError(
                {"output": f"The periods inside {period} add up to {plain(round(total * unit, 3))} "
                 f"{record.unit}, more than its {plain(round(counted(whole) * unit, 3))}. Correct one of them first."}
            )  # fmt: skip


def is_inside(inner: PartialDate, outer: PartialDate) -> bool:
    """True for a shorter period that lies in the other one."""
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end
