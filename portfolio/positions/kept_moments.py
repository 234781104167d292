"""With which day an answer is compared: one of which answers were kept under a name, or any day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import slugify

from portfolio.models import KeptRun
from record.calculations.as_of import AsOf
from record.models import Recording
from record.models.recordings import end_of_day

BACK = timedelta(days=30)
"""How far back is compared where nothing was kept."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and what was known then by its recording. `is_alone`: nothing was on record, so the day alone counts."""

    name: str
    day: date
    serial: int
    slug: str = ""
    is_alone: bool = False


def kept_moments(at: AsOf) -> list[Moment]:
    """The moments kept by `at` under a name, about days before it, the newest first; of one name the last."""
    rows = KeptRun.objects.known(at).filter(as_of__lt=at.as_of).values_list("name", "as_of", "read_serial")
    found = {name: Moment(name, day, serial, slugify(name)) for name, day, serial in rows}
    return sorted(found.values(), key=lambda one: (one.day, one.serial, one.name), reverse=True)


def moment_of(at: AsOf, since: Moment) -> AsOf:
    """What stood on the day of `since`, as known then; as known now where nothing was on record then."""
    return AsOf(since.day, at.known_at, at.serial if since.is_alone else since.serial)


def compared_with(at: AsOf, *, kept: str = "", day: date | None = None) -> Moment:
    """A kept moment by its slug, or a day; else the one before the newest kept, else thirty days before."""
    if day is None:
        moments = kept_moments(at)
        asked = [one for one in moments if one.slug == kept] if kept else moments[:2][-1:]
        if asked:
            return asked[0]
        day = at.as_of - BACK if at.as_of > date.min + BACK else date.min
    serial = Recording.objects.last_serial(end_of_day(day)) if day < at.as_of else at.serial
    return Moment(day.isoformat(), day, min(serial, at.serial), is_alone=not serial)
