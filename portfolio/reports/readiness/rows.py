"""The rows that each question of an inspector counts, with what is open, unknown or settled of each, and why."""

from dataclasses import dataclass

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from record.calculations.as_of import AsOf

from .base import Question, Row
from .questions import BY_CHECK, CHECK, NOTES, QUESTIONS, USD_IS, lines


@dataclass(frozen=True, slots=True)
class RowLine:
    question: Question
    row: Row


def joined(codes: frozenset[str]) -> str | None:
    return ";".join(sorted(codes)) or None


COLUMNS = (
    CHECK,
    Column("finding", "Finding", "Open, unknown or settled.", value=lambda line: line.row.finding.value),
    Column("finding_reason", "Why", "What the finding rests on.", is_prose=True, value=lambda line: line.row.why),
    c.INVESTMENT.of(lambda line: line.row.award and line.row.award.slug, unknown="no award of ours", is_optional=True),
    c.PROJECT.of(lambda line: line.row.project or None, unknown="not about one site", is_optional=True),
    Column("finding_about", "About", "Award number, tranche, event, project or authority.", unknown="the award",
           is_optional=True, value=lambda line: line.row.about or None),
    Column("finding_agencies", "Agencies", "Codes of the agencies concerned.", unknown="no agency of ours",
           is_optional=True, value=lambda line: joined(line.row.labels[0])),
    Column("finding_programs", "Programs", "Codes of the programs concerned.", unknown="no program of ours",
           is_optional=True, value=lambda line: joined(line.row.labels[1])),
    Column("finding_on", "Day", "Of the award, the waiver or the authority.", Type.PARTIAL_DATE,
           unknown="undated, or the question asks for no day", is_optional=True, value=lambda line: line.row.day),
    USD_IS,
    Column("finding_usd", "Amount", "In the measure of the question.", Type.USD, "USD",
           unknown="not known, or the question has none", is_optional=True, value=lambda line: line.row.usd),
    c.SOURCES.of(lambda line: line.row.sources or None),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    asked = (BY_CHECK[filters.check],) if filters.check else QUESTIONS
    found = [RowLine(line.question, row) for line in lines(at, filters, asked) for row in line.rows]
    return Answer(found, notes=NOTES)


ROWS = Definition(
    "audit-rows", "Audit rows", "Which rows does each question of an inspector general count?", COLUMNS,
    ("check", "agency", "program"), answer,
)  # fmt: skip
