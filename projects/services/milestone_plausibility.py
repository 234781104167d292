"""What is unusual about a statement of a milestone, and is taken only with a reason."""

from datetime import date

from projects.models import MilestoneForecast, StatementKind
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services.remembered import remembered

DAYS_BEFORE = 365
"""A day that lies longer than this before it was said is no forecast; sources repeat a target for months after it."""
FIRST = date(2000, 1, 1)
"""Of a statement from before this day a digit is mostly mistyped."""


def unusual(statement: MilestoneForecast, recording: Recording) -> list[str]:
    """All that asks for a reason: its day before it was said, a day long ago, a forecast of what has happened."""
    said, happens = statement.effective_on, statement.forecast_on
    if not said:
        return []
    found = []
    if said.end < FIRST:
        found.append(f"{said} is before 2000. Was it said then?")
    if statement.kind == StatementKind.ACTUAL:
        return found
    if happens and (days := (said.start - happens.end).days) > DAYS_BEFORE:
        found.append(f"{happens} lies {days:,} days before {said}, when this was said: that is no forecast.")
    happened = _happened(recording).get(statement.milestone_id)
    if happened and said.start > happened:
        found.append(f"It happened by {happened}, as is on record; on {said} nobody forecasts it.")
    return found


def take(statement: MilestoneForecast, recording: Recording) -> None:
    """Know that a milestone happened, for the rows after it."""
    if statement.kind == StatementKind.ACTUAL:
        known, day = _happened(recording), _day(statement)
        known[statement.milestone_id] = min(day, known.get(statement.milestone_id, day))


def _happened(recording: Recording) -> dict[int, date]:
    """Milestone → the earliest day by which it happened, by what is on record; read once a write."""

    def read() -> dict[int, date]:
        at = AsOf(date.max, recording.moment, recording.reads)
        found: dict[int, date] = {}
        for one in MilestoneForecast.objects.filter(kind=StatementKind.ACTUAL).known(at):
            found[one.milestone_id] = min(_day(one), found.get(one.milestone_id, date.max))
        return found

    return remembered(recording, "milestones that happened", read)


def _day(actual: MilestoneForecast) -> date:
    return actual.forecast_on.end if actual.forecast_on else actual.counts_from
