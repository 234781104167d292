"""Odds of a line: how often its draws give any output in a year, and how much where they do."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.reports.base import Column, Type
from projects.calculations.line_draws import Basis
from projects.calculations.odds_of_output import Chance, chance_of
from projects.models import ProjectedOutput
from record.calculations.formatting import rounded

from .drawn_lines import DrawnLines
from .output import base_of
from .shares import key_of

MILLION, SIX = Decimal(1_000_000), Decimal("0.000001")
NO_DRAW = "no draw produces, or nothing is drawn"


@dataclass(frozen=True, slots=True)
class OddsYear:
    """A year of odds: the chance of any output in it, and the likely range of the draws that give some.

    `is_more`: its plants made some before, so that what is drawn comes on top.
    """

    year: int
    unit: str
    chance: Chance
    is_more: bool = False

    @property
    def share(self) -> Decimal:
        """The chance from 0 to 1, to six places."""
        return rounded(Decimal(repr(self.chance.share)), SIX)

    @property
    def low(self) -> Decimal | None:
        return self.amount(self.chance.low)

    @property
    def high(self) -> Decimal | None:
        return self.amount(self.chance.high)

    def amount(self, millionths: int) -> Decimal | None:
        return Decimal(millionths) / MILLION if self.chance.share else None


ODDS_COLUMNS = (
    Column("chance", "Chance of producing", "Draws that give any output in the year.", Type.FRACTION,
           unknown="nothing is drawn", value=lambda line: line.share),
    Column("low_if_producing", "Low, if it does", "One draw in ten of those is at or below.", Type.QUANTITY,
           unknown=NO_DRAW, is_optional=True, value=lambda line: line.low),
    Column("high_if_producing", "High, if it does", "Nine draws in ten of those are at or below.", Type.QUANTITY,
           unknown=NO_DRAW, is_optional=True, value=lambda line: line.high),
)  # fmt: skip


def odds_of_year(drawn: DrawnLines, row: ProjectedOutput, basis: Basis = Basis.ESTIMATES) -> OddsYear:
    """The odds of a line in the year of its row; a chance of 0 where no phase of it can be drawn."""
    key = key_of(row)
    line, made_before = drawn.of(key, basis), base_of(drawn.members[key]).amount
    found = chance_of(line.total(drawn.period(row.year))) if line.parts else Chance(0.0, 0, 0)
    return OddsYear(row.year, row.unit, found, bool(made_before))
