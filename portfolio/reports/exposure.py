"""How much is at risk: what is outstanding and what is still to be paid, award by award."""

from operator import attrgetter

from portfolio.positions.filters import OF_A_FIGURE, Filters
from portfolio.positions.investments import investments_at
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Definition, known_total
from .figure_known import with_figure
from .investments import AWARD_FILTERS
from .left_out import in_no_fiscal_year

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
    c.EXPOSURE_HIGH,
    c.CEILING,
    c.CONFIDENCE,
    c.SOURCES,
)

ADDITIVE = tuple(column.name for column in COLUMNS if column.unit == "USD")


def answer(at: AsOf, filters: Filters) -> Answer:
    money = [line for line in investments_at(at, filters) if line.is_money]
    lines = with_figure(COLUMNS, money, filters)
    return Answer(
        lines,
        totals=(known_total("Total", COLUMNS, lines, ADDITIVE),),
        notes=(
            f"Exposure: {c.EXPOSURE.meaning}",
            f"Exposure at most: {c.EXPOSURE_HIGH.meaning} Awards without any amount are in neither.",
            "Letters of interest, announced and conditional awards are no money yet and stand in no line here.",
            "Face value and subsidy cost are never added to each other, nor face value to obligations.",
            *in_no_fiscal_year(at, filters, attrgetter("is_money")),
        ),
    )


DEFINITION = Definition(
    "exposure",
    "Exposure",
    "How much is at risk: outstanding, and still to be paid?",
    COLUMNS,
    (*AWARD_FILTERS, *OF_A_FIGURE),
    answer,
)
