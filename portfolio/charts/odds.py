"""The picture of odds: the chance of producing by year, above the likely range of the draws that do."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.tables import Table
from projects.calculations.odds_of_output import Chance
from record.calculations.formatting import rounded

from .axes import PAD_BOTTOM, Axes

CHANCE_CEILING = 24
BETWEEN, ABOVE = 40, 10
"""What lies between the two pictures, and how far the words of the lower one stand above it."""
MILLION, SIX = Decimal(1_000_000), Decimal("0.000001")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class OddsYear:
    """A year of odds: the chance of producing in it, and the likely range of the draws that do."""

    year: int
    unit: str
    chance: Chance

    @property
    def share(self) -> Decimal:
        return rounded(Decimal(repr(self.chance.share)), SIX)

    @property
    def low(self) -> Decimal | None:
        return self.amount(self.chance.low)

    @property
    def high(self) -> Decimal | None:
        return self.amount(self.chance.high)

    def amount(self, millionths: int) -> Decimal | None:
        return Decimal(millionths) / MILLION if self.chance.share else None


@dataclass(frozen=True, slots=True)
class Size:
    """How large the two pictures are together, and where the upper one ends."""

    width: int
    height: int
    chance_floor: int


LARGE, SMALL = Size(860, 380, 110), Size(300, 220, 80)


COLUMNS = (
    c.YEAR.of(lambda line: line.year),
    c.UNIT.of(lambda line: line.unit),
    Column("chance", "Chance of producing", "Draws that give any output in the year.", Type.FRACTION,
           value=lambda line: line.share),
    Column("low_if_producing", "Low, if it does", "One draw in ten of those is at or below.", Type.QUANTITY,
           unknown="no draw produces", is_optional=True, value=lambda line: line.low),
    Column("high_if_producing", "High, if it does", "Nine draws in ten of those are at or below.", Type.QUANTITY,
           unknown="no draw produces", is_optional=True, value=lambda line: line.high),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Odds:
    """Two pictures above each other over the same years; `is_hatched` says that it rests on estimates."""

    title: str
    mineral: str
    unit: str
    width: int
    height: int
    range_words: int
    """Where the words of the lower picture stand, from the top."""
    hatch: str
    is_hatched: bool
    chance: str
    band: str
    years: list[tuple[float, int]]
    chances: list[tuple[float, str]]
    levels: list[tuple[float, str]]
    summary: str
    table: Table


def odds(
    name: str, title: str, mineral: str, years: Sequence[OddsYear], summary: str, *, is_hatched: bool, size: Size
) -> Odds:
    """The picture of the odds of a line, in the order of its years."""
    producing = [one for one in years if one.chance.share]
    first, last = years[0].year, years[-1].year
    most = max((one.high or Decimal(0) for one in producing), default=Decimal(0)) or Decimal(1)
    range_ceiling = size.chance_floor + BETWEEN
    above = Axes(first, last, HUNDRED, size.width, size.chance_floor, CHANCE_CEILING)
    below = Axes(first, last, most, size.width, size.height - PAD_BOTTOM, range_ceiling)
    return Odds(
        title=title,
        mineral=mineral,
        unit=years[0].unit,
        width=size.width,
        height=size.height,
        range_words=range_ceiling - ABOVE,
        hatch=f"{name}-hatch",
        is_hatched=is_hatched,
        chance=above.path((one.year, one.share * HUNDRED) for one in years),
        band=below.band(
            [(one.year, one.low or Decimal(0)) for one in producing],
            [(one.year, one.high or Decimal(0)) for one in producing],
        ),
        years=below.years,
        chances=[(y, f"{level}%") for y, level in above.levels],
        levels=below.levels,
        summary=summary,
        table=Table(name=name, title=f"{title}: odds by year", columns=COLUMNS, lines=years),
    )
