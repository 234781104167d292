"""What price floors would pay at a price: a kilogram, and a year if all of a plant's output counted."""

from collections.abc import Collection
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.calculations.price_floor import top_up
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.reports.base import Column, Row, Type
from projects.models import ProjectedPhase
from record.calculations.as_of import AsOf

from .projected import Projected

THOUSAND, CENT, PRICE = Decimal(1000), Decimal("0.01"), Decimal("0.00000001")
AHEAD = 5
PER_KILOGRAM = "USD/kg"
NOTES = (
    "Volumes are what the contract counts, which may be less than all output.",
    "A share of a price above the floor is due only once its condition is met.",
)
COLUMNS = (
    Column("investment", "Floor", "The award that holds it.", page="investment"),
    Column("project", "Project", "The site that it reaches.", page="project"),
    Column("phase", "Phase", "Whose output is taken for the volume.", unknown="none on record of the product"),
    Column("floor_price", "Floor price", "As agreed.", Type.PRICE, unknown="not disclosed"),
    Column("price_usd_per_kg", "Price", "As given here.", Type.PRICE, "USD/kg", unknown="not comparable"),
    Column("support_usd_per_kg", "Support a kilogram", "max(0, floor - price).", Type.PRICE, "USD/kg",
           unknown="see why"),
    Column("baseline_kg", "Output today", "The baseline, a year.", Type.QUANTITY, "kg", unknown="not stated"),
    Column("support_today_usd", "Support today", "A year, if all of that counted.", Type.USD, "USD", unknown="see why"),
    Column("p50_kg", "Output by P50", "Baseline and gain five years on, a year.", Type.QUANTITY, "kg",
           unknown="it cannot be drawn"),
    Column("support_p50_usd", "Support by P50", "A year, if all of that counted.", Type.USD, "USD", unknown="see why"),
    Column("why", "Why not known", "In words.", unknown="all is known", is_optional=True, is_prose=True),
)  # fmt: skip


def projects_with_a_floor(at: AsOf) -> list[str]:
    """The sites that a price floor reaches."""
    return sorted({project.slug for line in floors_at(at) for project in line.projects})


def floors_at(at: AsOf) -> list[InvestmentAt]:
    return [line for line in investments_at(at) if line.instrument.family is Family.PRICE_FLOOR and line.is_money]


def support_at_price(at: AsOf, found: Projected, projects: Collection[str], price: Decimal) -> list[Row]:
    """One row for each floor of the projects and each phase of its product; `price` in USD a kilogram."""
    rows: list[Row] = []
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
            rows += [row(line, project.slug, phase, found, price, at.as_of.year + AHEAD) for phase in own or [None]]
    return rows


def row(
    line: InvestmentAt, project: str, phase: ProjectedPhase | None, found: Projected, price: Decimal, year: int
) -> Row:
    floor = line.terms.floor_price if line.terms else None
    is_price = floor is not None and line.terms is not None and line.terms.floor_unit == PER_KILOGRAM
    if not is_price or floor is None:
        unit = line.terms.floor_unit if line.terms else ""
        why = f"the floor is in {unit}, not a price a kilogram" if unit else "the floor price is not on record"
        return (line.slug, project, phase and phase.phase.slug, floor, None, None, None, None, None, None, why)
    today = kilograms(phase, phase.baseline) if phase else None
    gain = next((one.p50 for one in found.by_phase[phase.pk] if one.year == year), None) if phase else None
    later = None if phase is None or phase.baseline is None or gain is None else kilograms(phase, phase.baseline + gain)
    why = "no phase of its product is on record" if phase is None else phase.why
    return (
        line.slug,
        project,
        phase and phase.phase.slug,
        floor,
        price,
        top_up(floor=floor, reference=price, kilograms=Decimal(1)).quantize(PRICE),
        today,
        None if today is None else top_up(floor=floor, reference=price, kilograms=today).quantize(CENT),
        later,
        None if later is None else top_up(floor=floor, reference=price, kilograms=later).quantize(CENT),
        why or None,
    )


def kilograms(phase: ProjectedPhase, amount: Decimal | None) -> Decimal | None:
    """An amount in units of account as kilograms; None where it is unknown or the unit is neither."""
    if amount is None or phase.unit.partition(" ")[0] not in ("t", "kg"):
        return None
    return amount * THOUSAND if phase.unit.startswith("t") else amount
