"""The three views of a phase without chance: as promised, as forecast, recorded.

Output above the baseline by period, in units of account with six places. Nothing is drawn: no slip, no failure; a bare
year starts on 1 July, any other interval in its middle month; without a chosen curve, the mixture's mean.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from projects.calculations.months import Horizon, middle_month
from projects.calculations.output_tables import MILLION, millionths, output_from
from projects.calculations.phases import Mixture, Phase
from record.calculations.partial_dates import PartialDate


def as_promised(
    phase: Phase, horizon: Horizon, promised: PartialDate | None, mixture: Mixture = ()
) -> list[Decimal] | None:
    """Output if the phase started as first promised; None where the promise or the nameplate is unknown."""
    return _view(replace(phase, recorded={}), horizon, promised, mixture)


def as_forecast(phase: Phase, horizon: Horizon, mixture: Mixture = ()) -> list[Decimal] | None:
    """Output if it starts as its start says now, with what was recorded in its place; None where it is unknown."""
    return _view(phase, horizon, phase.start.due, mixture)


def as_recorded(phase: Phase, horizon: Horizon) -> list[Decimal | None]:
    """What was recorded above the baseline; None for a period without any record. A part of a period is a part."""
    result: list[Decimal | None] = []
    for first in horizon.starts:
        known = [phase.recorded[month] for month in range(first, first + horizon.months) if month in phase.recorded]
        result.append(Decimal(sum(millionths(amount) for amount in known)) / MILLION if known else None)
    return result


def _view(phase: Phase, horizon: Horizon, start: PartialDate | None, mixture: Mixture) -> list[Decimal] | None:
    if phase.added is None or start is None:
        return None
    if phase.curve is None and not mixture:
        raise ValueError(f"{phase.slug} has no curve. Give one, or the mixture to take the mean of.")
    weighted = ((phase.curve, 1.0),) if phase.curve else mixture
    first = middle_month(start)
    outputs = [(output_from(phase, curve, horizon, first), share) for curve, share in weighted]
    return [_mean([(values[at], share) for values, share in outputs]) for at in range(horizon.count)]


def _mean(parts: Sequence[tuple[int, float]]) -> Decimal:
    exact = sum((value * Decimal(str(share)) for value, share in parts), Decimal(0))
    return Decimal(round(exact)) / MILLION
