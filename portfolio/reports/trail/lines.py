"""A line of the trail: one row that was written, under which recording, and what it says."""

from dataclasses import dataclass
from datetime import datetime

from record.calculations.partial_dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """A row that was written. `before` and `after` say what the row held, its columns by name."""

    recording: int | None
    """Serial of the recording; None for a change outside a recording."""
    recorded_at: datetime
    recorded_by: str
    recorded_why: str
    channel: str
    control: str
    event: str
    fact: str
    """The noun of its table."""
    row: str
    before: str | None
    after: str | None
    effective_on: PartialDate | None
    about: str | None
    investment: str | None
    deal: str | None
    company: str | None
    project: str | None
    sources: str | None
