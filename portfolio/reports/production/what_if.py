"""What if: some projects changed, drawn anew with the stored run's seed, beside the stored run. Nothing is written."""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from projects.calculations.draws import Draws
from projects.calculations.months import Horizon
from projects.calculations.projection import project
from projects.models import ProjectedOutput, ProjectedPhase, ProjectionRun
from projects.models.chains_on_record import Factors, factors_at
from projects.models.projectable import as_phase, curves_of, line_of, mixture_of
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .price_floors import FloorLine, kilograms, projects_with_a_floor, support_at_price
from .projected import REACH, STANDING, of_part, projected_at

QUANTITY = {"type": Type.QUANTITY, "unknown": "it cannot be drawn"}


@dataclass(frozen=True, slots=True)
class WhatIfLine:
    """A line of the stored run beside what it would be with the change."""

    stored: ProjectedOutput
    p10: Decimal
    p50: Decimal
    p90: Decimal
    worth: Decimal | None

    @property
    def p50_difference(self) -> Decimal | None:
        """Changed less stored."""
        return None if self.stored.p50 is None else self.p50 - self.stored.p50


COLUMNS = (
    *of_part(lambda line: line.stored, c.MINERAL, c.STAGE, c.YEAR, STANDING, c.UNIT, REACH),
    Column("p10_stored", "P10 stored", "Of the run on record.", **QUANTITY, value=lambda line: line.stored.p10),
    Column("p10_changed", "P10 changed", "With what was changed.", **QUANTITY, value=lambda line: line.p10),
    Column("p50_stored", "P50 stored", "Of the run on record.", **QUANTITY, value=lambda line: line.stored.p50),
    Column("p50_changed", "P50 changed", "With what was changed.", **QUANTITY, value=lambda line: line.p50),
    Column("p50_difference", "P50 difference", "Changed less stored.", **QUANTITY,
           value=lambda line: line.p50_difference),
    Column("p90_stored", "P90 stored", "Of the run on record.", **QUANTITY, value=lambda line: line.stored.p90),
    Column("p90_changed", "P90 changed", "With what was changed.", **QUANTITY, value=lambda line: line.p90),
    Column("value_difference_usd", "Worth", "The difference of P50 at the price given.", Type.USD, "USD",
           unknown="no price was given, or nothing is drawn", is_optional=True, value=lambda line: line.worth),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed for the projects named; None leaves it as it is. The price is in USD a kilogram."""

    projects: Collection[str]
    slip_median_months: Decimal | None = None
    success_share: Decimal | None = None
    curve: str = ""
    nameplate_times: Decimal | None = None
    price_usd_per_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    run: ProjectionRun
    lines: list[WhatIfLine]
    changed: list[str]
    floors: list[FloorLine]


def curve_names(at: AsOf) -> list[str]:
    found = projected_at(at)
    return sorted(curves_of(found.run.parameters)) if found else []


def project_names(at: AsOf) -> list[str]:
    """The projects of which a phase can be drawn, and those that a price floor reaches."""
    found = projected_at(at)
    if found is None:
        return []
    return sorted({row.phase.project.slug for row in found.phases if not row.why} | set(projects_with_a_floor(at)))


def what_if(at: AsOf, change: Change) -> WhatIf | None:
    """The lines that the change touches, stored and changed; None where no run is on record."""
    found = projected_at(at)
    if found is None:
        return None
    run = found.run
    touched = {line_of(row) for row in found.phases if row.phase.project.slug in change.projects and not row.why}
    rows = [row for row in found.phases if line_of(row) in touched and not row.why]
    curves, conversions = curves_of(run.parameters), factors_at(at)
    horizon = Horizon.years(run.parameters["first_year"], run.parameters["years"], run.effective_on.end)
    draws = Draws(run.seed, run.draws, run.parameters["correlation"], mixture_of(run.parameters))
    phases = [as_phase(changed(row, change), curves) for row in rows]
    bands = project(phases, horizon, draws).by_line if phases else {}
    stored = {(line_of(row), row.year): row for row in found.lines}
    described = [
        side_by_side(stored[line, year], [values[period] for values in amounts], change.price_usd_per_kg, conversions)
        for line, band in sorted(bands.items())
        for amounts in [[band.amounts(name) for name in ("p10", "p50", "p90")]]
        for period, year in enumerate(range(run.parameters["first_year"], horizon.end_month // 12))
        if year >= at.as_of.year
    ]
    names = sorted({row.phase.slug for row in rows if row.phase.project.slug in change.projects})
    price = change.price_usd_per_kg
    floors = [] if price is None else support_at_price(at, found, change.projects, price)
    return WhatIf(run, described, names, floors)


def changed(row: ProjectedPhase, change: Change) -> ProjectedPhase:
    """A copy of the phase with the change, where its project is named; never saved."""
    if row.phase.project.slug not in change.projects:
        return row
    result = copy(row)
    if change.slip_median_months is not None:
        result.slip_median_months = change.slip_median_months
    if change.success_share is not None:
        result.success_share = change.success_share
    if change.curve:
        result.curve = change.curve
    if change.nameplate_times is not None and result.added is not None:
        result.added = result.added * change.nameplate_times
    return result


def side_by_side(
    stored: ProjectedOutput, amounts: list[Decimal], price: Decimal | None, conversions: Factors
) -> WhatIfLine:
    p10, p50, p90 = amounts
    difference = None if stored.p50 is None else p50 - stored.p50
    mass = kilograms(stored.unit, difference, conversions)
    worth = None if price is None or mass is None else rounded(mass * price, Decimal("0.01"))
    return WhatIfLine(stored, p10, p50, p90, worth)
