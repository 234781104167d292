"""What was committed, obligated, paid and came back: a picture for each, a bar for each year, its parts by form."""

from collections.abc import Sequence
from decimal import Decimal

from portfolio.calculations.fiscal_period import FiscalPeriod
from portfolio.calculations.money_form import MoneyForm
from portfolio.positions.money_by_year import Cell
from record.calculations.as_of import AsOf

from .stacks import StackGroup, Stacks, counted, dollars, group, in_words, stacks

MOST_BARS = 12
"""The newest of the years or quarters."""
NAMES = {
    "committed_usd": "Committed",
    "face_value_usd": "Face of loans and guarantees",
    "obligated_usd": "Obligated",
    "subsidy_cost_usd": "Subsidy cost of loans and guarantees",
    "disbursed_usd": "Paid",
    "received_usd": "Came back",
}
"""What each picture is called; what is repaid is within what came back."""
ZERO = Decimal(0)


def money_by_year(lines: Sequence[Cell], at: AsOf, asked: FiscalPeriod) -> StackGroup | None:
    """A picture of each measure of which a year has a figure; None where none has. `asked`: the year, or all."""
    pictures = {measure: one for measure in NAMES if (one := picture_of(lines, measure, asked)) is not None}
    if not pictures:
        return None
    without = [name for measure, name in NAMES.items() if measure not in pictures]
    note = "US dollars by federal fiscal year, by the ledger."
    if without:
        note += f" No figure of a known year: {', '.join(without).lower()}."
    forms = [form for form in MoneyForm if any(_amounts(lines, measure).get(form) for measure in pictures)]
    return group(list(pictures.values()), forms, note)


def picture_of(lines: Sequence[Cell], measure: str, asked: FiscalPeriod) -> Stacks | None:
    """The bars of one measure, in the order of time; None where no known year has a figure other than 0."""
    by_period: dict[FiscalPeriod, list[Cell]] = {}
    for line in lines:
        if measure in line.measures and line.period.is_told:
            by_period.setdefault(line.period, []).append(line)
    sums = {period: _amounts(cells, measure) for period, cells in by_period.items()}
    known = {period: sum(parts.values(), ZERO) for period, parts in sums.items() if any(parts.values())}
    if not known:
        return None
    shown = list(by_period)[-MOST_BARS:]
    most = max(known, key=lambda period: known[period])
    return stacks(
        f"{NAMES[measure]}: most in {most.label}, {dollars(known[most])}, {_text_known(by_period[most], measure)}",
        " ".join(_summary(lines, measure, asked, len(by_period))),
        [(period.label, _text(by_period[period], measure), sums[period]) for period in shown],
    )


def _amounts(lines: Sequence[Cell], measure: str) -> dict[MoneyForm, Decimal]:
    found: dict[MoneyForm, Decimal] = {}
    for line in lines:
        amount = line.amount(measure) if measure in line.measures else None
        if amount is not None:
            found[line.form] = found.get(line.form, ZERO) + amount
    return found


def _text(cells: Sequence[Cell], measure: str) -> str:
    """What the bar is of, and for how many awards it is known."""
    known, of = _known(cells, measure)
    parts = _amounts(cells, measure)
    if not parts:
        return counted(known, of)
    return in_words(parts) + ("" if known == of else f"; {counted(known, of)}")


def _text_known(cells: Sequence[Cell], measure: str) -> str:
    return counted(*_known(cells, measure))


def _known(cells: Sequence[Cell], measure: str) -> tuple[int, int]:
    """For how many awards it is known, of how many."""
    return sum(cell.known(measure) for cell in cells), sum(len(cell.awards) for cell in cells)


def _summary(lines: Sequence[Cell], measure: str, asked: FiscalPeriod, periods: int) -> list[str]:
    """All of it, for how many awards it is known, what lies in no known period, and which bars show."""
    own = [line for line in lines if measure in line.measures]
    awards = {award.line.slug: award for line in own for award in line.awards}
    known = sum(1 for award in awards.values() if award.is_known(measure, asked))
    least = "At least " if known < len(awards) else ""
    said = [f"{least}{dollars(_whole(own, measure))} in all, {counted(known, len(awards))}."]
    outside = _whole([line for line in own if not line.period.is_told], measure)
    if outside:
        said.append(f"{dollars(outside)} of it has no bar: its date spans two, or is not known.")
    if periods > MOST_BARS:
        said.append(f"The newest {MOST_BARS} of {periods:,} show.")
    return said


def _whole(lines: Sequence[Cell], measure: str) -> Decimal:
    return sum(_amounts(lines, measure).values(), ZERO)
