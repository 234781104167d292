"""One line an inspector's question: how many rows it counts, how many are settled, open or unknown, and the dollars."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.reports.base import Answer, Column, Definition, Type
from record.calculations.as_of import AsOf

from . import of_awards, of_others, of_projects
from .base import Book, Finding, Question, Row

PLACES = Decimal("0.000001")
COMMITTED, FACE = "committed, loans and guarantees left out", "face value of loans and guarantees"

QUESTIONS = (
    Question("award-numbers", "Has each award its number?", "Award number on record", of_awards.award_numbers),
    Question(
        "obligations",
        "Do the obligations agree with USAspending, award by award?",
        "Agree, or the difference is explained",
        of_others.differences,
        "difference, without its sign",
    ),
    Question(
        "authority",
        "Had the program authority on the day of the award?",
        "Established by a dated authority on record",
        of_awards.authorities,
    ),
    Question(
        "sources",
        "Was the primary source of each award opened?",
        "Each source of the terms opened",
        of_awards.grants_and_equity,
        COMMITTED,
    ),
    Question(
        "sources-of-loans",
        "Was the primary source of each loan and guarantee opened?",
        "Each source of the terms opened",
        of_awards.loans,
        FACE,
    ),
    Question(
        "waivers",
        "What was waived or put off?",
        "Declined, or met since",
        of_others.waivers,
        "amount of the tranche",
    ),
    Question(
        "payments",
        "Was anything paid without a verified milestone?",
        "A milestone or the conditions of a tranche verified",
        of_awards.payments,
        "paid",
    ),
    Question(
        "subsidy-costs",
        "Has each loan and guarantee its subsidy cost?",
        "Subsidy cost on record",
        of_awards.subsidy_costs,
        FACE,
    ),
    Question(
        "project-totals",
        "Is federal money above what a project costs in all?",
        "Federal money within the total",
        of_projects.federal_money,
        "federal money above the total",
    ),
    Question(
        "ceilings",
        "Is each ceiling kept?",
        "Headroom known",
        of_others.ceilings,
        "ceiling or appropriation",
        adds_up=False,
    ),
)
BY_CHECK = {one.check: one for one in QUESTIONS}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question with the rows that it counts."""

    question: Question
    rows: list[Row]

    def count(self, finding: Finding) -> int:
        return sum(1 for row in self.rows if row.finding is finding)

    def usd(self, finding: Finding | None = None) -> Decimal | None:
        """The sum of what is known of the rows of a finding, of all rows without one; None where nothing is."""
        if not self.question.adds_up:
            return None
        known = [row.usd for row in self.rows if row.usd is not None and finding in (None, row.finding)]
        return sum(known, Decimal(0)) if known else None

    @property
    def share(self) -> Decimal | None:
        settled = self.count(Finding.SETTLED)
        return (Decimal(settled) / len(self.rows)).quantize(PLACES) if self.rows else None

    @property
    def share_of_usd(self) -> Decimal | None:
        """Settled dollars over all that are known, where rows of every finding have dollars."""
        whole = self.usd()
        if not whole or self.question.usd_is not in (COMMITTED, FACE, "paid"):
            return None
        return ((self.usd(Finding.SETTLED) or Decimal(0)) / whole).quantize(PLACES)

    @property
    def in_words(self) -> str:
        if not self.rows:
            return "Nothing of this kind is on record."
        counts = {finding: self.count(finding) for finding in Finding}
        rest = "".join(f"; {counts[one]:,} {one}" for one in (Finding.OPEN, Finding.UNKNOWN) if counts[one])
        return f"{self.question.settled}: {counts[Finding.SETTLED]:,} of {len(self.rows):,}{rest}."


def count(name: str, label: str, meaning: str, finding: Finding) -> Column:
    return Column(name, label, meaning, Type.INTEGER, value=lambda line: line.count(finding))


NO_DOLLARS: dict[str, Any] = {"unknown": "no dollars are known, or they do not add up", "is_optional": True}

CHECK = Column("check", "Question", "Identifier of the question: its rows are those of report audit-rows.",
               page="check", value=lambda line: line.question.check)  # fmt: skip
USD_IS = Column("usd_is", "Dollars are", "What the dollars of the line are.", unknown="it has none", is_optional=True,
                value=lambda line: line.question.usd_is or None)  # fmt: skip

COLUMNS = (
    CHECK,
    Column("check_asks", "Asks", "What an inspector general asks.", is_prose=True,
           value=lambda line: line.question.text),
    Column("check_answer", "Answer", "In words.", is_prose=True, value=lambda line: line.in_words),
    Column("rows_counted", "Rows", "How many rows it counts.", Type.INTEGER, value=lambda line: len(line.rows)),
    count("rows_settled", "Settled", "Rows of which nothing is left to ask.", Finding.SETTLED),
    count("rows_open", "Open", "Rows of which something is left to ask.", Finding.OPEN),
    count("rows_unknown", "Unknown", "Rows that the record does not settle; each says why.", Finding.UNKNOWN),
    Column("settled_share", "Share settled", "Settled rows over all.", Type.FRACTION, unknown="it counts no row",
           is_optional=True, value=lambda line: line.share),
    USD_IS,
    Column("counted_usd", "Dollars", "Of all rows, where known.", Type.USD, "USD", **NO_DOLLARS,
           value=lambda line: line.usd()),
    Column("settled_usd", "Dollars settled", "Of settled rows, where known.", Type.USD, "USD", **NO_DOLLARS,
           value=lambda line: line.usd(Finding.SETTLED)),
    Column("open_usd", "Dollars open", "Of open rows, where known.", Type.USD, "USD", **NO_DOLLARS,
           value=lambda line: line.usd(Finding.OPEN)),
    Column("settled_usd_share", "Share of dollars", "Dollars settled over those of all rows.", Type.FRACTION,
           unknown="no dollars are known, or they are no share of a whole", is_optional=True,
           value=lambda line: line.share_of_usd),
)  # fmt: skip

NOTES = (
    "Settled: nothing is left to ask. Open: something is. Unknown: the record does not say, and the row says why.",
    "Awards are those committed or later, and the terminated ones.",
    "Face values, ceilings and commitments are never added to each other.",
)


def lines(at: AsOf, filters: Filters, questions: Iterable[Question] = QUESTIONS) -> list[QuestionLine]:
    book = Book(at)
    return [QuestionLine(question, question.asked(book, filters)) for question in questions]


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(lines(at, filters), notes=NOTES)


LINES = Definition(
    "audit-readiness", "Audit readiness", "What does an inspector general ask first, and what does the record answer?",
    COLUMNS, ("agency", "program"), answer,
)  # fmt: skip
