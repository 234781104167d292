"""The grid of a price floor: what each price would cost for each volume, exactly, as a manager moves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from portfolio.calculations.price_floor import ONE, ZERO, discounted, top_up, upside
from portfolio.calculations.quarters import dated, said_range, share_within
from portfolio.positions.price_floors import FloorAt
from portfolio.reports.base import Column, Type
from portfolio.reports.production.floor_answers import Assumed, factors_of, is_due
from portfolio.reports.production.floor_liability import percent
from portfolio.reports.tables import Table
from record.calculations.as_of import AsOf
from record.calculations.formatting import compact, rounded

CENT, KG_A_TONNE, QUARTERS_A_YEAR = Decimal("0.01"), Decimal(1000), Decimal(4)
PER = {"year": "a year", "quarter": "a quarter"}
NET = "Below 0: the government receives its share of a price above the floor."


@dataclass(frozen=True, slots=True)
class GridRow:
    """One price and what it would cost for each volume, in USD; None where it cannot be told."""

    price: Decimal
    amounts: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class GridAsked:
    """The prices in USD a kilogram, the volumes in tonnes a year or a quarter, and what a cell shows."""

    prices: Sequence[Decimal]
    volumes: Sequence[Decimal]
    per: str
    cells: str
    quarters: Sequence[int]


def grid(floor: FloorAt, at: AsOf, asked: GridAsked, assumed: Assumed) -> Table:
    """One row a price, one column a volume."""
    columns = (
        Column("grid_price", "Price", "Reference price.", Type.PRICE, "USD/kg", value=lambda row: row.price),
        *(
            Column(f"grid_{number}", f"{volume.normalize():,f} t {PER[asked.per]}", "What it would cost.", Type.USD,
                   "USD", unknown=why_unknown(floor, asked, assumed),
                   value=partial(amount_of, number))
            for number, volume in enumerate(asked.volumes)
        ),
    )  # fmt: skip
    rows = [GridRow(price, tuple(cost(floor, at, asked, assumed, price, one) for one in asked.volumes))
            for price in asked.prices]  # fmt: skip
    notes = [NET] if any(amount is not None and amount < 0 for row in rows for amount in row.amounts) else []
    return Table(
        name="grid", title=title_of(asked, assumed), columns=columns, lines=rows, empty="Give prices.",
        notes=tuple(notes),
    )  # fmt: skip


def by_price(told: Table, asked: GridAsked, floor: Decimal | None) -> list[str]:
    """What a year or a quarter of the middle volume would cost at each price of the grid below the floor.

    "2,599 t a year would cost $130M at 60 USD a kilogram, $104M at 70."
    """
    if floor is None or asked.cells != "period" or not asked.volumes:
        return []
    place = (len(asked.volumes) - 1) // 2
    known = [(row.price, amount) for row in told.lines if row.price < floor and (amount := row.amounts[place])]
    if not known:
        return []
    said = [f"{compact(amount)} at {price.normalize():f}" for price, amount in known]
    said[0] += " USD a kilogram"
    return [f"{asked.volumes[place].normalize():,f} t {PER[asked.per]} would cost {', '.join(said)}."]


def amount_of(number: int, row: GridRow) -> Decimal | None:
    return row.amounts[number]


def title_of(asked: GridAsked, assumed: Assumed) -> str:
    """What the grid shows, in words."""
    if asked.cells == "period":
        return f"What {PER[asked.per]} would cost, by price and volume"
    said = said_range(asked.quarters)
    if asked.cells == "discounted" and assumed.rate is not None:
        said += f", discounted at {percent(assumed.rate)} a year"
    return f"What {said} would cost, by price and volume"


def why_unknown(floor: FloorAt, asked: GridAsked, assumed: Assumed) -> str:
    if floor.price is None:
        return floor.why["price"]
    if not asked.quarters:
        return floor.why.get("ends", "no quarter is asked for")
    return "no discount rate is given" if assumed.rate is None else "the government's share is not on record"


def cost(
    floor: FloorAt, at: AsOf, asked: GridAsked, assumed: Assumed, price: Decimal, tonnes: Decimal
) -> Decimal | None:
    """Support less upside of one cell in USD, to the cent; None where it cannot be told."""
    if floor.price is None:
        return None
    kilograms = tonnes * KG_A_TONNE
    if asked.cells == "period":
        due = bool(asked.quarters) and is_due(floor, asked.quarters[0], assumed)
        found = net(floor, floor.price, price, kilograms, due=due)
        return None if found is None else rounded(found, CENT)
    if not asked.quarters or (asked.cells == "discounted" and assumed.rate is None):
        return None
    a_quarter = kilograms / QUARTERS_A_YEAR if asked.per == "year" else kilograms
    amounts = [
        net(floor, floor.price, price, a_quarter * part_of_term(floor, one), due=is_due(floor, one, assumed))
        for one in asked.quarters
    ]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return None
    factors = [ONE] * len(known)
    if asked.cells == "discounted" and assumed.rate is not None:
        factors = factors_of(asked.quarters, at, assumed.rate)
    return rounded(discounted(known, factors), CENT)


def net(floor: FloorAt, agreed: Decimal, price: Decimal, kilograms: Decimal, *, due: bool) -> Decimal | None:
    """Support less what is received of a price above the floor; None where a share is due and not on record."""
    support = top_up(floor=agreed, reference=price, kilograms=kilograms)
    if not due:
        return support
    if floor.share is None:
        return None
    return support - upside(floor=agreed, reference=price, kilograms=kilograms, share=floor.share)


def part_of_term(floor: FloorAt, quarter: int) -> Decimal:
    """The part of a quarter that the term covers; all of it where an end of the term is not on record."""
    begins, ends = dated(quarter).start, dated(quarter).end
    share = share_within(quarter, max(floor.starts or begins, begins), min(floor.ends or ends, ends))
    return Decimal(share.numerator) / share.denominator if share else ZERO
