"""Of a price floor's page: what was recognised of it, beside what it would pay for the output of a year."""

from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.calculations.price_paths import ANY
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.price_floors import floors_of
from portfolio.positions.price_support import recognised_at
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.production.floor_answers import Assumed, floor_answers
from portfolio.reports.production.price_floors import FloorLine, support_at_price
from portfolio.reports.production.projected import projected_at, projected_phases_at
from portfolio.reports.tables import NOTE, SOURCES, Table
from record.calculations.as_of import AsOf
from record.calculations.formatting import compact

from .floor_sentences import sentences
from .floor_totals import term_lines

ONE = Decimal(1)
COLUMNS = (
    replace(c.EFFECTIVE_ON, label="By"),
    Column("recognised_usd", "Recognised", "Price support that the recipient booked as income; not confirmed cash.",
           Type.USD, "USD", unknown="not stated", value=lambda entry: entry.amount),
    NOTE,
    SOURCES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PriceSupport:
    """What is on record, and the scenario beside it in a sentence a plant: two things, never added."""

    recognised: Table
    liability: list[str]
    scenarios: list[str]
    projects: list[str]


def price_support(at: AsOf, line: InvestmentAt) -> PriceSupport | None:
    """Of an award that is a price floor; None for any other."""
    if line.instrument.family is not Family.PRICE_FLOOR:
        return None
    entries = recognised_at(at, line.investment.pk).get(line.investment.pk, [])
    table = Table(
        name="recognised",
        title="Price support recognised",
        columns=COLUMNS,
        lines=entries,
        empty="None is on record.",
        notes=("Facts of the record by their day. They are never added to what the floor would pay.",)
        if entries
        else (),
    )
    projects = [one.slug for one in line.projects]
    return PriceSupport(table, liability(at, line), scenarios(at, line, projects), projects)


def liability(at: AsOf, line: InvestmentAt) -> list[str]:
    """What the rest of its term would pay at the prices in force, as its own page begins; and where nothing is owed."""
    assumed = Assumed()
    (answer,) = floor_answers(at, projected_phases_at(at), floors_of(at, [line]), assumed)
    quarters = answer.remaining
    return sentences(answer, term_lines(answer, quarters, at, assumed), quarters, assumed)


def scenarios(at: AsOf, line: InvestmentAt, projects: list[str]) -> list[str]:
    """What a year of the output today would be paid for each dollar that the price is below the floor."""
    found, floor = projected_at(at), line.terms.floor_price if line.terms else None
    if found is None or floor is None or floor <= ONE:
        return []
    below = support_at_price(at, found, projects, {ANY: floor - ONE})
    return [said(one) for one in below if one.investment == line.slug and one.today_kg is not None]


def said(one: FloorLine) -> str:
    made = f"{one.today_kg:,.0f} kg ({one.period})"
    paid = "unknown" if one.today_usd is None else compact(one.today_usd)
    return f"{one.project}: for each dollar a kilogram below the floor, {paid} a year, if all of {made} counted."
