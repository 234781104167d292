"""The pictures of the report of price floors: by year, and against the price for the largest few."""

from collections.abc import Iterable
from dataclasses import dataclass

from portfolio.positions.filters import Filters
from portfolio.reports.production.floor_answers import Assumed, QuarterOfFloor

from .floor_years import floor_years
from .liability import liability_against_price
from .pairs import Pairs
from .price_floor import FloorPicture

MOST = 4
"""So many are drawn side by side, each on its own scale: prices of two products share none."""


@dataclass(frozen=True, slots=True)
class Floors:
    """Signed floors by year, the largest few against the price, and the slugs of those that are not drawn."""

    years: Pairs
    against_price: list[FloorPicture]
    further: list[str]


def floors(lines: Iterable[QuarterOfFloor], asked: Filters) -> Floors | None:
    """The pictures of the floors whose quarters these are; None without any that is signed."""
    quarters = list(lines)
    years = floor_years(quarters)
    if years is None:
        return None
    answers = {one.of.floor.award.slug: one.of for one in quarters if one.of and one.floor.award.is_money}
    assumed = Assumed.of(asked)
    drawn = [liability_against_price(one, one.remaining, assumed) for one in answers.values()]
    ordered = sorted((one for one in drawn if one is not None), key=lambda one: (-one.most, one.slug))
    shown = ordered[:MOST]
    return Floors(years, shown, sorted(answers.keys() - {one.slug for one in shown}))
