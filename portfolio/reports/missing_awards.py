"""Awards that are known to have been made and are not on this record, with what is known of each."""

from dataclasses import dataclass

from portfolio.models import Agency, MissingAward, Program
from portfolio.positions.filters import Filters
from portfolio.positions.investments import NOT_STATED
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .tables import cited


@dataclass(frozen=True, slots=True)
class MissingLine:
    """An award that is not on record, with the labels of its agency and program at the AsOf."""

    fact: MissingAward
    agency: str
    program: str


COLUMNS = (
    Column(
        "missing_recipient",
        "Recipient",
        "As stated.",
        unknown="no source names it",
        value=lambda line: line.fact.recipient or None,
    ),
    c.AGENCY.of(lambda line: line.agency),
    c.PROGRAM.of(lambda line: line.program),
    Column("award_form", "Form", "As stated.", unknown="not stated", value=lambda line: line.fact.form or None),
    Column(
        "missing_usd",
        "Amounts missing",
        "What is known of their amounts.",
        Type.USD,
        "USD",
        unknown="no amount is known",
        value=lambda line: line.fact.amount,
    ),
    Column(
        "made_on",
        "Announced",
        "When it was announced.",
        Type.PARTIAL_DATE,
        unknown="no source dates it",
        value=lambda line: line.fact.effective_on,
    ),
    Column(
        "missing_state",
        "State",
        "How far it is, as stated.",
        unknown="not stated",
        value=lambda line: line.fact.state or None,
    ),  # fmt: skip
    c.CONFIDENCE.of(lambda line: line.fact.confidence or None),
    c.NOTE.of(lambda line: line.fact.note or None),
    c.SOURCES.of(lambda line: cited(line.fact.citation) or None),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    agencies, programs = Agency.objects.at(at), Program.objects.at(at)
    lines = []
    for fact in MissingAward.objects.at(at).select_related("citation"):
        program = programs.get(fact.program_id or 0)
        lines.append(MissingLine(fact, agencies[fact.agency_id].code, program.code if program else NOT_STATED))
    kept = [line for line in lines if filters.agency in ("", line.agency) and filters.program in ("", line.program)]
    return Answer(sorted(kept, key=lambda line: (line.agency, line.program, line.fact.recipient, line.fact.pk)))


DEFINITION = Definition(
    "missing-awards",
    "Awards not on record",
    "Which awards are known to have been made and are not on this record?",
    COLUMNS,
    ("agency", "program"),
    answer,
)
