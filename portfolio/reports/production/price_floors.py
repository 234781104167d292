"""What price floors would pay at a price: a kilogram, and a year if all of a plant's output counted."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.calculations.price_floor import top_up
from portfolio.calculations.price_paths import ANY
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.price_floors import floor_awards_at
from portfolio.positions.price_support import in_words, recognised_at
from portfolio.positions.recorded_output import outputs_by_period, recorded_at
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from projects.calculations.output_today import output_today
from projects.calculations.units import in_measure
from projects.models import ProductionRecord, ProjectedPhase
from projects.models.chains_on_record import Factors, factors_at
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded
from record.calculations.partial_dates import PartialDate

from .projected import WHY_UNKNOWN, Projected, year_asked

CENT, PRICE = Decimal("0.01"), Decimal("0.00000001")
KILOGRAM, PER_KILOGRAM = "kg", "USD/kg"
NOTES = (
    "Volumes are what the contract counts, which may be less than all output.",
    "What was recognised is a fact of the record: it stands beside the scenario, and is never added to it.",
    "A share of a price above the floor is due only once its condition is met.",
)


@dataclass(frozen=True, slots=True)
class Later:
    """What a plant makes five years on by half of the draws, in kilograms a year, and what the floor would pay."""

    kilograms: Decimal | None = None
    usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FloorLine:
    """A price floor at a site, what it would pay a kilogram, and in a year of today and of five years on."""

    investment: str
    project: str
    phase: str | None
    floor: Decimal | None
    price: Decimal | None = None
    support: Decimal | None = None
    today_kg: Decimal | None = None
    today_usd: Decimal | None = None
    period: str = ""
    newer: str = ""
    facts: Later = Later()
    estimated: Later = Later()
    why: str = ""
    recognised: str = ""


def later_columns(answer: str, words: str, part: Callable[[FloorLine], Later]) -> tuple[Column, Column]:
    """What a plant makes five years on by one answer, and what the floor would pay for it."""
    return (
        Column(f"p50_kg_{answer}", f"Output by P50, {words}", "Baseline and gain five years on, a year.",
               Type.QUANTITY, "kg", unknown="it cannot be drawn", value=lambda line: part(line).kilograms),
        Column(f"support_p50_usd_{answer}", f"Support by P50, {words}", "A year, if all of that counted.",
               Type.USD, "USD", unknown="see why", value=lambda line: part(line).usd),
    )  # fmt: skip


COLUMNS = (
    c.INVESTMENT.of(lambda line: line.investment, label="Floor"),
    c.PROJECT.of(lambda line: line.project),
    replace(c.PHASE, unknown="none on record of the product"),
    Column("floor_price", "Floor price", "As agreed.", Type.PRICE, unknown="not disclosed",
           value=lambda line: line.floor),
    Column("price_usd_per_kg", "Price", "As given here.", Type.PRICE, "USD/kg", unknown="not comparable",
           value=lambda line: line.price),
    Column("support_usd_per_kg", "Support a kilogram", "max(0, floor - price).", Type.PRICE, "USD/kg",
           unknown="see why", value=lambda line: line.support),
    Column("output_today_kg", "Output today", "The newest twelve months on record, else the baseline of a year.",
           Type.QUANTITY, "kg", is_computed=False, unknown="not stated", value=lambda line: line.today_kg),
    Column("output_period", "Of", "The periods of the output today.", unknown="not stated",
           value=lambda line: line.period or None),
    Column("newer_output", "Newer", "What was recorded after them, and what it would pay; never made a year of.",
           unknown="nothing newer", is_prose=True, value=lambda line: line.newer or None),
    Column("support_today_usd", "Support today", "A year, if all of that counted.", Type.USD, "USD", unknown="see why",
           value=lambda line: line.today_usd),
    Column("recognised", "Recognised", "Price support on record as accrued, by day; never added to a scenario.",
           unknown="none on record", is_optional=True, is_prose=True, value=lambda line: line.recognised or None),
    *later_columns("estimated", "with estimates", lambda line: line.estimated),
    *later_columns("facts", "facts only", lambda line: line.facts),
    WHY_UNKNOWN,
)  # fmt: skip


def projects_with_a_floor(at: AsOf) -> list[str]:
    """The sites that a price floor reaches."""
    return sorted({project.slug for line in floors_at(at) for project in line.projects})


def floors_at(at: AsOf) -> list[InvestmentAt]:
    return [line for line in floor_awards_at(at) if line.is_money]


Prices = Mapping[str, Decimal]
"""In USD a kilogram by mineral; that of `ANY` holds for a mineral without one of its own."""


def price_for(prices: Prices, mineral: str) -> Decimal | None:
    """The price of a mineral; None where none is given that holds for it."""
    return prices.get(mineral, prices.get(ANY))


def support_at_price(at: AsOf, found: Projected, projects: Collection[str], prices: Prices) -> list[FloorLine]:
    """One line for each floor of the projects and each phase of its product of which a price is given."""
    lines: list[FloorLine] = []
    conversions, year = factors_at(at), year_asked(at, None, found.run)
    recorded, recognised = recorded_at(at), recognised_at(at)
    for line in floors_at(at):
        for project in line.projects:
            if project.slug not in projects:
                continue
            product = (line.terms.product if line.terms else "").casefold()
            own = [
                phase
                for phase in found.phases
                if phase.phase.project.slug == project.slug and phase.mineral and product.startswith(phase.mineral)
            ]
            accrued = in_words(recognised.get(line.investment.pk, []))
            lines += [
                with_records(
                    replace(floor_line(line, project.slug, phase, found, price, year, conversions), recognised=accrued),
                    recorded.get(phase.phase_id, {}) if phase else {},
                    at,
                    conversions,
                )
                for phase in own or [None]
                if (price := price_for(prices, phase.mineral if phase else product)) is not None
            ]
    return lines


def with_records(
    line: FloorLine, recorded: dict[str, dict[PartialDate, ProductionRecord]], at: AsOf, conversions: Factors
) -> FloorLine:
    """The line with what was recorded in place of the baseline, and what is newer beside it, in kilograms."""
    if line.floor is None or line.price is None:
        return line
    for unit, records in recorded.items():
        today = output_today(outputs_by_period(records), at.as_of)
        made = None if today is None else kilograms(unit, today.output, conversions)
        if today is None or made is None:
            continue
        newer = []
        for period, output in today.newer:
            part = kilograms(unit, output, conversions)
            if part is not None:
                paid = rounded(top_up(floor=line.floor, reference=line.price, kilograms=part), CENT)
                newer.append(f"{period}: {part.normalize():,f} kg, {paid:,.2f} USD")
        return replace(
            line,
            today_kg=made,
            today_usd=rounded(top_up(floor=line.floor, reference=line.price, kilograms=made), CENT),
            period=", ".join(map(str, today.periods)),
            newer="; ".join(newer),
        )
    return line


def floor_line(
    line: InvestmentAt,
    project: str,
    phase: ProjectedPhase | None,
    found: Projected,
    price: Decimal,
    year: int,
    conversions: Factors,
) -> FloorLine:
    floor = line.terms.floor_price if line.terms else None
    is_price = floor is not None and line.terms is not None and line.terms.floor_unit == PER_KILOGRAM
    if not is_price or floor is None:
        unit = line.terms.floor_unit if line.terms else ""
        why = f"the floor is in {unit}, not a price a kilogram" if unit else "the floor price is not on record"
        return FloorLine(line.slug, project, phase and phase.phase.slug, floor, why=why)
    today = kilograms(phase.unit, phase.baseline, conversions) if phase else None
    gain = next((one for one in found.by_phase[phase.pk] if one.year == year), None) if phase else None
    why = "no phase of its product is on record" if phase is None else phase.why
    return FloorLine(
        line.slug,
        project,
        phase and phase.phase.slug,
        floor,
        price,
        rounded(top_up(floor=floor, reference=price, kilograms=Decimal(1)), PRICE),
        today,
        None if today is None else rounded(top_up(floor=floor, reference=price, kilograms=today), CENT),
        "" if today is None else "baseline",
        "",
        later(phase, getattr(gain, "p50", None), floor, price, conversions),
        later(phase, getattr(gain, "p50_estimated", None), floor, price, conversions),
        why,
    )


def later(
    phase: ProjectedPhase | None, gain: Decimal | None, floor: Decimal, price: Decimal, conversions: Factors
) -> Later:
    """Baseline and gain of a phase in kilograms, and what the floor would pay; unknown where one of them is."""
    if phase is None or phase.baseline is None or gain is None:
        return Later()
    made: Decimal | None = kilograms(phase.unit, phase.baseline + gain, conversions)
    paid = None if made is None else rounded(top_up(floor=floor, reference=price, kilograms=made), CENT)
    return Later(made, paid)


def kilograms(unit: str, amount: Decimal | None, conversions: Factors) -> Decimal | None:
    """An amount as kilograms; None where it is unknown, or no conversion leads there from the measure of its unit."""
    measured, factor = in_measure(unit, KILOGRAM, conversions)
    if amount is None or measured.partition(" ")[0] != KILOGRAM:
        return None
    return amount * factor
