"""What if: some projects changed, drawn anew with the stored run's seed, beside the stored run. Nothing is written."""

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from portfolio.positions.names import names_borne
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from projects.calculations.bands import Band
from projects.calculations.estimates import ONE
from projects.calculations.projection import Projection, project
from projects.models import ProjectedOutput, ProjectedPhase, ProjectionRun
from projects.models.chains_on_record import Factors, factors_at
from projects.models.estimated_phases import as_distribution, as_text
from projects.models.projectable import as_phase, curves_of, drawing_of, line_of
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .price_floors import FloorLine, Prices, kilograms, price_for, projects_with_a_floor, support_at_price
from .projected import COUNTED, REACH, STANDING, Projected, of_part, projected_at, year_of_day

HOME = "domestic"
PERCENTILES = {"p10": "Likely from", "p50": "Middle", "p90": "Likely to"}
"""Each with its name on pages: the likely range is P10 to P90, the middle P50."""
Percentiles = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Answered:
    """P10, P50 and P90 of a line by one answer, as stored and with the change; None where it cannot be drawn."""

    stored: Percentiles
    changed: Percentiles
    worth: Decimal | None

    @property
    def p50_difference(self) -> Decimal | None:
        """Changed less stored."""
        return difference(self.changed["p50"], self.stored["p50"])


@dataclass(frozen=True, slots=True)
class WhatIfLine:
    """A line of the stored run beside what it would be with the change, by facts only and with estimates."""

    stored: ProjectedOutput
    facts: Answered
    estimated: Answered


def side_by_side(answer: str, words: str, part: Callable[[WhatIfLine], Answered]) -> tuple[Column, ...]:
    """The columns of one answer: each percentile stored and changed, what the middle differs by, and its worth."""

    def column(name: str, label: str, meaning: str, value: Callable[[Answered], Decimal | None]) -> Column:
        return Column(f"{name}_{answer}", f"{label}, {words}", meaning, Type.QUANTITY, unknown="it cannot be drawn",
                      value=lambda line: value(part(line)))  # fmt: skip

    percentiles = [
        column(f"{name}_{which}", f"{label} {which}", f"{name.upper()}, {meaning}", partial(percentile, name, which))
        for name, label in PERCENTILES.items()
        for which, meaning in (("stored", "of the run on record."), ("changed", "with what was changed."))
    ]
    return (
        *percentiles,
        column("p50_difference", "Difference of the middle", "Changed less stored.", lambda one: one.p50_difference),
        Column(f"value_difference_usd_{answer}", f"Worth, {words}", "The difference of the middle at the price given.",
               Type.USD, "USD", unknown="no price was given, or nothing is drawn", is_optional=True,
               value=lambda line: part(line).worth),
    )  # fmt: skip


def percentile(name: str, which: str, one: Answered) -> Decimal | None:
    return (one.stored if which == "stored" else one.changed)[name]


