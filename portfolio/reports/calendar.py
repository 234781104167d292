"""Everything on record that has a day, ahead and behind: what, whose, how much, from which source."""

from portfolio.positions.calendar import calendar_at
from portfolio.positions.dated import DatedKind
from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .listed.calendar import DUE_ON
from .milestones import AGENCIES, PROGRAMS
from .words import labels_of

DAYS = Column(
    "days_ahead",
    "Days",
    "Days from the day asked to the last of its days; below 0 once that is over.",
    Type.INTEGER,
    value=lambda line: line.days,
)
WHAT = Column("what", "What", "What it is, in words.", is_prose=True, value=lambda line: line.what)
STANDING = Column(
    "date_state",
    "State",
    "Ahead or passed; of a scheduled payment whether it came. One that did not come by the next business day is red. "
    "Not on record: payments of its award are known only where a source publishes them.",
    mark="date_state",
    value=lambda line: line.standing,
)
INVESTMENT = c.INVESTMENT.of(
    lambda line: line.award.slug if line.award else None, unknown="it is of no one award", is_optional=True
)
AMOUNT = c.AMOUNT.of(lambda line: line.amount, unknown="no amount is stated, or there is none", is_optional=True)
SHARES = c.SHARES.of(lambda line: line.shares, unknown="no shares or rights, or not stated", is_optional=True)
SOURCES = c.SOURCES.of(lambda line: line.sources or None)
KIND = Column(
    "date_kind",
    "Kind",
    "What the line is about: an expiry, a deadline, a payment, a quarter, a milestone, an end.",
    words=labels_of(DatedKind),
    value=lambda line: line.kind.value,
)

COLUMNS = (
    DUE_ON.of(lambda line: line.day),
    DAYS,
    KIND,
    WHAT,
    STANDING,
    INVESTMENT,
    c.COMPANY.of(
        lambda line: line.company.slug if line.company else None, unknown="it is of no one company", is_optional=True
    ),
    c.PROJECT.of(
        lambda line: line.project.slug if line.project else None, unknown="it is of no one site", is_optional=True
    ),
    AGENCIES.of(lambda line: ", ".join(line.agencies) or None),
    PROGRAMS.of(lambda line: ", ".join(line.programs) or None),
    AMOUNT,
    SHARES,
    SOURCES,
)

FILTERS = ("until", "due", "kind", "agency", "program", "company", "project")
NOTES = (
    "A day that is known to a month or a quarter counts by its last day.",
    "A right whose agreement states its term alone expires that long after its closing.",
    "A maturity is shown where its day is on record, and not worked out from a term.",
)


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(calendar_at(at, filters), notes=NOTES)


DEFINITION = Definition(
    "calendar", "Calendar", "What falls due, when, and of whom?", COLUMNS, FILTERS, answer, version=2
)
