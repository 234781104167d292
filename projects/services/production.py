"""Recorded production: what a phase put out in a period that is over. It stands in place of what was projected."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from projects.calculations.priors import plain
from projects.models import ProductionRecord
from projects.models.units_of_account import WHOLE, Factors, counted, factors_of
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services import facts, same_day
from record.services.timing import require_past

from .output_units import newest_estimate, units_of
from .unusual_output import TAKES_THE_PLACE, ByPeriod, finest_inside, unusual

__all__ = ["record_output", "units_of"]

OF_A_PERIOD = (("phase_id",), ("output", "unit"))
"""What an output is of, and the columns of its figure: of one period there is one."""


def record_output(record: ProductionRecord, *, recording: Recording, today: date) -> ProductionRecord:
    """Record the output of a month, a quarter, a half or a year. Raises ValidationError where it cannot be right."""
    facts.raise_together(lambda: facts.check(record), lambda: require_over(record, today))
    at = AsOf(date.max, recording.moment, recording.reads)
    estimate = newest_estimate(record.phase, at)
    factors = factors_of(estimate)
    if record.unit.removesuffix("/yr") not in factors:
        raise ValidationError(
            {"unit": f"The phase is counted in {' or '.join(factors) or 'no unit yet'}, not in {record.unit}. "
             + ("Convert the output first." if factors else "Record an estimate of the phase first.")}
        )  # fmt: skip
    rows = [*ProductionRecord.objects.filter(phase=record.phase).at(at), *facts.unsaved(ProductionRecord, recording)]
    known = {one.effective_on: one for one in rows if one.effective_on and one.phase_id == record.phase_id}
    if record.effective_on:
        require_sums(record, {**known, record.effective_on: record}, factors)
    asked = unusual(record, estimate, known)
    if not any(TAKES_THE_PLACE in one for one in asked):
        asked += same_day.second_of_the_day(record, *OF_A_PERIOD, recording)
    facts.require_reason(record, asked)
    done = facts.record(record, recording=recording)
    same_day.take(done, *OF_A_PERIOD, recording)
    return done


def require_over(record: ProductionRecord, today: date) -> None:
    """Raises ValidationError where the output is of no period, or of one that is not over."""
    period = record.effective_on
    if not period or period.is_day:
        raise ValidationError({"effective_on": "Output is recorded by period. Give a month, a quarter or a year."})
    if period.end >= today:
        raise ValidationError(
            {"effective_on": f"{period} ends on {period.end}, which is not over. Record it after that day."}
        )
    require_past("effective_on", period, today)


def require_sums(record: ProductionRecord, by_period: ByPeriod, factors: Factors) -> None:
    """Raises ValidationError where the periods inside another one add up to more than it, whatever their units."""
    unit = WHOLE / factors.get(record.unit.removesuffix("/yr"), WHOLE)
    for period, whole in by_period.items():
        finest = finest_inside(period, by_period)
        total = sum((counted(one, factors) for one in finest), Decimal(0))
        if total > counted(whole, factors) and (whole is record or record in finest):
            raise ValidationError(
                {"output": f"The periods inside {period} add up to {plain(round(total * unit, 3))} {record.unit}, "
                 f"more than its {plain(round(counted(whole, factors) * unit, 3))}. Correct one of them first."}
            )  # fmt: skip
