"""What was committed, obligated, paid and came back, year by year, by agency and form of money."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio.calculations.fiscal_period import FiscalPeriod
from portfolio.calculations.money_form import MoneyForm
from portfolio.positions.filters import Filters
from portfolio.positions.money_by_year import MEASURES, AwardParts, Cell, Measure, cells_of, money_book
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Absent, Answer, Column, Definition, Total, Type
from .investments import AWARD_FILTERS
from .left_out import dollars
from .returns import RATE_COLUMNS
from .words import labels_of

BY_QUARTER = "quarter"
RECEIVED = next(one for one in RATE_COLUMNS if one.name == "received_usd")
OF_MEASURE = (c.COMMITTED, c.FACE_VALUE, c.OBLIGATED, c.SUBSIDY_COST, c.DISBURSED, c.REPAID, RECEIVED)
NOT_BY_QUARTER = Absent("none", "asked by fiscal year")


def absent_of(measure: Measure) -> Callable[[Cell], Absent | None]:
    """What stands in the cell of a form that has no such figure."""
    return lambda line: None if line.form in measure.forms else Absent("none", "its form has no such figure")


def pair(measure: Measure, column: Column) -> tuple[Column, Column]:
    """The dollars, and for how many of the awards they are known."""
    assert measure.name == column.name
    has = absent_of(measure)
    return (
        column.of(lambda line: None if has(line) else line.amount(measure.name), absent=has),
        Column(
            measure.name.removesuffix("_usd") + "_known",
            f"{column.label} known",
            f"Of how many of these awards it is known in full what of this lies in the period: {column.label}.",
            Type.INTEGER,
            value=lambda line: None if has(line) else line.known(measure.name),
            absent=has,
        ),
    )


COLUMNS = (
    c.FISCAL_YEAR.of(lambda line: line.period.year),
    Column(
        "fiscal_quarter",
        "Quarter",
        "Quarter of the federal fiscal year: 1 is October to December.",
        Type.INTEGER,
        unknown="the date is unknown or spans two quarters",
        is_grouped=False,
        value=lambda line: line.period.quarter,
        absent=lambda line: None if line.period.by_quarter else NOT_BY_QUARTER,
    ),
    c.AGENCY.of(lambda line: line.agency),
    Column(
        "money_form",
        "Form of money",
        "Grants and contracts, equity, loans or guarantees. Purchases, offtakes, price floors and tax credits count as "
        "grants and contracts, rights as equity.",
        words=labels_of(MoneyForm),
        value=lambda line: line.form.value,
    ),
    Column(
        "awards_begun",
        "Awards by its end",
        "Awards of this agency and form, committed or later or terminated, that were announced or had an entry by the "
        "end of the period.",
        Type.INTEGER,
        value=lambda line: len(line.awards),
    ),
    *(column for two in zip(MEASURES, OF_MEASURE, strict=True) for column in pair(*two)),
)
NOTES = (
    "An entry counts in the period that holds all of its date; one that spans two, or is undated, in no known one.",
    "What a source states to date beyond the entries lies in no known year.",
    "Where a figure is known for fewer than all of the awards, it is at least that.",
    "Face value and subsidy cost are added to nothing else. Received has Repaid within it.",
    "Over all periods the figures are those of the report exposure, net of reversals.",
)
FILTERS = (*AWARD_FILTERS, "period")


def answer(at: AsOf, filters: Filters) -> Answer:
    book = money_book(at, filters)
    year, by_quarter = filters.fiscal_year, filters.period == BY_QUARTER
    every = cells_of(book, by_quarter=by_quarter)
    lines = [one for one in every if year is None or one.period.year == year]
    return Answer(
        lines,
        totals=totals(lines, book.awards, whole=year is None),
        notes=(*NOTES, *in_no_year([] if year is None else every)),
    )


def totals(lines: Sequence[Cell], awards: Sequence[AwardParts], *, whole: bool) -> list[Total]:
    """Each fiscal year, what lies in none, and where no year is asked for all of them."""
    years = dict.fromkeys(line.period.year for line in lines)
    found = [total(FiscalPeriod(year), [one for one in lines if one.period.year == year], awards) for year in years]
    if whole and lines:
        found.append(replace(total(FiscalPeriod(), lines, awards), label="All"))
    return found


def total(period: FiscalPeriod, lines: Sequence[Cell], awards: Sequence[AwardParts]) -> Total:
    """The sums over lines of a period, and for how many of the awards that had begun by its end they are known."""
    begun = [award for award in awards if award.is_begun(period)]
    values: dict[str, Decimal | None] = {}
    notes, partial = [], set()
    for measure, column in zip(MEASURES, OF_MEASURE, strict=True):
        if not any(line.form in measure.forms for line in lines):
            continue
        amounts = [line.amount(measure.name) for line in lines if line.form in measure.forms]
        known = [amount for amount in amounts if amount is not None]
        having = [award for award in begun if award.form in measure.forms]
        number = sum(1 for award in having if award.is_known(measure.name, period))
        found = sum(known, Decimal(0))
        values[measure.name] = found if known and (found or number == len(having)) else None
        if number < len(having):
            partial.add(measure.name)
            notes.append(f"{column.label} known for {number:,} of {len(having):,}")
    return Total(period.label, values, "; ".join(notes), len(lines), frozenset(partial))


def in_no_year(lines: Sequence[Cell]) -> tuple[str, ...]:
    """What of all lines lies in no known year, measure by measure; nothing where none does."""
    said = []
    for measure, column in zip(MEASURES, OF_MEASURE, strict=True):
        amount = sum(
            (one.amounts.get(measure.name, Decimal(0)) for one in lines if one.period.year is None), Decimal(0)
        )
        if amount:
            said.append(f"{column.label} {dollars(amount)}")
    return (f"In no known fiscal year lies: {', '.join(said)}.",) if said else ()


DEFINITION = Definition(
    "money-by-year",
    "Money by year",
    "How much was committed, obligated, paid and came back, by fiscal year, agency and form?",
    COLUMNS,
    FILTERS,
    answer,
    version=2,
)
