"""The dated things of awards: rights that expire, price floors, and the days that agreements set."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from portfolio.calculations.fiscal_year import quarter_ends
from portfolio.calculations.kinds import Instrument
from portfolio.models import DueKind
from record.calculations.partial_dates import PartialDate

from .dated import Dated, DatedKind, of_award
from .due_dates import Came, DueAt
from .holdings import Holding, Part
from .investments import InvestmentAt

AHEAD = timedelta(days=366)
QUARTERS = 6
"""Of a price floor: the quarter that ended last, and those that end within a year."""
KINDS: dict[DueKind, DatedKind] = {
    DueKind.DRAW_DEADLINE: DatedKind.DRAW_DEADLINE,
    DueKind.MATURITY: DatedKind.MATURITY,
    DueKind.CLOSING: DatedKind.CLOSING,
    DueKind.CONDITION: DatedKind.CONDITION,
    DueKind.REPORT: DatedKind.REPORT,
}


def expiries(parts: Iterable[Part]) -> Iterator[Dated]:
    """The last days of rights that are held or agreed and of which something is left.

    Where no day is stated it is the tenor after the closing, and says so. A right without either has no line.
    """
    for part in parts:
        if not part.is_right or part.holding not in (Holding.HELD, Holding.AGREED) or part.shares == 0:
            continue
        last = part.last_day
        if last is None:
            continue
        how = ", by its tenor after the closing" if last.is_worked_out else ""
        yield of_award(
            part.line,
            kind=DatedKind.RIGHT_EXPIRY,
            key=part.line.slug,
            day=last.day,
            on=part.on,
            what=f"The {part.line.in_words} expires{how}",
            shares=part.shares,
        )


def floors(lines: Iterable[InvestmentAt], on: date) -> Iterator[Dated]:
    """Of each price floor in force its end, the quarter that ended last, and those that end within a year."""
    until = on + AHEAD if on < date.max - AHEAD else date.max
    ends = quarter_ends(until, QUARTERS)
    for line in lines:
        terms = line.terms
        if line.instrument is not Instrument.PRICE_FLOOR or terms is None or line.has_ended:
            continue
        begins, last = terms.floor_starts_on, terms.floor_ends_on
        if last is not None:
            yield of_award(
                line, kind=DatedKind.FLOOR_END, key=line.slug, day=last, on=on, what=f"The {line.in_words} ends"
            )
        for end in ends:
            quarter = PartialDate.parse(f"{end.year:04d}-Q{(end.month + 2) // 3}")
            if begins is None or quarter.end < begins.start or (last is not None and quarter.start > last.end):
                continue
            yield of_award(
                line,
                kind=DatedKind.FLOOR_QUARTER,
                key=line.slug,
                day=quarter,
                on=on,
                what=f"Quarter {quarter} of the {line.in_words} is settled",
            )


def set_days(due: Iterable[DueAt]) -> Iterator[Dated]:
    """What agreements set."""
    for one in due:
        came, fact = one.came, one.fact
        note = f"; {one.words}" if one.words else f": {fact.note}" if fact.note else ""
        yield of_award(
            one.award,
            kind=KINDS.get(one.kind, DatedKind.PAYMENT),
            key=one.key,
            day=fact.day,
            on=one.on,
            what=f"{one.kind.label.capitalize()} of the {one.award.in_words}{note}",
            note=note,
            state=came.value if came else "",
            amount=fact.amount,
            sources=fact.citation.text if fact.citation else "",
            is_red=came is Came.DID_NOT_COME,
        )
