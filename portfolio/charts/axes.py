"""The axes of a picture by year: where a year and an amount stand, and the marks at their edges."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from record.calculations.formatting import three_digits

PAD_LEFT, PAD_TOP, PAD_BOTTOM, PAD_RIGHT = 64, 14, 26, 14
WIDE = 400
Point = tuple[int, Decimal]
"""A year and an amount in it."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Years from `first` to `last` over `width`, amounts from 0 to `most` between `floor` and `ceiling`."""

    first: int
    last: int
    most: Decimal
    width: int
    floor: float
    ceiling: float = PAD_TOP

    def x(self, year: int) -> float:
        part = (year - self.first) / max(1, self.last - self.first)
        return round(PAD_LEFT + part * (self.width - PAD_LEFT - PAD_RIGHT), 1)

    def y(self, amount: Decimal) -> float:
        part = float(amount) / (float(self.most) or 1.0)
        return round(self.floor - part * (self.floor - self.ceiling), 1)

    def path(self, points: Iterable[Point]) -> str:
        """A line through the points, as a drawing takes it."""
        return " ".join(f"{self.x(year)},{self.y(amount)}" for year, amount in points)

    def band(self, low: Iterable[Point], high: Iterable[Point]) -> str:
        """The outline of what lies between two lines; empty where there is nothing."""
        return " ".join(filter(None, (self.path(high), self.path(reversed(list(low))))))

    @property
    def years(self) -> list[tuple[float, int]]:
        """The years that have a label: about seven at most, so that none touches the next on a narrow page."""
        most = 7 if self.width > WIDE else 4
        step = next((one for one in (1, 2, 5, 10, 20, 50, 100) if (self.last - self.first) <= most * one), 1000)
        return [(self.x(year), year) for year in range(self.first + 1, self.last + 1) if year % step == 0]

    @property
    def levels(self) -> list[tuple[float, str]]:
        parts = (Decimal(0), self.most / 2, self.most)
        return [(self.y(amount), three_digits(amount)) for amount in parts]
