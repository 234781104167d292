"""The page of the next 90 days: what has to be decided, what lies ahead, what did not come or has passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portfolio.positions.calendar import CalendarBook, calendar_at
from portfolio.positions.dated import SOON, Dated, DatedKind
from portfolio.positions.decision_log import decided_at
from portfolio.positions.decisions_due import DecisionDue, decisions_due_at, overdue_and_ahead
from portfolio.positions.due_dates import Came
from portfolio.reports import calendar, decisions_due
from portfolio.reports.base import Column
from portfolio.reports.tables import Table, filled
from record.calculations.as_of import AsOf

FEW = 7
LATEST = 12
BEHIND = frozenset(DatedKind) - {DatedKind.MILESTONE, DatedKind.STALE_FORECAST, DatedKind.FLOOR_QUARTER}
"""What stays open once its day has passed. Milestones have alerts of their own; a quarter that ended is no lapse."""


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A line of the calendar with what was decided about it for its day; empty where nothing was."""

    dated: Dated
    decided: str = ""


@dataclass(frozen=True, slots=True)
class CalendarPage:
    sentence: str
    decisions: Table
    ahead: Table
    behind: Table
    ahead_lines: list[DatedLine]
    due: list[DecisionDue]

    @property
    def first(self) -> list[DatedLine]:
        """The next few dates, for the page that leads here."""
        return self.ahead_lines[:FEW]


def of(column: Column) -> Column:
    """A column of the calendar for a line of the page."""
    value = column.value
    assert value is not None
    return column.of(lambda line: value(line.dated))


DECIDED = Column("decided_so_far", "Decided?", "What was decided about it for its day.", is_prose=True,
                 unknown="nothing yet", is_optional=True, value=lambda line: line.decided or None)  # fmt: skip
COLUMNS = tuple(of(column) for column in calendar.COLUMNS if column.name not in ("agencies", "sources"))
AHEAD = (*COLUMNS[:4], *COLUMNS[5:], DECIDED, of(calendar.SOURCES))
PASSED = (*COLUMNS, DECIDED, of(calendar.SOURCES))
DUE = tuple(column for column in decisions_due.COLUMNS if column.name not in ("decision_about", "agency"))


def page(at: AsOf) -> CalendarPage:
    book = CalendarBook.read(at)
    due, lines = decisions_due_at(at, book=book), calendar_at(at, book=book)
    log = decided_at(at)
    stated = [DatedLine(line, log.get((line.key, line.day.end), "")) for line in lines]
    ahead = [line for line in stated if line.dated.is_near and line.dated.standing == "ahead"]
    behind = [line for line in reversed(stated) if is_behind(line.dated)]
    return CalendarPage(
        sentence(due, ahead, [line for line in stated if line.dated.is_red], at.as_of),
        Table(
            name="decisions-due",
            title="Decisions due",
            columns=filled(DUE, due),
            lines=due,
            empty="Nothing has to be decided.",
            notes=decisions_due.NOTES[-1:],
        ),
        Table(
            name="ahead",
            title=f"Next {SOON} days",
            columns=filled(AHEAD, ahead),
            lines=ahead,
            empty=f"Nothing on record falls due within {SOON} days.",
            notes=calendar.NOTES[:1],
        ),
        Table(
            name="behind",
            title="Did not come, or has passed",
            columns=filled(PASSED, behind[:LATEST]),
            lines=behind[:LATEST],
            empty="Nothing that fell due is open.",
            notes=(f"The latest {LATEST} of {len(behind)}.",) if len(behind) > LATEST else (),
        ),
        ahead,
        due,
    )


def is_behind(line: Dated) -> bool:
    """True for a payment that did not come or is not on record, and for what else has passed and is open."""
    return line.is_red or (line.kind in BEHIND and line.standing in ("passed", Came.NOT_ON_RECORD))


def sentence(due: Sequence[DecisionDue], ahead: Sequence[DatedLine], red: Sequence[DatedLine], on: date) -> str:
    """How many decisions are due, what is overdue apart from what is next; how many dates; what did not come."""
    dates = f"{counted(len(ahead), 'date')} in the next {SOON} days" if ahead else f"No date in the next {SOON} days"
    missing = f" {counted(len(red), 'scheduled payment')} did not come." if red else ""
    return f"{decisions(due, on)}. {dates}.{missing}"


def decisions(due: Sequence[DecisionDue], on: date) -> str:
    if not due:
        return "Nothing has to be decided"
    overdue, coming = overdue_and_ahead(due, on)
    parts = []
    if overdue:
        parts.append(f"{len(overdue):,} overdue, the oldest since {overdue[0].day}: {overdue[0].what}")
    if coming:
        parts.append(f"next on {coming[0].day}: {coming[0].what}")
    return f"{counted(len(due), 'decision')} due: {'; '.join(parts)}"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
