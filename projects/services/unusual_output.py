"""What is unusual about an output, and is taken only with a reason."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from projects.calculations.priors import plain
from projects.models import CapacityEstimate, Mineral, ProductionRecord, WorldOutput
from projects.models.units_of_account import WHOLE, Factors, counted, factors_of, in_account
from record.calculations.partial_dates import PartialDate

from .output_units import months_of, nameplate_of
from .plausibility import TIMES

ByPeriod = Mapping[PartialDate, ProductionRecord]
TAKES_THE_PLACE = "would take the place of"
TONNES = {"t": 1, "kt": 1000}


def unusual(record: ProductionRecord, estimate: CapacityEstimate | None, known: ByPeriod) -> list[str]:
    """All that asks for a reason; `known` are the records of its phase, by their periods."""
    factors = factors_of(estimate)
    period = record.effective_on
    before = known.get(period) if period else None
    found = [*above_nameplate(record, estimate), *far_from(before, record, factors)]
    found = found or above_all_known(record, estimate, known, factors)
    return [*found, *without_rest(record, {**known, period: record} if period else known, factors)]


def above_nameplate(record: ProductionRecord, estimate: CapacityEstimate | None) -> list[str]:
    """That an output is above twice what the nameplate yields in its period, where both are known in one unit."""
    factors = factors_of(estimate)
    per_year = nameplate_of(estimate)
    unit, output = record.unit.removesuffix("/yr"), record.output
    if estimate is None or output is None or not per_year or unit not in factors:
        return []
    most = in_account(per_year, estimate.unit, factors) * months_of(record) / 12 / factors[unit]
    if output <= 2 * most:
        return []
    return [f"{_stated(record)} is above twice the {plain(round(most, 3))} {unit} that the nameplate yields."]


def far_from(before: ProductionRecord | None, record: ProductionRecord, factors: Factors) -> list[str]:
    """That an output is above twice or below half of the one on record of its period, whose place it would take."""
    if before is None or not before.output or record.output is None:
        return []
    then, now = counted(before, factors), counted(record, factors)
    if then <= 2 * now and now <= 2 * then:
        return []
    there = f"{plain(Decimal(before.output))} {before.unit}"
    return [f"{_stated(record)} {TAKES_THE_PLACE} {there} on record."]


def above_all_known(
    record: ProductionRecord, estimate: CapacityEstimate | None, known: ByPeriod, factors: Factors
) -> list[str]:
    """That an output is far above its baseline and every other period, or above the world's, where no nameplate is."""
    months = months_of(record)
    if nameplate_of(estimate) or not record.output or not months:
        return []
    baseline: Any = estimate.baseline_output if estimate else None
    rates = [in_account(baseline, estimate.unit, factors)] if estimate and baseline else []
    rates += [counted(one, factors) * 12 / months_of(one) for period, one in known.items() if months_of(one)]
    if not rates:
        output: Any = record.output
        return above_world(_stated(record), output, record.unit, estimate.mineral if estimate else None)
    if counted(record, factors) * 12 / months <= TIMES * max(rates):
        return []
    best = max(rates) / factors.get(record.unit.removesuffix("/yr"), WHOLE)
    return [f"{_stated(record)} is above {TIMES} times the {plain(round(best, 3))} a year that is known of the phase."]


def above_world(what: str, figure: Decimal | None, unit: str, mineral: Mineral | None) -> list[str]:
    """That a figure of a year is above what the world makes of its mineral, where both are told in tonnes."""
    rows: Any = WorldOutput.objects.filter(mineral=mineral.slug, world_total__isnull=False) if mineral else []
    totals = [one.world_total * TONNES[measure] for one in rows if (measure := measure_of(one.unit)) in TONNES]
    measure = measure_of(unit)
    if not totals or figure is None or measure not in TONNES or figure * TONNES[measure] <= max(totals):
        return []
    return [f"{what} is above the {plain(max(totals))} t that the world makes in a year."]


def measure_of(unit: str) -> str:
    """The measure of a unit: "kt" of "kt Cu" and of "kt/yr"."""
    return unit.removesuffix("/yr").split(" ")[0]


def without_rest(record: ProductionRecord, by_period: ByPeriod, factors: Factors) -> list[str]:
    """That parts put out all of a longer period and leave nothing for its rest, or that all its parts are below it."""
    found = []
    for period, whole in by_period.items():
        parts = finest_inside(period, by_period)
        if not parts or not counted(whole, factors) or not (whole is record or record in parts):
            continue
        total = sum((counted(one, factors) for one in parts), Decimal(0))
        is_all = sum(map(months_of, parts)) == months_of(whole)
        if total == counted(whole, factors) and not is_all:
            found.append(f"The periods inside {period} add up to all of its output and leave nothing for the rest.")
        if total < counted(whole, factors) and is_all:
            found.append(f"The periods inside {period} are all of it and add up to less than its output.")
    return found


def finest_inside(period: PartialDate, by_period: ByPeriod) -> list[ProductionRecord]:
    """The records of the periods inside another one that have no shorter one inside themselves."""
    inside = [one for one in by_period if is_inside(one, period)]
    return [by_period[one] for one in inside if not any(is_inside(other, one) for other in inside)]


def is_inside(inner: PartialDate, outer: PartialDate) -> bool:
    """True for a shorter period that lies in the other one."""
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end


def _stated(record: ProductionRecord) -> str:
    return f"An output of {plain(Decimal(record.output or 0))} {record.unit} in {record.effective_on}"
