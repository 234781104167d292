"""What price floors would pay at a price: a kilogram, and a year if all of a plant's output counted."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.calculations.price_floor import top_up
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from projects.calculations.units import in_measure
from projects.models import ProjectedPhase
from projects.models.chains_on_record import Factors, factors_at
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .projected import AHEAD, WHY_UNKNOWN, Projected

CENT, PRICE = Decimal("0.01"), Decimal("0.00000001")
KILOGRAM, PER_KILOGRAM = "kg", "USD/kg"
NOTES = (
    "Volumes are what the contract counts, which may be less than all output.",
    "A share of a price above the floor is due only once its condition is met.",
)


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
    p50_kg: Decimal | None = None
    p50_usd: Decimal | None = None
    why: str = ""


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
    Column("baseline_kg", "Output today", "The baseline, a year.", Type.QUANTITY, "kg", unknown="not stated",
           value=lambda line: line.today_kg),
    Column("support_today_usd", "Support today", "A year, if all of that counted.", Type.USD, "USD", unknown="see why",
           value=lambda line: line.today_usd),
    Column("p50_kg", "Output by P50", "Baseline and gain five years on, a year.", Type.QUANTITY, "kg",
           unknown="it cannot be drawn", value=lambda line: line.p50_kg),
    Column("support_p50_usd", "Support by P50", "A year, if all of that counted.", Type.USD, "USD", unknown="see why",
           value=lambda line: line.p50_usd),
    WHY_UNKNOWN,
)  # fmt: skip


def projects_with_a_floor(at: AsOf) -> list[str]:
    """The sites that a price floor reaches."""
    return sorted({project.slug for line in floors_at(at) for project in line.projects})


def floors_at(at: AsOf) -> list[InvestmentAt]:
    return [line for line in investments_at(at) if line.instrument.family is Family.PRICE_FLOOR and line.is_money]


def support_at_price(at: AsOf, found: Projected, projects: Collection[str], price: Decimal) -> list[FloorLine]:
    """One line for each floor of the projects and each phase of its product; `price` in USD a kilogram."""
    lines: list[FloorLine] = []
    conversions, year = factors_at(at), at.as_of.year + AHEAD
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
            lines += [floor_line(line, project.slug, phase, found, price, year, conversions) for phase in own or [None]]
    return lines


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
    gain = next((one.p50 for one in found.by_phase[phase.pk] if one.year == year), None) if phase else None
    later = None
    if phase is not None and phase.baseline is not None and gain is not None:
        later = kilograms(phase.unit, phase.baseline + gain, conversions)
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
        later,
        None if later is None else rounded(top_up(floor=floor, reference=price, kilograms=later), CENT),
        why,
    )


def kilograms(unit: str, amount: Decimal | None, conversions: Factors) -> Decimal | None:
    """An amount as kilograms; None where it is unknown, or no conversion leads there from the measure of its unit."""
    measured, factor = in_measure(unit, KILOGRAM, conversions)
    if amount is None or measured.partition(" ")[0] != KILOGRAM:
        return None
    return amount * factor
