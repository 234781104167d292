"""Where a day stands on a chart: whole years along an axis, in the units of the drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first day of a year to the first day of a later one, drawn from `start` over `length`."""

    first_year: int
    last_year: int
    start: float
    length: float

    @classmethod
    def over(cls, days: Iterable[date], *, start: float, length: float) -> "Axis":
        """The whole years that hold all of `days`; a negative length draws upwards. Raises ValueError for no day."""
        years = [day.year for day in days]
        if not years:
            raise ValueError("A chart without a day has no axis.")
        return cls(min(years), max(years), start, length)

    def at(self, day: date) -> float:
        """The place of a day, to a tenth."""
        return self._place(day.toordinal())

    def _place(self, ordinal: int) -> float:
        first, end = first_day(self.first_year), first_day(self.last_year + 1)
        return round(self.start + self.length * (ordinal - first) / (end - first), 1)

    def ticks(self, most: int = 10) -> list[tuple[float, int]]:
        """The place and the number of at most about `most` years, evenly apart."""
        years = self.last_year + 1 - self.first_year
        step = max(1, -(-years // most))
        return [(self._place(first_day(year)), year) for year in range(self.first_year, self.last_year + 1, step)]


def first_day(year: int) -> int:
    """The ordinal of 1 January, also of the year that follows the last one of the calendar."""
    return date(year - 1, 12, 31).toordinal() + 1 if year > date.min.year else date.min.toordinal()
