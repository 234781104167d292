"""What somebody has to decide now, who owns it, and where the decision is recorded."""

from urllib.parse import urlencode

from portfolio.models import Trigger
from portfolio.positions.decisions_due import OF_AWARD, DecisionDue, decisions_due_at
from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .calendar import AMOUNT, INVESTMENT, SHARES, SOURCES
from .words import words_of

FORM = "/admin/portfolio/duedecision/add/"
TRIGGER = Column(
    "trigger",
    "Why",
    "Why somebody has to decide.",
    words=words_of(Trigger.choices),
    value=lambda line: str(line.trigger),
)
DECIDE_ON = Column(
    "decision_due_on",
    "Day",
    "The day that it is about: of an end its last day, of what waits the day since when.",
    Type.DATE,
    value=lambda line: line.day,
)
WHAT_IS_DUE = Column(
    "what_is_due", "What is due", "What has to be decided, in words.", is_prose=True, value=lambda line: line.what
)
OWNER = Column(
    "owner",
    "Owner",
    "Code of the program that decides, of several each; of the agency where no program is on record of it.",
    value=lambda line: line.owner,
)
AGENCY = c.AGENCY.of(
    lambda line: line.agency.code if line.agency else None, unknown="it is of no one agency", is_optional=True
)
SUBJECT = Column(
    "decision_about", "About", "By what it is told apart, with its day.", names="path",
    value=lambda line: line.subject,
)  # fmt: skip


def form_of(line: DecisionDue) -> str:
    """The address of the form that records the decision."""
    return f"{FORM}?{urlencode({'trigger': line.trigger.value, 'subject': line.subject, 'due_on': line.day})}"


DECIDE = Column(
    "decide_at", "Decided", "The form by which an officer records what is decided, why, and by which source.",
    value=form_of,
)  # fmt: skip

COLUMNS = (
    DECIDE_ON, TRIGGER, WHAT_IS_DUE, OWNER, AGENCY, INVESTMENT, AMOUNT, SHARES, SOURCES, SUBJECT, DECIDE,
)  # fmt: skip
FILTERS = ("due", "agency", "program", *OF_AWARD)
NOTES = (
    "A right, a last day to draw, a maturity, a price floor or an authority is here from 90 days before its end.",
    "An award is here past its stated closing while it is conditional or approved.",
    "A holding is here within a percentage point of its cap, a payment from the next business day.",
    "A proposal is here once it waited above 3 working days.",
    "A decision takes a line off for its day. Should the same fall due for another day, it is here again.",
)


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(decisions_due_at(at, filters), notes=NOTES)


DEFINITION = Definition(
    "decisions-due", "Decisions due", "What has to be decided, by whom, and for which day?", COLUMNS, FILTERS, answer
)