COLUMNS = (
    *of_part(lambda line: line.stored, c.MINERAL, c.STAGE, c.YEAR, STANDING, c.UNIT, REACH),
    *side_by_side("estimated", "with estimates", lambda line: line.estimated),
    *side_by_side("facts", "facts only", lambda line: line.facts),
)


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed for the projects named; None leaves it as it is.

    `prices` are in USD a kilogram by mineral; that of `ANY` holds for a mineral without one of its own.
    """

    projects: Collection[str]
    slip_median_months: Decimal | None = None
    success_share: Decimal | None = None
    curve: str = ""
    nameplate_times: Decimal | None = None
    prices: Prices = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WhatIf:
    run: ProjectionRun
    lines: list[WhatIfLine]
    changed: list[str]
    floors: list[FloorLine]
    priced: str
    """The prices given, in words; empty where none is."""


def curve_names(at: AsOf) -> list[str]:
    found = projected_at(at)
    return sorted(curves_of(found.run.parameters)) if found else []


def project_names(at: AsOf) -> dict[str, str]:
    """The projects of which a phase can be drawn, by facts or with estimates, and those that a price floor reaches."""
    found = projected_at(at)
    if found is None:
        return {}
    names = names_borne("project", at)
    slugs = {row.phase.project.slug for row in drawable(found)} | set(projects_with_a_floor(at))
    return {slug: names.get(slug, slug) for slug in sorted(slugs)}


def product_names(at: AsOf) -> dict[str, str]:
    """The minerals of which a phase can be drawn or that a price floor is about, each with its name."""
    found = projected_at(at)
    if found is None:
        return {}
    names = names_borne("mineral", at)
    return {slug: names.get(slug, slug) for slug in sorted({row.mineral for row in found.lines})}


def drawable(found: Projected) -> list[ProjectedPhase]:
    """The phases that the run drew, by facts or with estimates."""
    return [row for row in found.phases if row.mineral and not (row.why and row.why_estimated)]


def plants_of(at: AsOf, mineral: str, stage: str = "") -> list[str]:
    """The projects at home that count with a phase of the mineral which can be drawn, of one stage or of all."""
    found = projected_at(at)
    rows = [] if found is None else drawable(found)
    return sorted(
        {
            row.phase.project.slug
            for row in rows
            if (row.mineral, row.standing, row.reach) == (mineral, HOME, COUNTED) and stage in ("", row.stage)
        }
    )


def what_if(at: AsOf, change: Change) -> WhatIf | None:
    """The lines that the change touches, stored and changed, by either answer; None where no run is on record."""
    found = projected_at(at)
    if found is None:
        return None
    run, drawn = found.run, drawable(found)
    own = [row for row in drawn if row.phase.project.slug in change.projects]
    touched = {line_of(row) for row in own}
    drawing, conversions = drawing_of(run), factors_at(at)
    phases = [as_phase(changed(row, change), drawing.curves) for row in drawn if line_of(row) in touched]
    result = project(phases, drawing.horizon, drawing.draws) if phases else Projection({}, {}, {})
    described = []
    for stored in found.lines:
        line = line_of(stored)
        if line not in touched or stored.year < year_of_day(at, run):
            continue
        facts = result.by_line.get(line)
        estimated = result.lines_estimated.get(line) or facts
        period = stored.year - run.parameters["first_year"]
        price = partial(worth, stored.unit, price_for(change.prices, stored.mineral), conversions)
        if facts or estimated:
            described.append(
                WhatIfLine(
                    stored,
                    answered(stored, "", facts, period, price),
                    answered(stored, "_estimated", estimated, period, price),
                )
            )
    names = sorted(row.phase.slug for row in own)
    floors = support_at_price(at, found, change.projects, change.prices) if change.prices else []
    return WhatIf(run, described, names, floors, in_words(at, change.prices))


def in_words(at: AsOf, prices: Prices) -> str:
    """Each price with its product: "NdPr oxide 60, all others 12 USD a kilogram"."""
    names = names_borne("mineral", at)
    others = "all others" if len(prices) > 1 else "all products"
    told = [
        f"{names.get(slug, slug) or others} {price.normalize():f}"
        for slug, price in sorted(prices.items(), reverse=True)
    ]
    return f"{', '.join(told)} USD a kilogram" if told else ""


def answered(
    stored: ProjectedOutput,
    suffix: str,
    band: Band | None,
    period: int,
    price: Callable[[Decimal | None], Decimal | None],
) -> Answered:
    """A line in one period by one answer: `suffix` is that of its measures on record."""
    before = {name: getattr(stored, f"{name}{suffix}") for name in PERCENTILES}
    after = {name: band.amounts(name)[period] if band else None for name in PERCENTILES}
    return Answered(before, after, price(difference(after["p50"], before["p50"])))


def difference(after: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if after is None or before is None else after - before


def worth(unit: str, price: Decimal | None, conversions: Factors, amount: Decimal | None) -> Decimal | None:
    """An amount at a price a kilogram; None where no price is given, or it is no mass."""
    mass = kilograms(unit, amount, conversions)
    return None if price is None or mass is None else rounded(mass * price, Decimal("0.01"))


def changed(row: ProjectedPhase, change: Change) -> ProjectedPhase:
    """A copy of the phase with the change, where its project is named; never saved.

    A lead time stands in the place of a slip, so that another slip changes nothing of a phase that has one.
    """
    if row.phase.project.slug not in change.projects:
        return row
    result = copy(row)
    if change.slip_median_months is not None:
        result.slip_median_months = change.slip_median_months
    if change.success_share is not None:
        result.success_share = change.success_share
    if change.curve:
        result.curve = change.curve
    if change.nameplate_times is not None:
        if result.added is not None:
            result.added = result.added * change.nameplate_times
        result.estimate = times(row.estimate, float(change.nameplate_times))
    return result


def times(estimate: dict[str, Any], many: float) -> dict[str, Any]:
    """The estimate with that many times its size; any other is as it was."""
    size = estimate.get("size")
    if size is None:
        return estimate
    factor = as_distribution(size["factor"]) if "factor" in size else ONE
    return {**estimate, "size": {**size, "factor": as_text(factor.times(many))}}
