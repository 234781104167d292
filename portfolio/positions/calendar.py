"""The calendar at an AsOf: everything on record that has a day, ahead and behind, in one list."""

from dataclasses import dataclass
from typing import Self

from record.calculations.as_of import AsOf

from .authorities import AuthorityAt, authorities_at
from .calendar_awards import expiries, floors, set_days
from .calendar_sites import authorities, milestones
from .dated import Dated
from .due_dates import DueAt, due_dates_at
from .filters import Filters
from .holdings import Part, holdings_of
from .investments import InvestmentAt, investments_at
from .milestones import milestones_at


@dataclass(frozen=True, slots=True)
class CalendarBook:
    """What the calendar and the list of decisions rest on, read once; a fixed number of questions to the database."""

    at: AsOf
    awards: list[InvestmentAt]
    holdings: list[Part]
    due: list[DueAt]
    authorities: list[AuthorityAt]

    @classmethod
    def read(cls, at: AsOf) -> Self:
        awards = investments_at(at)
        return cls(at, awards, holdings_of(awards, at), due_dates_at(at, awards), authorities_at(at, awards))

    @property
    def of_awards(self) -> list[Dated]:
        """The dated things of awards and of programs."""
        on = self.at.as_of
        return in_order(
            [
                *expiries(self.holdings),
                *floors(self.awards, on),
                *set_days(self.due),
                *authorities(self.authorities, on),
            ]
        )


def in_order(lines: list[Dated]) -> list[Dated]:
    """By the last day, then by what they are about."""
    return sorted(lines, key=lambda line: (line.day.sort_key, line.kind.value, line.key, line.what))


def calendar_at(at: AsOf, filters: Filters | None = None, book: CalendarBook | None = None) -> list[Dated]:
    """Every dated thing at `at`, narrowed by `filters`, in the order of its day."""
    book = book or CalendarBook.read(at)
    found = [*book.of_awards, *milestones(milestones_at(at), book.awards, at.as_of)]
    return in_order([line for line in found if filters is None or line.passes(filters)])
