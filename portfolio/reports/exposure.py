"""How much is at risk: what is outstanding and what is still to be paid, award by award."""

from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Definition, Row, known_total
from .investments import FILTERS

COLUMNS = (
    c.INVESTMENT,
    c.COMPANY,
    c.AGENCY,
    c.PROGRAM,
    c.INSTRUMENT,
    c.STATUS,
    c.COMMITTED,
    c.FACE_VALUE,
    c.OBLIGATED,
    c.SUBSIDY_COST,
    c.DISBURSED,
    c.REPAID,
    c.HEADROOM,
    c.UNDISBURSED,
    c.OUTSTANDING,
    c.EXPOSURE,
    c.CEILING,
    c.CONFIDENCE,
    c.SOURCES,
)

ADDITIVE = tuple(column.name for column in COLUMNS if column.unit == "USD")


def answer(at: AsOf, filters: Filters) -> Answer:
    lines = [line for line in investments_at(at, filters) if line.is_money]
    rows = [row(line) for line in lines]
    return Answer(
        rows,
        totals=(known_total("Total", COLUMNS, rows, ADDITIVE),),
        notes=(
            f"Exposure: {c.EXPOSURE.meaning}",
            "Letters of interest, announced and conditional awards are no money yet and stand in no line here.",
            "Face value and subsidy cost are never added to each other, nor face value to obligations.",
        ),
    )


def row(line: InvestmentAt) -> Row:
    figures = line.figures
    return (
        line.slug,
        line.recipient.slug,
        line.agency.code,
        line.program_code,
        line.instrument.value,
        line.status.value,
        line.committed,
        line.face_value,
        figures.obligated,
        figures.subsidy_cost,
        figures.disbursed,
        figures.repaid,
        figures.headroom,
        figures.undisbursed,
        figures.outstanding,
        figures.exposure,
        line.ceiling,
        (line.terms and line.terms.confidence) or None,
        line.sources or None,
    )


DEFINITION = Definition(
    "exposure",
    "Exposure",
    "How much is at risk: outstanding, and still to be paid?",
    COLUMNS,
    FILTERS,
    answer,
)
