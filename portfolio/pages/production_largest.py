"""What will be made: small pictures of the largest shares of what is used, for briefing and page of all minerals."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.charts.fan_key import Mark, key_of_kinds
from portfolio.charts.odds import Odds
from portfolio.charts.production import Fan
from record.calculations.as_of import AsOf

from .production import Production, page
from .production_offered import Offered

MOST = 8


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture of one mineral: the odds of a plant that is all there is, or the fan of several."""

    chart: Fan | Odds

    @property
    def found(self) -> str:
        """What the picture finds, after the name that it is of: ": about 10,700 t a year more by 2030"."""
        return self.chart.finding.removeprefix(self.chart.title)

    @property
    def is_odds(self) -> bool:
        return isinstance(self.chart, Odds)


@dataclass(frozen=True, slots=True)
class Largest:
    """`of`: how many minerals have a figure. `rough_only`: those of which only a rough one is known."""

    year: int
    pictures: list[Pictured]
    of: int
    rough_only: list[Offered]

    @property
    def title(self) -> str:
        number = f"{self.of} mineral{'' if self.of == 1 else 's'}"
        shown = f", {len(self.pictures)} of them shown" if len(self.pictures) < self.of else ""
        return f"What it will make: by {self.year} there is a figure for {number}{shown}"

    @property
    def marks(self) -> list[Mark]:
        """The key of its pictures: what any of them draws."""
        return key_of_kinds(kind for one in self.pictures for kind in one.chart.kinds)


def largest(at: AsOf) -> Largest | None:
    """At most eight minerals, one picture each, the largest share of demand first, then those of which
    no share is known, last those that add none; None without a projection.
    """
    return largest_of(page(at))


def largest_of(found: Production) -> Largest | None:
    """The same of the page of all minerals. What has no figure is not drawn."""
    if found.run is None:
        return None
    shares = {
        (line.mineral, line.stage): line.demand.estimated.central
        for line in (found.summary.lines if found.summary else ())
        if line.demand is not None
    }

    def place(one: Fan | Odds) -> tuple[int, Decimal, str]:
        share = shares.get((one.mineral, one.stage))
        return 0 if share else 1 if share is None else 2, -(share or Decimal(0)), one.title

    drawn: list[Fan | Odds] = [*found.odds, *(one for one in found.fans if one.is_drawn and one.brief)]
    drawn.sort(key=place)
    first = {one.mineral: one for one in reversed(drawn)}
    pictures = [Pictured(one) for one in drawn if first[one.mineral] is one]
    return Largest(found.year, pictures[:MOST], len(pictures), found.rough_only)
