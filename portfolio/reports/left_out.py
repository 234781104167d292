"""What a narrowed report leaves out: rows and dollars, total by total; and what lies in no fiscal year."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from record.calculations.as_of import AsOf

from .base import Answer, Column, Lazily, Total, Type


def dollars(amount: Decimal | None) -> str:
    """1,234.50 USD; "of an unknown amount" where it is not known."""
    return "of an unknown amount" if amount is None else f"{amount:,.2f} USD"


def with_left_out(answer: Answer, everything: Callable[[], Answer], columns: Sequence[Column]) -> Answer:
    """The narrowed answer, each total of which says what the filters leave out; `everything` is asked when it is read.

    The last note says how many rows are left out in all, and names the totals of which nothing is left.
    """
    whole = Lazily(lambda: [everything()])

    def totals() -> Sequence[Total]:
        before = {total.label: total for total in whole[0].totals}
        return [_with_note(total, before.get(total.label), columns) for total in answer.totals]

    def notes() -> Sequence[str]:
        kept = {total.label for total in answer.totals}
        gone = [
            f"{total.label} ({_described(total, None, columns)})"
            for total in whole[0].totals
            if total.label not in kept and total.rows
        ]
        rows = len(whole[0].lines)
        said = f"The filters leave out {rows - len(answer.lines):,} of {rows:,} rows"
        return [*answer.notes, f"{said}, and all of: {'; '.join(gone)}." if gone else f"{said}."]

    return replace(answer, totals=Lazily(totals), notes=Lazily(notes))


def _with_note(total: Total, before: Total | None, columns: Sequence[Column]) -> Total:
    if before is None or before.rows is None or total.rows is None:
        return total
    said = f"the filters leave out {_described(before, total, columns)}"
    return replace(total, note=f"{total.note}; {said}" if total.note else said[0].upper() + said[1:])


def _described(before: Total, total: Total | None, columns: Sequence[Column]) -> str:
    """How many rows of a total are left out, and which dollars, column by column."""
    rows, of = (before.rows or 0) - (total.rows or 0 if total else 0), before.rows or 0
    named = {column.name: column for column in columns if column.type is Type.USD}
    amounts = []
    for name, amount in before.values.items():
        less = (total.values.get(name) if total else None) or Decimal(0)
        if name in named and amount is not None and amount != less:
            label = f"{named[name].label} " if len(before.values) > 1 else ""
            amounts.append(f"{label}{dollars(amount - less)}")
    counted = f"{rows:,} of {of:,} rows"
    return f"{counted}, {', '.join(amounts)}" if amounts else counted


def in_no_fiscal_year(
    at: AsOf, filters: Filters, only: Callable[[InvestmentAt], bool] = lambda award: True
) -> tuple[str, ...]:
    """Narrowed to a fiscal year: how many of the awards lie in none, and their amount as stated; else nothing."""
    if filters.fiscal_year is None:
        return ()
    found = investments_at(at, filters.without("fiscal_year"))
    awards = [award for award in found if award.fiscal_year is None and only(award)]
    if not awards:
        return ()
    known = [one.terms.announced_amount for one in awards if one.terms and one.terms.announced_amount is not None]
    lie = "1 award lies" if len(awards) == 1 else f"{len(awards):,} awards lie"
    stated = dollars(sum(known, Decimal(0)) if known else None)
    of_known = f"known for {len(known):,} of {len(awards):,}"
    return (f"{lie} in no fiscal year, announced on no known day or over two: {stated} as stated, {of_known}.",)
