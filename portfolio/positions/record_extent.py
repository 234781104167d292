"""How far the record reaches: its newest public statement, and its recordings."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min
from django.db.models.functions import Length

from portfolio.models import InvestmentStatus
from projects.reference import LOADER
from record.calculations.as_of import AsOf
from record.models import Recording, Source


@dataclass(frozen=True, slots=True)
class RecordExtent:
    """What is on record at an AsOf. `begins_at` is the first recording's moment, whenever that was."""

    public_as_of: date | None
    recordings: int
    last_moment: datetime | None
    begins_at: datetime | None

    @property
    def has_begun(self) -> bool:
        return self.recordings > 0


def record_extent(at: AsOf) -> RecordExtent:
    """The edition that an answer at `at` rests on.

    The public record reaches to its newest statement that bears a day: a source, or a status that one reports.
    What officers enter is no part of that, and no source of the reference data is.
    """
    known = Recording.objects.known(at).aggregate(count=Count("serial"), last=Max("moment"))
    begins_at = Recording.objects.aggregate(first=Min("moment"))["first"]
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
    return RecordExtent(max(days, default=None), known["count"], known["last"], begins_at)
