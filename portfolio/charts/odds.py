"""The picture of odds: the chance of producing by year, above the likely range of the draws that do."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import slugify

from portfolio.reports import columns as c
from portfolio.reports.production.odds import ODDS_COLUMNS, OddsYear
from portfolio.reports.quoted import Sentence, plain
from portfolio.reports.tables import Table
from projects.models import ProjectedOutput

from .axes import PAD_BOTTOM, Axes
from .fan_key import Mark, key_of_kinds
from .in_year import InYear

CHANCE_CEILING = 24
BETWEEN, ABOVE = 40, 10
"""What lies between the two pictures, and how far the words of the lower one stand above it."""
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Size:
    """How large the two pictures are together, and where the upper one ends."""

    width: int
    height: int
    chance_floor: int


LARGE, SMALL = Size(860, 242, 84), Size(300, 195, 74)


COLUMNS = (c.YEAR.of(lambda line: line.year), c.UNIT.of(lambda line: line.unit), *ODDS_COLUMNS)


@dataclass(frozen=True, slots=True)
class Odds:
    """Two pictures above each other over the same years; `is_hatched` says that it rests on estimates."""

    title: str
    finding: str
    """The title with the chance at the year asked."""
    mineral: str
    stage: str
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
    said: Sentence
    table: Table
    over: str
    """Over what it counts, in words."""
    beside: InYear | None = None
    """Its year, where it is drawn large."""

    @property
    def summary(self) -> str:
        """Its sentence as words alone."""
        return plain(self.said)

    @property
    def key(self) -> str:
        """Its name on the page."""
        return slugify(f"{self.title} {self.unit}")

    @property
    def brief(self) -> str:
        """On what it rests, below its finding, which has the odds and the range."""
        return f"Over {self.over}. {'With estimates' if self.is_hatched else 'By facts'}."

    @property
    def kinds(self) -> list[str]:
        """By kind the marks that are drawn."""
        return ["hatched" if self.is_hatched else "solid"]

    @property
    def marks(self) -> list[Mark]:
        return key_of_kinds(self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How odds are drawn: the last year of the axis, their size, and whether they rest on estimates."""

    last: int
    is_hatched: bool
    over: str
    """Over what it counts, in words."""
    size: Size = LARGE


def odds(
    name: str, titles: tuple[str, str], of: ProjectedOutput, years: Sequence[OddsYear], said: Sentence, look: Look
) -> Odds:
    """The picture of the odds of the line that `of` is of, in the order of its years.

    `titles` are its name, and its name with what it finds.
    """
    (title, finding), size = titles, look.size
    shown = [one for one in years if one.year <= look.last]
    producing = [one for one in shown if one.chance.share]
    first, last = years[0].year, look.last
    most = max((one.high or Decimal(0) for one in producing), default=Decimal(0)) or Decimal(1)
    range_ceiling = size.chance_floor + BETWEEN
    above = Axes(first, last, HUNDRED, size.width, size.chance_floor, CHANCE_CEILING)
    below = Axes(first, last, most, size.width, size.height - PAD_BOTTOM, range_ceiling)
    return Odds(
        title=title,
        finding=finding,
        mineral=of.mineral,
        stage=of.stage,
        unit=years[0].unit,
        width=size.width,
        height=size.height,
        range_words=range_ceiling - ABOVE,
        hatch=f"{name}-hatch",
        is_hatched=look.is_hatched,
        chance=above.path((one.year, one.share * HUNDRED) for one in shown),
        band=below.band(
            [(one.year, one.low or Decimal(0)) for one in producing],
            [(one.year, one.high or Decimal(0)) for one in producing],
        ),
        years=below.years,
        chances=[(y, f"{level}%") for y, level in above.levels],
        levels=below.levels,
        said=said,
        table=Table(name=name, title=f"{title}: odds by year", columns=COLUMNS, lines=years),
        over=look.over,
    )
