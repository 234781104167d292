"""The nightly valuation: what each holding is worth at the end of a day is stored, once.

A day is valued as it is known when the job runs. Asked again, what is found anew the same is not written again; where a
price or an entry of that day came later, the holding is valued once more, and both rows stay.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from portfolio.models import Valuation
from portfolio.positions.values import Valued, values_at
from projects.services.watch import Say, counted, last_day_over
from record.calculations.partial_dates import PartialDate
from record.calculations.unknown import TOO_LARGE
from record.models import Channel, Recording
from record.services import facts, jobs
from record.services.recordings import open_recording

NIGHTLY = "nightly valuation"
SAID = (
    "method",
    "units",
    "cost",
    "close",
    "currency",
    "close_on",
    "close_age",
    "value",
    "accrued",
    "model_value",
    "note",
)


def value_day(day: date, *, now: datetime, say: Say = lambda percent, saying: None) -> list[Valuation]:
    """Store what is held is worth on `day`, as known at `now`; the rows written, none where all of them stand."""
    at = Recording.objects.as_of(day, now)
    say(0, f"valuing what is held on {day}")
    found = [row_of(valued, day) for valued in values_at(at)]
    stored = Valuation.objects.at(at).filter(counts_from=day).latest_by("investment_id")
    new = [row for row in found if not says_the_same(row, stored.get(row.investment_id))]
    say(70, f"storing {counted(len(new), 'value')}")
    if not new:
        return []
    with open_recording(by_name=NIGHTLY, why=f"what is held, valued on {day}", channel=Channel.JOB) as recording:
        return [facts.record(row, recording=recording) for row in new]


def row_of(valued: Valued, day: date) -> Valuation:
    close, part = valued.close, valued.part
    accrued = part.accrued if part else None
    row = Valuation(
        investment=valued.line.investment,
        effective_on=PartialDate.of(day),
        method=valued.worth.method.value if valued.worth else "",
        currency=close.currency if close else "",
        close_on=close.on if close else None,
        close_age=close.age if close else None,
        note=valued.why,
    )
    figures = {
        "units": valued.units,
        "cost": valued.cost,
        "close": close.price if close else None,
        "value": valued.value,
        "accrued": accrued.usd if accrued else None,
        "model_value": valued.modelled.value if valued.modelled else None,
    }
    for name, figure in figures.items():
        if fits(name, figure):
            setattr(row, name, figure)
        else:
            row.note = row.note or f"{name.replace('_', ' ')}: {TOO_LARGE}"
    return row


def fits(name: str, figure: Decimal | None) -> bool:
    """Whether the column can hold the figure: one that it can't leaves its own cell empty, and the others stand."""
    column: Any = Valuation._meta.get_field(name)
    try:
        column.clean(figure, None)
    except ValidationError:
        return False
    return True


def says_the_same(one: Valuation, other: Valuation | None) -> bool:
    return other is not None and all(getattr(one, name) == getattr(other, name) for name in SAID)


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    """The newest day that is over in New York."""
    day = last_day_over(now).isoformat()
    return day, {"day": day}


def work(progress: jobs.Progress, *, day: str) -> str:
    """The job: its outcome in words."""
    written = value_day(date.fromisoformat(day), now=progress.clock(), say=progress.say)
    known = sum(1 for one in written if one.value is not None)
    return f"{counted(len(written), 'holding')} valued on {day}, {known:,} of them with a value."


KIND = jobs.Kind(name="valuation", label="Value what is held", work=work, period_for=period_for)
