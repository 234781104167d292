"""Partial dates: a source says "2026", "2026-H2", "2026-Q3", "2026-02" or "2026-02-14", and no more."""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Self

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""What the record is about lies between these years: a year outside of them is a slip of the pen."""

FORMS = re.compile(r"(?P<year>\d{4})(?:-H(?P<half>[12])|-Q(?P<quarter>[1-4])|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """An interval of whole days, kept and shown as it was given.

    Equal when given alike. Ordered by `sort_key`: by the interval's end, and a coarser date after a finer one that
    ends on the same day, so a bare year stands after its dated rows.
    """

    text: str
    start: date = field(compare=False)
    end: date = field(compare=False)
    words: str = field(default="", compare=False)
    """What was written, where it says more than the interval keeps: "mid-2026"."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The interval that `text` names. Raises ValueError with the accepted forms."""
        text = text.strip()
        match = FORMS.fullmatch(text)
        if match is None:
            raise ValueError(f'"{text}" is no date. Write 2026, 2026-H2, 2026-Q3, 2026-02 or 2026-02-14.')
        year = int(match["year"])
        if match["half"]:
            first, months = 6 * int(match["half"]) - 5, 6
        elif match["quarter"]:
            first, months = 3 * int(match["quarter"]) - 2, 3
        elif match["month"]:
            first, months = int(match["month"]), 1
        else:
            first, months = 1, 12
        try:
            if match["day"]:
                day = date(year, first, int(match["day"]))
                return cls(text, day, day)
            last = first + months - 1
            return cls(text, date(year, first, 1), date(year, last, monthrange(year, last)[1]))
        except ValueError as error:
            raise ValueError(f'"{text}" is not in the calendar: {_missing(year, first, match["day"])}') from error

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.isoformat(), day, day)

    @property
    def is_day(self) -> bool:
        return self.start == self.end

    @property
    def sort_key(self) -> tuple[date, int]:
        return self.end, (self.end - self.start).days

    def surely_before(self, other: "PartialDate") -> bool:
        """True only when the two intervals cannot overlap and this one comes first."""
        return self.end < other.start

    def may_be(self, other: "PartialDate") -> bool:
        """True where both may say the same day: their intervals overlap."""
        return self.start <= other.end and other.start <= self.end

    def counts_from(self, proof: "PartialDate | None" = None) -> date:
        """The day from which something that happened in this interval counts.

        That is the interval's end, or the day of the source that proves it where that is earlier (DOMAIN section 2).
        A proof dated before the interval begins spoke of the future and proves nothing.
        """
        if proof is None or proof.end < self.start:
            return self.end
        return min(self.end, proof.end)

    @property
    def beyond_calendar(self) -> str:
        """Why the record does not take it, in a sentence; empty for one that lies in its calendar."""
        if FIRST_YEAR <= self.start.year <= LAST_YEAR:
            return ""
        return f'"{self}" lies outside the calendar of the record, {FIRST_YEAR} to {LAST_YEAR}. Check the year.'

    def __str__(self) -> str:
        return self.text


def _missing(year: int, month: int, day: str | None) -> str:
    """What the calendar lacks, in a sentence."""
    if not 1 <= month <= 12:
        return f"a year has no month {month}."
    if not year:
        return "there is no year 0."
    return f"{year:04d}-{month:02d} has {monthrange(year, month)[1]} days, and no day {int(day or 0)}."
