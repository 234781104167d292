"""How far the record reaches: its newest public statement, and its recordings."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min
from django.db.models.functions import Length
from django.utils.timezone import localdate

from portfolio.models import InvestmentStatus, Transaction
from projects.models import CapacityEstimate, MilestoneForecast, ProductionRecord
from projects.reference import LOADER
from record.calculations.as_of import AsOf
from record.models import UNDATED, Recording, Source

DATED = (InvestmentStatus, Transaction, MilestoneForecast, CapacityEstimate, ProductionRecord)
"""What bears the days of awards and plants."""


@dataclass(frozen=True, slots=True)
class RecordExtent:
    """What is on record at an AsOf. `begins_at` and `begins_with`: moment and serial of the first recording of all."""

    public_as_of: date | None
    recordings: int
    last_moment: datetime | None
    begins_at: datetime | None
    begins_with: int | None

    @property
    def has_begun(self) -> bool:
        return self.recordings > 0


def record_extent(at: AsOf) -> RecordExtent:
    """The edition that an answer at `at` rests on.

    The public record reaches to its newest statement that bears a day: a source, or a status that one reports.
    What officers enter is no part of that, and no source of the reference data is.
    """
    known = Recording.objects.known(at).aggregate(count=Count("serial"), last=Max("moment"))
    begins = Recording.objects.aggregate(moment=Min("moment"), serial=Min("serial"))
    loaded = {"recording__by": None, "length": len("2026-06-18")}
    public = Source.objects.known(at).exclude(recording__by_name=LOADER)
    published = public.annotate(length=Length("published_on")).filter(**loaded)
    stated = InvestmentStatus.objects.known(at).annotate(length=Length("effective_on")).filter(**loaded)
    days = [
        day.end
        for day in (
            published.aggregate(day=Max("published_on"))["day"],
            stated.aggregate(day=Max("effective_on"))["day"],
        )
        if day is not None
    ]
    return RecordExtent(max(days, default=None), known["count"], known["last"], begins["moment"], begins["serial"])


def first_day(at: AsOf) -> date | None:
    """The day of the first dated fact of an award or a plant, whenever that is; None where none is known at `at`."""
    days = [
        model._default_manager.known(at).filter(counts_from__gt=UNDATED).aggregate(day=Min("counts_from"))["day"]
        for model in DATED
    ]
    return min((day for day in days if day is not None), default=None)


def before_the_first(at: AsOf) -> str:
    """For a day before the first dated fact, that nothing was dated by then, in a sentence; else empty.

    One question to the database where an award has a status by then, as on most days.
    """
    until = {"counts_from__gt": UNDATED, "counts_from__lte": at.as_of}
    if any(model._default_manager.known(at).filter(**until).exists() for model in DATED):
        return ""
    first = first_day(at)
    if first is None:
        return ""
    return (
        f"Nothing on record was dated by {at.as_of}: the first dated fact of an award or a plant is of {first}. "
        "What stands here bears no date, and so counts for every day."
    )


def is_to_come(at: AsOf) -> bool:
    """True of a day that lies after the one by which the answer is known: what happens until then is not on record."""
    return at.as_of > localdate(at.known_at)


def notes_of_the_day(at: AsOf) -> tuple[str, ...]:
    """What a report says of a day at either end of the record; nothing of one that lies within it."""
    undated = before_the_first(at)
    to_come = f"{at.as_of} is yet to come: what is known by {localdate(at.known_at)} is all that is known of it."
    return (*((undated,) if undated else ()), *((to_come,) if is_to_come(at) else ()))
