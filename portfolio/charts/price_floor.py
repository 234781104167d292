"""The picture of a price floor: what it would pay against a flat price, with the likely range of the volumes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.floor_draws import Spread
from portfolio.reports.tables import Table
from record.calculations.formatting import compact

WIDTH, HEIGHT = 860, 340
LEFT, TOP, RIGHT, BOTTOM = 72, 46, 14, 40
FIRST_MARK, NEXT_MARK = 18, 16
STEPS = 5


@dataclass(frozen=True, slots=True)
class PricePoint:
    """What the floor would pay at a flat price, over the quarters asked, in USD."""

    price: Decimal
    owed: Spread
    received: Decimal | None
    """Expected; None where its share is not on record."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A price that is named in the picture."""

    x: float
    top: int
    text: str
    is_left: bool


@dataclass(frozen=True, slots=True)
class FloorPicture:
    """P10 to P90 as a band, hatched where it rests on estimates, and the middle as a line; marks at named prices."""

    title: str
    band: str
    middle: str
    is_hatched: bool
    prices: list[tuple[float, str]]
    levels: list[tuple[float, str]]
    marks: list[Mark]
    summary: str
    table: Table
    slug: str
    """Of the award."""
    most: Decimal
    """The most that it would pay at any of the prices, by P90."""
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def hatch(self) -> str:
        return f"hatch-{self.slug}"

    @property
    def bottom(self) -> int:
        return self.height - BOTTOM


def floor_picture(
    slug: str,
    title: str,
    points: Sequence[PricePoint],
    named: Sequence[tuple[Decimal, str]],
    summary: str,
    table: Table,
    *,
    is_hatched: bool,
) -> FloorPicture:
    """The picture of points in the order of their prices; `named` are the prices to mark."""
    last = max(point.price for point in points) or Decimal(1)
    most = max(point.owed.p90 for point in points) or Decimal(1)

    def x(price: Decimal) -> float:
        return round(LEFT + float(price / last) * (WIDTH - LEFT - RIGHT), 1)

    def y(amount: Decimal) -> float:
        return round(HEIGHT - BOTTOM - float(amount / most) * (HEIGHT - BOTTOM - TOP), 1)

    def path(measure: str, *, backwards: bool = False) -> str:
        ordered = reversed(points) if backwards else points
        return " ".join(f"{x(one.price)},{y(getattr(one.owed, measure))}" for one in ordered)

    return FloorPicture(
        title=title,
        band=f"{path('p90')} {path('p10', backwards=True)}",
        middle=path("p50"),
        is_hatched=is_hatched,
        prices=[
            (x(price), f"{price.normalize():f}") for step in range(STEPS + 1) if (price := last * step / STEPS) >= 0
        ],
        levels=[(y(amount), compact(amount)) for amount in (Decimal(0), most / 2, most)],
        marks=[
            Mark(x(price), FIRST_MARK + place * NEXT_MARK, text, price > last / 2)
            for place, (price, text) in enumerate(named)
            if 0 <= price <= last
        ],
        summary=summary,
        table=table,
        slug=slug,
        most=most,
    )
