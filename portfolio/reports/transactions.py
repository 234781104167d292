"""The ledger, entry by entry, with everything that its hash covers: enough to verify it without this program."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from portfolio.calculations.fiscal_year import fiscal_year_of
from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from portfolio.models.ledger import reference
from projects.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Row, Total, Type
from .filters import Filters
from .investments_at import InvestmentAt, on_record_at

COLUMNS = (
    Column("transaction", "Entry", "Reference of the ledger entry."),
    c.INVESTMENT,
    c.DEAL,
    c.AGENCY,
    c.PROGRAM,
    c.COMPANY,
    c.INSTRUMENT,
    Column("kind", "Kind", "What the entry does. Amounts are positive; the kind carries the direction."),
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
    ),
    Column("reverses", "Reverses", "The entry that a reversal undoes.", unknown="no reversal", is_optional=True),
    Column("derived", "Derived", "Implied by another figure, not published itself.", Type.BOOLEAN),
    Column("note", "Note", "What the record says of it.", unknown="no note", is_optional=True),
    Column("control", "Control", "Who approved it."),
    Column("sources", "Sources", "Sources of the entry, by their identifiers in the sources report."),
    Column("recording", "Recording", "Serial of the recording that wrote it.", Type.INTEGER),
    Column("recorded_at", "Recorded at", "Moment of that recording, UTC.", Type.MOMENT),
    Column("recorded_by", "Recorded by", "Who wrote it."),
    Column("previous_hash", "Previous hash", "Hash of the entry before it in the ledger."),
    Column("hash", "Hash", "SHA-256 over the previous hash and the entry's content."),
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

READ = (
    "number",
    "investment_id",
    "kind",
    "amount",
    "shares",
    "shares_received",
    "effective_on",
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


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """The rows of a query, read in pieces as they are asked for, so that a million of them stay out of memory."""

    query: QuerySet
    investments: dict[int, InvestmentAt]

    def __iter__(self) -> Iterator[Row]:
        for values in self.query.values_list(*READ).iterator(chunk_size=5_000):
            yield self._row(values)

    def __getitem__(self, part: slice) -> Sequence[Row]:
        return [self._row(values) for values in self.query.values_list(*READ)[part]]

    def __len__(self) -> int:
        return self.query.count()

    def _row(self, values: tuple) -> Row:
        number, investment, kind, amount, shares, received, effective_on, counts_from, reverses, derived, *rest = values
        note, control, sources, recording, recorded_at, recorded_by, previous_hash, digest = rest
        line = self.investments[investment]
        return (
            reference(number),
            line.slug,
            line.deal.slug,
            line.agency.code,
            line.program_code,
            line.recipient.slug,
            line.instrument.value,
            kind,
            amount,
            shares,
            received,
            effective_on,
            counts_from,
            fiscal_year_of(effective_on) if effective_on else None,
            reference(reverses) if reverses else None,
            derived,
            note or None,
            control,
            sources,
            recording,
            recorded_at,
            recorded_by,
            previous_hash,
            digest,
        )


def answer(at: AsOf, filters: Filters) -> Answer:
    of_investment = filters.without("fiscal_year")
    investments = {line.investment.pk: line for line in on_record_at(at)}
    query = Transaction.objects.at(at).order_by("number")
    if of_investment.asked():
        asked = [number for number, line in investments.items() if line.passes(of_investment)]
        query = query.filter(investment_id__in=asked)
    if filters.fiscal_year is not None:
        query = _in_fiscal_year(query, filters.fiscal_year)
    return Answer(
        LedgerRows(query, investments),
        totals=tuple(totals(query)),
        notes=("Totals are net of reversals, kind by kind. An undated entry counts for every day.",),
    )


def _in_fiscal_year(query: QuerySet, year: int) -> QuerySet:
    """Entries whose whole interval lies in the fiscal year; the interval's text says which those are."""
    texts = query.order_by().values_list("effective_on", flat=True).distinct()
    inside = [text for text in texts if text and fiscal_year_of(text) == year]
    return query.filter(effective_on__in=inside)


def totals(query: QuerySet) -> list[Total]:
    """One line a kind: what its entries come to, less what reversals have undone."""
    undone = Transaction.objects.filter(pk=OuterRef("reverses_id")).values("kind")[:1]
    counted = query.order_by().annotate(
        of_kind=Coalesce(Subquery(undone), F("kind")),
        sign=Case(When(kind=Kind.REVERSAL, then=Value(-1)), default=Value(1)),
    )
    sums = {
        (row["of_kind"], row["sign"]): row
        for row in counted.values("of_kind", "sign").annotate(total=Sum("amount"), entries=Count("pk"))
    }
    lines = []
    for kind in Kind:
        plus, minus = sums.get((kind.value, 1)), sums.get((kind.value, -1))
        if plus is None:
            continue
        values = {}
        if plus["total"] is not None:
            values["amount_usd"] = plus["total"] - ((minus and minus["total"]) or 0)
        lines.append(Total(kind.label, values, f"{plus['entries'] - (minus['entries'] if minus else 0):,} standing"))
    return lines


DEFINITION = Definition(
    "transactions",
    "Transactions",
    "What was committed, obligated, paid and paid back, entry by entry?",
    COLUMNS,
    FILTERS,
    answer,
)
