"""AsOf: which day an answer is about, and up to which recording we knew."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AsOf:
    """The two times of every answer.

    A fact counts when it was in effect by `as_of` and its recording's serial is at most `serial`; `known_at` is the
    moment that was asked, to which `serial` is the last recording. Since moments never run back along the serials
    the two say the same, and a serial stays exact when the clock is asked again.
    """

    as_of: date
    known_at: datetime
    serial: int
