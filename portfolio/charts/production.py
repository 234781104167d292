"""The picture of what will be produced: a picture is a value, the template only draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import slugify

from portfolio.reports.production.output import OutputLine
from portfolio.reports.quoted import Sentence, plain
from portfolio.reports.tables import Table
from projects.models import NationalDemand

from .axes import PAD_BOTTOM, Axes, Point
from .fan_key import Mark, key_of_kinds
from .fan_table import by_year
from .fan_words import base_words, fan_sentence, finding, range_words, recorded_words, rests_on_estimates
from .in_year import InYear, in_year

NEAR = 0.095
"""A year's label nearer to the year asked than this part of the width is left out."""


@dataclass(frozen=True, slots=True)
class Fan:
    """Output of a line by year: the base as a step, recorded output as points, the middle in its likely range.

    One answer at a time: with estimates, else by facts only. `is_hatched` says that the range rests on estimates.
    Each outline is empty where nothing of it is known. `finding` is the title with what the picture finds at `year`;
    `told` says its unit, its source, and what the base is.
    """

    title: str
    finding: str
    told: str
    mineral: str
    stage: str
    unit: str
    width: int
    height: int
    hatch: str
    is_hatched: bool
    base: str
    band: str
    middle: str
    promised: str
    forecast: str
    points: list[tuple[float, float]]
    """Recorded output, from the left and from the top."""
    year: int
    mark: float
    """Where the year asked for stands."""
    years: list[tuple[float, int]]
    levels: list[tuple[float, str]]
    said: Sentence
    brief: str
    """Its range in a sentence below its finding; empty where it has no figure."""
    table: Table
    beside: InYear

    @property
    def summary(self) -> str:
        """Its sentence as words alone."""
        return plain(self.said)

    @property
    def is_drawn(self) -> bool:
        return bool(self.band or self.promised or self.forecast or self.points)

    @property
    def key(self) -> str:
        """Its name on the page."""
        return slugify(f"{self.title} {self.unit}")

    @property
    def kinds(self) -> list[str]:
        """By kind the marks that are drawn."""
        drawn = {
            "base": self.base,
            "recorded": self.points,
            "middle": self.middle,
            "hatched" if self.is_hatched else "solid": self.band,
            "promised": self.promised,
            "forecast": self.forecast,
        }
        return [kind for kind, found in drawn.items() if found]

    @property
    def marks(self) -> list[Mark]:
        return key_of_kinds(self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a picture is drawn: its size, the last year of its axis, its source, and which answer it shows.

    `condition` ends its title: what has to happen for most of its figure.
    """

    width: int
    height: int
    last: int
    source: str
    condition: str = ""
    by_facts: bool = False
    with_rough: bool = False


def top_of(rows: Sequence[OutputLine], high: str) -> Decimal:
    """The most that a picture of the rows shows, by the high end of its range; 1 where it shows nothing."""
    named = (high, "promised", "forecast", "recorded")
    known = [value for row in rows for one in named if (value := getattr(row, one)) is not None]
    return max([*known, rows[0].base.amount or Decimal(0)]) or Decimal(1)


def fan(
    name: str, title: str, rows: Sequence[OutputLine], asked: int, look: Look, demands: Iterable[NationalDemand]
) -> Fan:
    """The picture of a line's rows, in the order of their years, told in words at the year asked."""
    gains = [row.gain for row in rows if row.gain is not None]
    year = min(max(asked, gains[0].year), gains[-1].year)
    shown = [row for row in rows if row.year <= look.last]
    ends = ("p10", "p50", "p90") if look.by_facts else ("p10_estimated", "p50_estimated", "p90_estimated")
    base, most = rows[0].base, top_of(shown, ends[2])
    axes = Axes(rows[0].year, look.last, most, look.width, look.height - PAD_BOTTOM)

    def line(measure: str) -> list[Point]:
        return [(row.year, value) for row in shown if (value := getattr(row, measure)) is not None]

    at_year = next(row for row in rows if row.year == year)
    gain = next(one for one in gains if one.year == year)
    mark = axes.x(year)
    unit = rows[0].unit
    step = [(axes.first, base.amount), (axes.last, base.amount)] if base.amount else []
    return Fan(
        title=title,
        finding=finding(title, gain, look.condition, by_facts=look.by_facts),
        told=" ".join(filter(None, (f"Output, {unit} a year.", base_words(base, unit), recorded_words(shown),
                                    look.source))),
        mineral=rows[0].mineral,
        stage=rows[0].stage,
        unit=unit,
        width=look.width,
        height=look.height,
        hatch=f"{name}-hatch",
        is_hatched=not look.by_facts and any(map(rests_on_estimates, shown)),
        base=axes.band([(at, Decimal(0)) for at, _ in step], step),
        band=axes.band(line(ends[0]), line(ends[2])),
        middle=axes.path(line(ends[1])),
        promised=axes.path(line("promised")),
        forecast=axes.path(line("forecast")),
        points=[(axes.x(at), axes.y(amount)) for at, amount in line("recorded")],
        year=year,
        mark=mark,
        years=[(x, at) for x, at in axes.years if abs(x - mark) > NEAR * look.width],
        levels=axes.levels,
        said=fan_sentence(gains, year, base, is_of_facts=look.by_facts),
        brief=range_words(gain, base),
        table=by_year(name, title, rows, with_rough=look.with_rough),
        beside=in_year(f"{name}-year-hatch", at_year, most, demands, by_facts=look.by_facts),
    )  # fmt: skip
