"""Ramp-up curves beside one another, to be seen before one is chosen: a picture, and the table of its figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from projects.calculations.priors import percent, plain
from projects.calculations.ramp_up import Curve, year_mean
from projects.models import RampUpCurve
from projects.models.projectable import CURVE
from record.calculations.as_of import AsOf

RECONSTRUCTION = (
    "The curves are a reconstruction after McNulty, about 10 points either way between 6 and 36 months. Which one a "
    "plant follows, and their shares, are judgement, bounded by measured findings."
)
YEARS, MONTHS = 5, 60
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 560, 276, 48, 12, 12, 50
STROKES = (("#1a4480", ""), ("#7c4a00", "8 4"), ("#2e6276", "2 3"), ("#8b0a03", "10 3 2 3"), ("#3d4551", "5 5"))


@dataclass(frozen=True, slots=True)
class Climb:
    """One curve: its line in the picture, and its mean share of nameplate by year after the start."""

    series: str
    points: str
    colour: str
    dashes: str
    years: list[str]
    steady: str
    parameters: str
    share: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All lines on one pair of axes."""

    climbs: list[Climb]
    rows: list[RampUpCurve]
    trust: str = RECONSTRUCTION
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM
    levels: list[tuple[float, str]] = field(default_factory=lambda: [(y(one / 100), f"{one}%") for one in (0, 50, 100)])
    ticks: list[tuple[float, int]] = field(default_factory=lambda: [(x(12 * year), year) for year in range(YEARS + 1)])
    headings: list[str] = field(default_factory=lambda: [f"Year {year}" for year in range(1, YEARS + 1)])


def x(months: float) -> float:
    return round(LEFT + months / MONTHS * (WIDTH - LEFT - RIGHT), 1)


def y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)


def picture(rows: Iterable[RampUpCurve]) -> Picture:
    """The curves of the rows, in their order."""
    drawn = list(rows)
    return Picture([climb(row, number) for number, row in enumerate(drawn)], drawn)


def picture_at(at: AsOf) -> Picture:
    """Every curve that holds at `at`, by name."""
    return picture(row for _, row in sorted(RampUpCurve.objects.at(at).latest_by("series").items()))


def climb(row: RampUpCurve, number: int) -> Climb:
    curve = Curve(row.series, *(float(getattr(row, name)) for name in CURVE))
    colour, dashes = STROKES[number % len(STROKES)]
    return Climb(
        series=row.series,
        points=" ".join(f"{x(month)},{y(curve.at(month))}" for month in range(MONTHS + 1)),
        colour=colour,
        dashes=dashes,
        years=[f"{100 * year_mean(curve, year):.1f}%" for year in range(1, YEARS + 1)],
        steady=f"{100 * curve.steady:.1f}%",
        parameters=f"L {plain(row.asymptote_percent)}%, tau {plain(row.tau_months)} months, k {plain(row.shape)}",
        share="never drawn" if row.mixture_share is None else percent(Decimal(row.mixture_share)),
    )
