"""What is said of a day that has not come yet is refused: it would be a forecast, and stands as one."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from record.calculations.partial_dates import PartialDate
from record.models import Recording

EARLIEST = 1900
"""No source that is kept here speaks of a day before this year; an older one is mistyped."""
SAID = "Give the day it was said."


def require_past(name: str, on: PartialDate | None, today: date, *, what: str = SAID) -> None:
    """Raises ValidationError on the field `name` for a day, a month or a year that begins after `today`.

    The same for one that ends before 1900.
    """
    if on and on.start > today:
        raise ValidationError({name: f"{on} has not come yet. {what}"})
    if on and on.end.year < EARLIEST:
        raise ValidationError({name: f"{on} lies before {EARLIEST}. Check the year."})


def day_of(recording: Recording) -> date:
    """The day in New York on which a recording was opened: today, for whoever writes under it."""
    return localdate(recording.moment)
