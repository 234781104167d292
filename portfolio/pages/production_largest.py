"""What will be made, for the briefing: small pictures of the minerals of the largest share of what is used."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.charts.odds import Odds
from portfolio.charts.production import Fan
from record.calculations.as_of import AsOf

from .production import page

MOST = 8


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture of one mineral: the odds of a plant that is all there is, or the fan of several."""

    chart: Fan | Odds

    @property
    def is_odds(self) -> bool:
        return isinstance(self.chart, Odds)


@dataclass(frozen=True, slots=True)
class Largest:
    """`of`: how many minerals have a figure. `rough_only`: those of which only a rough one is known, by name."""

    year: int
    pictures: list[Pictured]
    of: int
    rough_only: list[str]

    @property
    def has_fans(self) -> bool:
        return any(not one.is_odds for one in self.pictures)


def largest(at: AsOf) -> Largest | None:
    """At most eight minerals, one picture each, the largest share of demand first; None without a projection."""
    found = page(at)
    if found.run is None:
        return None
    shares = {
        line.mineral: line.demand.estimated.central or Decimal(0)
        for line in (found.summary.lines if found.summary else ())
        if line.demand is not None
    }
    drawn: list[Fan | Odds] = [*found.odds, *(one for one in found.fans if one.is_drawn)]
    drawn.sort(key=lambda one: (-shares.get(one.mineral, Decimal(0)), one.title))
    first = {one.mineral: one for one in reversed(drawn)}
    pictures = [Pictured(one) for one in drawn if first[one.mineral] is one]
    return Largest(found.year, pictures[:MOST], len(pictures), found.rough_only)
