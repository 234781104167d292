"""The ledger, entry by entry, with everything that its hash covers: enough to verify it without this program."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, ExpressionWrapper, F, QuerySet, Sum

from portfolio.calculations.fiscal_year import fiscal_year_of
from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from portfolio.models.ledger import reference
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, on_record_at
from portfolio.reports.words import entry_words
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate

from . import columns as c
from .base import Answer, Column, Definition, Row, Total, Type

COLUMNS = (
    Column("transaction", "Entry", "Reference of the ledger entry.", is_unique=True),
    c.INVESTMENT,
    c.DEAL,
    c.AGENCY,
    c.PROGRAM,
    c.COMPANY,
    c.INSTRUMENT,
    Column(
        "kind", "Kind", "What the entry does. Amounts are positive; the kind carries the direction.", words=entry_words
    ),
    Column(
        "amount_usd",
        "Amount",
        "Amount of the entry.",
        Type.USD,
        "USD",
        unknown="an entry of shares alone",
        is_optional=True,
    ),
    Column(
        "shares",
        "Shares",
        "Shares or rights of the entry.",
        Type.SHARES,
        unknown="an entry of money alone",
        is_optional=True,
    ),
    Column(
        "shares_received",
        "Shares received",
        "Received in an exercise, conversion or split.",
        Type.SHARES,
        unknown="none received",
        is_optional=True,
    ),
    Column("effective_on", "Effective", "When it happened, as given.", Type.PARTIAL_DATE, unknown="undated"),
    Column("counts_from", "Counts from", "The day from which it counts; 0001-01-01 for an undated one.", Type.DATE),
    Column(
        "fiscal_year",
        "Fiscal year",
        c.FISCAL_YEAR.meaning,
        Type.INTEGER,
        unknown=c.FISCAL_YEAR.unknown,
        is_grouped=False,
    ),
    Column("reverses", "Reverses", "The entry that a reversal undoes.", unknown="no reversal", is_optional=True),
    Column("derived", "Derived", "Implied by another figure, not published itself.", Type.BOOLEAN),
    Column("note", "Note", "What the record says of it.", unknown="no note", is_optional=True, is_prose=True),
    Column("control", "Control", "Who approved it."),
    Column("sources", "Sources", "Sources of the entry, by their identifiers in the sources report."),
    Column("recording", "Recording", "Serial of the recording that wrote it.", Type.INTEGER, is_grouped=False),
    Column("recorded_at", "Recorded at", "Moment of that recording, UTC.", Type.MOMENT),
    Column("recorded_by", "Recorded by", "Who wrote it."),
    Column("previous_hash", "Previous hash", "Hash of the entry before it in the ledger.", is_unique=True),
    Column("hash", "Hash", "SHA-256 over the previous hash and the entry's content.", is_unique=True),
)

FILTERS = (
    "agency",
    "program",
    "company",
    "project",
    "deal",
    "investment",
    "mineral",
    "state",
    "instrument",
    "status",
    "confidence",
    "fiscal_year",
)

# As the table holds them: a million entries are of few awards and few days, so a row of values is read as it lies.
FIGURES = tuple(ExpressionWrapper(F(name), BigIntegerField()) for name in ("amount", "shares", "shares_received"))
READ = (
    "number",
    "investment_id",
    "kind",
    *FIGURES,
    ExpressionWrapper(F("effective_on"), CharField()),
    "counts_from",
    "reverses_id",
    "is_derived",
    "note",
    "recording__approval",
    "citation__text",
    "recording_id",
    "recording__moment",
    "recording__by_name",
    "previous_hash",
    "hash",
)


class Sums:
    """What the entries of a query come to, kind by kind; asked of the database when a page asks for it, and once."""

    def __init__(self, query: QuerySet) -> None:
        self.query = query.order_by()

    @cached_property
    def recorded(self) -> dict[str, tuple[Decimal | None, int]]:
        """Kind → the sum of its amounts and how many entries, reversals among them."""
        return {kind: found for kind, *found in self.query.values_list("kind").annotate(Sum("amount"), Count("pk"))}

    @cached_property
    def undone(self) -> dict[str, tuple[Decimal | None, int]]:
        """Kind → the same of the entries that a reversal has undone."""
        reversals = self.query.filter(kind=Kind.REVERSAL).values_list("reverses__kind")
        return {kind: found for kind, *found in reversals.annotate(Sum("reverses__amount"), Count("pk"))}

    @cached_property
    def lines(self) -> list[Total]:
        """One line a kind: what its entries come to, less what reversals have undone."""
        found = []
        for kind in Kind:
            if kind is Kind.REVERSAL or kind not in self.recorded:
                continue
            (amount, entries), (less, undone) = self.recorded[kind], self.undone.get(kind, (None, 0))
            values = {} if amount is None else {"amount_usd": amount - (less or 0)}
            found.append(Total(kind.label, values, f"{entries - undone:,} standing"))
        return found


class LedgerTotals(Sequence[Total]):
    """The totals of the ledger, added up when they are first looked at: a file of rows never asks."""

    def __init__(self, sums: Sums) -> None:
        self.sums = sums

    def __getitem__(self, place: Any) -> Any:
        return self.sums.lines[place]

    def __len__(self) -> int:
        return len(self.sums.lines)


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """The rows of a query, read in pieces as they are asked for, so that a million of them stay out of memory."""

    query: QuerySet
    investments: dict[int, InvestmentAt]
    sums: Sums

    def __iter__(self) -> Iterator[Row]:
        return map(reader(self.investments), self.query.values_list(*READ).iterator(chunk_size=5_000))

    def __getitem__(self, part: slice) -> Sequence[Row]:
        return list(map(reader(self.investments), self.query.values_list(*READ)[part]))

    def __len__(self) -> int:
        return sum(entries for _, entries in self.sums.recorded.values())


def reader(investments: dict[int, InvestmentAt]) -> Callable[[tuple], Row]:
    """What turns the values of READ into a row. It remembers the awards and dates that it has met."""
    awards: dict[int, tuple[str, ...]] = {}
    dates: dict[str, tuple[PartialDate | None, int | None]] = {"": (None, None)}

    def award(investment: int) -> tuple[str, ...]:
        line = investments[investment]
        codes = (line.slug, line.deal.slug, line.agency.code, line.program_code, line.recipient.slug)
        return awards.setdefault(investment, (*codes, line.instrument.value))

    def dated(text: str) -> tuple[PartialDate | None, int | None]:
        parsed = PartialDate.parse(text)
        return dates.setdefault(text, (parsed, fiscal_year_of(parsed)))

    def row(values: tuple) -> Row:
        number, investment, kind, amount, shares, received, text, counts_from, reverses, derived, note, *rest = values
        effective_on, year = dates.get(text) or dated(text)
        return (
            reference(number),
            *(awards.get(investment) or award(investment)),
            kind,
            None if amount is None else Decimal(amount).scaleb(-2),
            None if shares is None else Decimal(shares).scaleb(-6),
            None if received is None else Decimal(received).scaleb(-6),
            effective_on,
            counts_from,
            year,
            None if reverses is None else reference(reverses),
            derived,
            note or None,
            *rest,
        )

    return row


def answer(at: AsOf, filters: Filters) -> Answer:
    of_investment = filters.without("fiscal_year")
    investments = {line.investment.pk: line for line in on_record_at(at, with_balances=False)}
    query = Transaction.objects.at(at).order_by("number")
    if of_investment.asked():
        asked = [number for number, line in investments.items() if line.passes(of_investment)]
        query = query.filter(investment_id__in=asked)
    if filters.fiscal_year is not None:
        query = _in_fiscal_year(query, filters.fiscal_year)
    sums = Sums(query)
    return Answer(
        LedgerRows(query, investments, sums),
        totals=LedgerTotals(sums),
        notes=("Totals are net of reversals, kind by kind. An undated entry counts for every day.",),
    )


def _in_fiscal_year(query: QuerySet, year: int) -> QuerySet:
    """Entries whose whole interval lies in the fiscal year; the interval's text says which those are."""
    near = query.order_by().filter(effective_on__gte=str(year - 1), effective_on__lt=str(year + 1))
    texts = near.values_list("effective_on", flat=True).distinct()
    return query.filter(effective_on__in=[text for text in texts if fiscal_year_of(text) == year])


DEFINITION = Definition(
    "transactions",
    "Transactions",
    "What was committed, obligated, paid and paid back, entry by entry?",
    COLUMNS,
    FILTERS,
    answer,
)
