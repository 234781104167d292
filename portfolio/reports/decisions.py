"""The log of decisions about what was due: what was decided, why, by which source, by whom."""

from portfolio.positions.decision_log import decisions_at
from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .calendar import INVESTMENT
from .decisions_due import AGENCY, DECIDE_ON, OWNER, SUBJECT, TRIGGER, WHAT_IS_DUE

COLUMNS = (
    Column(
        "logged_on",
        "Decided on",
        "The day of the decision.",
        Type.PARTIAL_DATE,
        unknown="undated",
        value=lambda line: line.fact.effective_on,
    ),
    TRIGGER.of(lambda line: line.fact.trigger),
    WHAT_IS_DUE.of(lambda line: line.fact.stated),
    DECIDE_ON.of(lambda line: line.fact.due_on),
    Column("what_is_decided", "Decision", "What was decided.", is_prose=True, value=lambda line: line.fact.decided),
    Column("why_decided", "Reason", "Why it was decided so.", is_prose=True, value=lambda line: line.fact.note),
    OWNER,
    AGENCY,
    INVESTMENT.of(lambda line: line.investment.slug if line.investment else None),
    c.SOURCES.of(lambda line: line.fact.citation.text if line.fact.citation else None),
    SUBJECT.of(lambda line: line.fact.subject),
    c.RECORDING.of(lambda line: line.fact.recording_id),
    c.RECORDED_AT.of(lambda line: line.fact.recording.moment),
    c.RECORDED_BY.of(lambda line: line.fact.recording.by_name),
)
FILTERS = ("agency", "program", "investment")


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(decisions_at(at, filters))


DEFINITION = Definition(
    "decisions", "Decision log", "What was decided when something fell due, and why?", COLUMNS, FILTERS, answer
)
