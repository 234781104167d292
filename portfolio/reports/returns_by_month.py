"""What came of the money, month by month."""

from portfolio.positions.filters import Filters
from portfolio.positions.monthly import Month, series
from portfolio.positions.return_groups import Level
from record.calculations.as_of import AsOf

from .base import Answer, Column, Definition, Type
from .returns import COLUMNS as OF_A_DAY
from .returns import FILTERS, positions_at

WHOLE = (Level.PORTFOLIO, Level.AGENCY, Level.PROGRAM)
OF_A_FIRM = (Level.PACKAGE, Level.COMPANY)
SHOWN = (
    "return_awards", "invested_known", "value_known", "invested_usd", "repaid_principal_usd", "income_usd",
    "warrant_proceeds_usd", "realised_usd", "remaining_usd", "unrealised_gain_usd", "received_usd", "value_usd", "dpi",
    "rvpi", "tvpi", "xirr", "is_under_a_year", "why_no_rate", "value_basis", "payments_known",
)  # fmt: skip


def of_month(column: Column) -> Column:
    """The same column, of a line of a month."""
    assert column.value is not None
    value, absent = column.value, column.absent
    return column.of(lambda line: value(line.found), absent=None if absent is None else lambda line: absent(line.found))


COLUMNS = (
    *(of_month(column) for column in OF_A_DAY if column.name in ("return_level", "return_of")),
    Column(
        "month_end",
        "Month's end",
        "The last day of the month; of the last month the day asked.",
        Type.DATE,
        value=lambda line: line.on,
    ),
    *(of_month(column) for column in OF_A_DAY if column.name in SHOWN),
)
NOTES = (
    "Each month is read as it stood on its last day, by what is known at the moment asked.",
    "The last month ends on the day asked, or with the year of that moment where the day is later.",
    "Names and programs are those of the day asked.",
    "Companies and packages show when a deal, company, award, project, mineral or state is asked for.",
)


def levels_for(filters: Filters) -> tuple[Level, ...]:
    """By firm where one is asked for; else the whole, agencies and programs."""
    return OF_A_FIRM if filters.asked().keys() - {"agency", "program"} else WHOLE


def answer(at: AsOf, filters: Filters) -> Answer:
    book, positions = positions_at(at, filters)
    months = series(book, positions, levels_for(filters))
    return Answer(sorted(months, key=sort_key), notes=NOTES)


def sort_key(month: Month) -> tuple[int, str, object]:
    return list(Level).index(month.found.level), month.found.key, month.on


DEFINITION = Definition(
    "returns-by-month",
    "Returns by month",
    "How did what was paid and what it is worth develop?",
    COLUMNS,
    FILTERS,
    answer,
    version=2,
)
