"""How a milestone stands on a day: its slip, its health with the reason in words, and its trend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from record.calculations.partial_dates import PartialDate


class Kind(StrEnum):
    """What a statement says: the first public promise, a later forecast, or that it happened."""

    BASELINE = "baseline"
    FORECAST = "forecast"
    ACTUAL = "actual"


class Health(StrEnum):
    DONE = "done"
    OVERDUE = "overdue"
    LATE = "late"
    WATCH = "watch"
    UNDATED = "undated"
    STALE = "stale"
    ON_TRACK = "on_track"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said of a milestone.

    `happens` is when it is to happen, or happened; None withdraws the target, or leaves the day of what happened
    unknown. `stated_on` is None where the day of the statement is unknown: it then counts on every day. `cites` is the
    id of its citation.
    """

    kind: Kind
    happens: PartialDate | None
    stated_on: PartialDate | None = None
    cites: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a kind that is none: it would count as a promise."""
        Kind(self.kind)

    @property
    def counts_from(self) -> date:
        """The day from which the statement counts: its last day, for what happened that or its proof."""
        if self.kind is Kind.ACTUAL and self.happens is not None:
            return self.happens.counts_from(self.stated_on)
        return date.min if self.stated_on is None else self.stated_on.end


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many days on a milestone is late, to be watched, or its newest statement stale."""

    late_above: int = 90
    watch_above: int = 30
    due_within: int = 30
    stale_above: int = 180


@dataclass(frozen=True, slots=True)
class Reading:
    """How a milestone stands on a day.

    `slip_days` is from the baseline's last day to that of the actual or of the forecast in force, negative when
    earlier, None where one of the two has no day. `due_on` is the last day in force, `happened_on` the day it counts as
    done, `evidence_days` the age of the newest dated statement.
    """

    health: Health
    reason: str
    slip_days: int | None = None
    due_on: date | None = None
    happened_on: date | None = None
    evidence_days: int | None = None


STANDARD = Limits()


@dataclass(frozen=True, slots=True)
class Stated:
    """What counts of all that was said by a day: the first promise, the promise or forecast in force, the actual."""

    baseline: Statement | None
    in_force: Statement | None
    done: Statement | None


def stated_by(statements: Iterable[Statement], day: date) -> Stated:
    """What counts on `day`, of statements in the order of their recording; a dated one outranks the undated."""
    stated = [one for one in statements if one.counts_from <= day]
    promised = [one for one in stated if one.kind is not Kind.ACTUAL]
    dated = [one for one in promised if one.stated_on is not None]
    return Stated(
        baseline=next(iter(_ordered(one for one in promised if one.kind is Kind.BASELINE)), None),
        in_force=next(reversed(_ordered(dated or promised)), None),
        done=min((one for one in stated if one.kind is Kind.ACTUAL), key=lambda one: one.counts_from, default=None),
    )


def health_of(statements: Iterable[Statement], day: date, limits: Limits = STANDARD) -> Reading:
    """How a milestone stands on `day` by what was said of it up to then, the first health that applies.

    Statements come in the order of their recording, which breaks ties. A partial date counts from its last day; a dated
    statement outranks every undated one.
    """
    stated = stated_by(statements, day)
    baseline, in_force = stated.baseline, stated.in_force
    if stated.done is not None:
        return _done(stated.done, baseline)
    if in_force is None:
        return Reading(Health.UNKNOWN, "nothing said by then")
    age = None if in_force.stated_on is None else (day - in_force.stated_on.end).days
    if in_force.happens is None:
        health = Health.UNDATED if age is None else Health.STALE if age > limits.stale_above else Health.UNKNOWN
        return Reading(health, "target withdrawn, no date in force; " + _evidence(in_force, age), evidence_days=age)
    slip = _slip(baseline, in_force)
    due = in_force.happens.end
    health = _promised(slip, (due - day).days, age, limits)
    reason = _reason(health, baseline, in_force, slip, day)
    if health is not Health.OVERDUE:
        reason += "; " + _evidence(in_force, age)
    return Reading(health, reason, slip, due, None, age)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """When something was said, and when the milestone was said to happen; `happens` None withdraws the target."""

    stated_on: PartialDate
    happens: PartialDate | None
    kind: Kind


def trend(statements: Iterable[Statement], day: date) -> list[TrendPoint]:
    """The points of a milestone trend chart up to `day`, oldest first. Undated statements have no place in it.

    What happened stands at its proof with the day it happened, else with the day of the proof.
    """
    return [
        TrendPoint(one.stated_on, (one.happens or one.stated_on) if one.kind is Kind.ACTUAL else one.happens, one.kind)
        for one in _ordered(statements)
        if one.stated_on is not None and one.counts_from <= day
    ]


def _ordered(statements: Iterable[Statement]) -> Sequence[Statement]:
    """By the day it was said, undated first; ties in the order given."""
    return sorted(statements, key=lambda one: date.min if one.stated_on is None else one.stated_on.end)


def _slip(baseline: Statement | None, other: Statement) -> int | None:
    if baseline is None or baseline.happens is None or other.happens is None:
        return None
    return (other.happens.end - baseline.happens.end).days


def _done(done: Statement, baseline: Statement | None) -> Reading:
    counted = None if done.counts_from == date.min else done.counts_from
    if done.happens is not None:
        reason = f"happened {done.happens}"
        if counted != done.happens.end:
            reason += f", proved on {done.stated_on}"
    else:
        reason = f"reported as done on {done.stated_on}" if done.stated_on else "reported as done"
        reason += "; the day it happened is unknown"
    return Reading(Health.DONE, reason, _slip(baseline, done), None, counted)


def _promised(slip: int | None, days_ahead: int, age: int | None, limits: Limits) -> Health:
    if days_ahead < 0:
        return Health.OVERDUE
    if slip is not None and slip > limits.late_above:
        return Health.LATE
    if (slip is not None and slip > limits.watch_above) or days_ahead <= limits.due_within:
        return Health.WATCH
    if age is None:
        return Health.UNDATED
    return Health.STALE if age > limits.stale_above else Health.ON_TRACK


def _reason(health: Health, baseline: Statement | None, in_force: Statement, slip: int | None, day: date) -> str:
    happens = in_force.happens
    if happens is None:
        raise ValueError("A withdrawn target has no day to give a reason for.")
    moved = "no baseline" if slip is None or baseline is None else "no slip"
    if slip and baseline is not None and baseline.happens is not None:
        moved = f"{baseline.happens.end} to {happens.end} is {_days(slip)}"
    if health is Health.OVERDUE:
        passed = f"{happens} has passed with no actual"
        return f"{passed}; {moved}" if slip else passed
    ahead = (happens.end - day).days
    return f"due by {happens.end}, {_days(ahead) + ' ahead' if ahead else 'the same day'}; {moved}"


def _evidence(statement: Statement, age: int | None) -> str:
    if statement.stated_on is None or age is None:
        return "only an undated statement"
    since = "before" if statement.stated_on.is_day else f"from the end of {statement.stated_on}"
    return f"last said {statement.stated_on}, {_days(age)} {since}"


def _days(count: int) -> str:
    return f"{count:,} day{'' if abs(count) == 1 else 's'}"
