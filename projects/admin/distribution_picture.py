"""The distribution of an estimate as a picture: the share of draws at or below each value, with its percentiles."""

from dataclasses import dataclass

from projects.calculations.distributions import Distribution
from record.calculations.formatting import three_digits

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 560, 220, 48, 16, 12, 46
STEPS = 100
PERCENTS = (10, 50, 90)


@dataclass(frozen=True, slots=True)
class DistributionPicture:
    """A line that climbs from 0 to 100% of the draws, with marks at P10, P50 and P90."""

    points: str
    marks: list[tuple[float, float, str, str]]
    levels: list[tuple[float, str]]
    sentence: str
    unit: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


def picture_of(distribution: Distribution, unit: str) -> DistributionPicture:
    """The picture of a distribution, in its unit; a fixed one is a single step."""
    least, most = distribution.percentile(1), distribution.percentile(99)
    room = (most - least) or 1.0

    def x(value: float) -> float:
        share = 0.5 if least == most else (value - least) / room
        return round(LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - RIGHT), 1)

    def y(percent: float) -> float:
        return round(HEIGHT - BOTTOM - percent / 100 * (HEIGHT - BOTTOM - TOP), 1)

    found = [(percent, distribution.percentile(percent)) for percent in range(1, STEPS)]
    marks = [
        (x(value), y(percent), f"P{percent}", three_digits(value)) for percent, value in found if percent in PERCENTS
    ]
    low, middle, high = (text for _, _, _, text in marks)
    sentence = (
        f"Fixed at {middle} {unit}."
        if distribution.is_fixed
        else (f"Likely range {low} to {high} {unit}, middle {middle}: eight chances in ten that it lies between them.")
    )
    return DistributionPicture(
        points=" ".join(f"{x(value)},{y(percent)}" for percent, value in found),
        marks=marks,
        levels=[(y(percent), f"{percent}%") for percent in (0, 50, 100)],
        sentence=sentence,
        unit=unit,
    )
