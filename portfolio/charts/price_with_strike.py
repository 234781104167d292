"""The closes of an issuer against the strike of a right on its shares. A picture is a value: the template draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.positions.warrants import WarrantAt
from portfolio.reports.base import Column, Type
from portfolio.reports.tables import Table
from record.calculations.formatting import three_digits
from record.calculations.timeline import Axis
from record.calculations.unknown import NotKnown

WIDTH, HEIGHT = 560, 190
LEFT, RIGHT, TOP, BOTTOM = 60, 96, 14, 26
FEW_CLOSES = 60
"""Up to so many closes each has its mark; more are a line alone."""

Close = tuple[date, Decimal]
COLUMNS = (
    Column("closed_on", "Day", "The trading day.", Type.DATE, value=lambda line: line[0]),
    Column("close_usd", "Close", "Of one share, on the basis of the day asked.", Type.PRICE, "USD",
           value=lambda line: line[1]),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class PriceChart:
    """`marks` are the closes in order; `strike_y` is where the line of the strike stands."""

    slug: str
    name: str
    title: str
    summary: str
    marks: list[Mark]
    strike_y: float
    strike: str
    levels: list[tuple[float, str]]
    years: list[tuple[float, int]]
    table: Table
    source: str
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = HEIGHT - BOTTOM

    @property
    def path(self) -> str:
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)

    @property
    def are_marked(self) -> bool:
        return len(self.marks) <= FEW_CLOSES


def price_chart(line: WarrantAt) -> PriceChart | None:
    """The picture of one right; None without a close in US dollars or without a strike."""
    strike = line.part.strike
    if not line.closes or strike is None:
        return None
    days, prices = [on for on, _ in line.closes], [price for _, price in line.closes]
    across = Axis.over([*days, line.part.on], start=LEFT, length=WIDTH - LEFT - RIGHT)
    most = max(*prices, strike) * Decimal("1.1") or Decimal(1)

    def up(price: Decimal) -> float:
        return round(HEIGHT - BOTTOM - float(price / most) * (HEIGHT - BOTTOM - TOP), 1)

    return PriceChart(
        slug=line.line.slug,
        name=line.name,
        title=title(line),
        summary=summary(line, line.closes, strike),
        marks=[Mark(across.at(on), up(price), f"{on}: {price.normalize():f} USD") for on, price in line.closes],
        strike_y=up(strike),
        strike=f"strike {strike.normalize():f}",
        levels=[(up(level), three_digits(level)) for level in (Decimal(0), most / 2, most)],
        years=across.ticks(),
        table=Table(
            name=f"closes-{line.line.slug}", title=f"Closes against the strike of {line.name}",
            columns=COLUMNS, lines=line.closes,
        ),
        source=f"Closing prices on record, in US dollars. As of {line.part.on}.",
    )  # fmt: skip


def title(line: WarrantAt) -> str:
    """What is to be seen: the newest close, and on which side of the strike it lies."""
    issuer = line.line.issuer.name if line.line.issuer else "The issuer"
    on = f" on {line.closes[-1][0]}" if line.closes else ""
    try:
        return (
            f"{issuer} closed at ${line.price.normalize():f}{on} against a strike of ${line.strike.normalize():f}: "
            f"{line.moneyness.value}"
        )
    except (NotKnown, ArithmeticError):
        return f"{issuer}: closes and strike"


def summary(line: WarrantAt, closes: Sequence[Close], strike: Decimal) -> str:
    above = sum(1 for _, price in closes if price > strike)
    return (
        f"{len(closes)} close{'' if len(closes) == 1 else 's'} on record from {closes[0][0]} to {closes[-1][0]}, "
        f"{above} above the strike of {strike.normalize():f} USD."
    )
