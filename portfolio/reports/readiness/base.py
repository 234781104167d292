"""What the answers to an inspector's questions are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from portfolio.positions.authorities import AuthorityAt, authorities_at
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate


class Finding(StrEnum):
    OPEN = "open"
    UNKNOWN = "unknown"
    SETTLED = "settled"


class Book:
    """What the questions ask of, each read once."""

    def __init__(self, at: AsOf) -> None:
        self.at = at

    @cached_property
    def every_award(self) -> list[InvestmentAt]:
        return investments_at(self.at)

    @cached_property
    def awards(self) -> list[InvestmentAt]:
        """Those that are money: committed or later, and terminated."""
        return [line for line in self.every_award if line.is_money]

    @cached_property
    def authorities(self) -> list[AuthorityAt]:
        return authorities_at(self.at, self.every_award)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that a question counts: an award, a waiver, a project, an authority.

    `usd` is in the measure of its question, None where it is unknown or there is none.
    """

    finding: Finding
    why: str
    about: str = ""
    award: InvestmentAt | None = None
    agencies: frozenset[str] = frozenset()
    programs: frozenset[str] = frozenset()
    project: str = ""
    day: PartialDate | None = None
    usd: Decimal | None = None
    sources: str = ""

    @property
    def labels(self) -> tuple[frozenset[str], frozenset[str]]:
        """Codes of agencies and of programs: those of its award, where it has one."""
        if self.award is None:
            return self.agencies, self.programs
        return frozenset({self.award.agency.code}), frozenset({self.award.program_code})

    def passes(self, filters: Filters) -> bool:
        agencies, programs = self.labels
        return filters.agency in {"", *agencies} and filters.program in {"", *programs}


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what makes its rows, what its settled rows are called, and what the dollars of its rows are."""

    check: str
    text: str
    settled: str
    rows: Callable[[Book], Sequence[Row]]
    usd_is: str = ""
    adds_up: bool = True
    note: str = ""

    def asked(self, book: Book, filters: Filters) -> list[Row]:
        """Its rows, the open ones first, then the unknown ones; by what each is about."""
        order = list(Finding)
        rows = [row for row in self.rows(book) if row.passes(filters)]
        return sorted(rows, key=lambda row: (order.index(row.finding), row.award.slug if row.award else row.about))
