"""Checked, nothing new: an officer says that the sources of an award were looked at. Nobody else decides about it."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from portfolio.models import Investment, SourceCheck
from portfolio.positions.investments import on_record_at
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Recording
from record.services import facts, sources
from record.services.timing import day_of, require_past

from . import rights


def record(check: SourceCheck, *, recording: Recording, today: date | None = None) -> SourceCheck:
    """Add a check. Raises PermissionDenied outside the writer's programs; ValidationError without a source, without a
    whole day, or for a day that has not come.
    """
    rights.require_for(recording, check.investment)
    facts.check(check)
    if check.citation is None:
        raise ValidationError(
            {"sources": f"Name the source of {check.investment} that you looked at: one on record, or a new one."}
        )
    day = check.effective_on
    if day is None or not day.is_day:
        raise ValidationError({"effective_on": "Give the day on which you looked, as 2026-06-18."})
    require_past("effective_on", day, today or day_of(recording), what="Give the day on which you looked.")
    at = AsOf(day.start, recording.moment, recording.reads)
    same = SourceCheck.objects.known(at).filter(investment=check.investment, citation=check.citation, effective_on=day)
    if made := same.select_related("recording").first():
        looked_at = "; ".join(map(str, check.citation.sources.all()))
        raise ValidationError(
            f"{made.recording.by_name} checked {check.investment} by {looked_at} on {day} already. "
            "Nothing was written now."
        )
    return facts.record(check, recording=recording)


def check_all(
    awards: Iterable[Investment], *, source: str = "", recording: Recording, today: date
) -> list[SourceCheck]:
    """A check of today for each award: of the source of that identifier, or of those of its terms where none is given.

    Raises as `record` does; ValidationError for no award, and for one that was checked by the same sources today.
    """
    chosen, at = list(awards), AsOf(today, recording.moment, recording.reads)
    if not chosen:
        raise ValidationError("Tick the awards that you checked, then choose the source that you looked at.")
    own = {line.investment.pk: line.sources for line in on_record_at(at, only=[one.pk for one in chosen])}
    return [
        record(
            SourceCheck(
                investment=award,
                citation=sources.cite([source] if source else filter(None, own[award.pk].split(";"))),
                effective_on=PartialDate.of(today),
            ),
            recording=recording,
            today=today,
        )
        for award in chosen
    ]
