"""The ledger, entry by entry, with everything that its hash covers: enough to verify it without this program."""

from operator import attrgetter

from django.db.models import F, QuerySet

from portfolio.calculations.fiscal_year import fiscal_year_of
from portfolio.models import Transaction
from portfolio.models.ledger import reference
from portfolio.positions.failed_runs import LEDGER_CHECK
from portfolio.positions.filters import Filters
from portfolio.positions.investments import on_record_at
from portfolio.reports.words import entry_words
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Lazily, Type
from .entry_expressions import FiscalYear, Reference
from .ledger_lines import LedgerLines, Sums
from .left_out import dollars
from .queried import Found, LookedUp

KIND = Column(
    "kind",
    "Kind",
    "What the entry does. Amounts are positive; the kind carries the direction.",
    words=entry_words,
    value=Found(attrgetter("kind"), F("kind")),
)
SHARES_RECEIVED = Column(
    "shares_received",
    "Shares received",
    "Received in an exercise, conversion or split.",
    Type.SHARES,
    unknown="none received",
    is_optional=True,
    value=Found(attrgetter("shares_received"), F("shares_received")),
)

COLUMNS = (
    Column(
        "transaction",
        "Entry",
        "Reference of the ledger entry.",
        is_unique=True,
        value=Found(lambda line: reference(line.number), Reference("number")),
    ),
    c.INVESTMENT.of(Found(attrgetter("award.investment"), LookedUp(attrgetter("investment")))),
    c.DEAL.of(Found(attrgetter("award.deal"), LookedUp(attrgetter("deal")))),
    c.AGENCY.of(Found(attrgetter("award.agency"), LookedUp(attrgetter("agency")))),
    c.PROGRAM.of(Found(attrgetter("award.program"), LookedUp(attrgetter("program")))),
    c.COMPANY.of(Found(attrgetter("award.company"), LookedUp(attrgetter("company")))),
    c.INSTRUMENT.of(Found(attrgetter("award.instrument"), LookedUp(attrgetter("instrument")))),
    KIND,
    c.AMOUNT.of(Found(attrgetter("amount"), F("amount")), unknown="an entry of shares alone", is_optional=True),
    c.SHARES.of(Found(attrgetter("shares"), F("shares")), unknown="an entry of money alone", is_optional=True),
    SHARES_RECEIVED,
    c.EFFECTIVE_ON.of(Found(attrgetter("effective_on"), F("effective_on"))),
    Column(
        "counts_from",
        "Counts from",
        "The day from which it counts; 0001-01-01 for an undated one.",
        Type.DATE,
        value=Found(attrgetter("counts_from"), F("counts_from")),
    ),
    c.FISCAL_YEAR.of(Found(attrgetter("fiscal_year"), FiscalYear("effective_on"))),
    Column(
        "reverses",
        "Reverses",
        "The entry that a reversal undoes.",
        unknown="no reversal",
        is_optional=True,
        value=Found(lambda line: None if line.reverses is None else reference(line.reverses), Reference("reverses_id")),
    ),
    Column(
        "derived",
        "Derived",
        "Implied by another figure, not published itself.",
        Type.BOOLEAN,
        value=Found(attrgetter("is_derived"), F("is_derived")),
    ),
    c.NOTE.of(Found(attrgetter("note"), F("note"))),
    c.CONTROL.of(Found(attrgetter("control"), F("recording__approval"))),
    c.SOURCES.of(Found(attrgetter("sources"), F("citation__text")), page=""),
    c.SECONDARY.of(Found(attrgetter("is_secondary"), F("is_secondary"))),
    c.RECORDING.of(Found(attrgetter("recording"), F("recording_id"))),
    c.RECORDED_AT.of(Found(attrgetter("recorded_at"), F("recording__moment"))),
    c.RECORDED_BY.of(Found(attrgetter("recorded_by"), F("recording__by_name"))),
    Column(
        "previous_hash",
        "Previous hash",
        "Hash of the entry before it in the ledger.",
        is_unique=True,
        value=Found(attrgetter("previous_hash"), F("previous_hash")),
    ),
    Column(
        "hash",
        "Hash",
        "SHA-256 over the previous hash and the entry's content.",
        is_unique=True,
        value=Found(attrgetter("hash"), F("hash")),
    ),
    Column(
        "source_key",
        "Source's key",
        "The entry's own key in the source: the same key is the same entry.",
        unknown="its source gives no key",
        is_optional=True,
        value=Found(attrgetter("source_key"), F("source_key")),
    ),
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
    "money_form",
    "status",
    "confidence",
    "fiscal_year",
)


def answer(at: AsOf, filters: Filters) -> Answer:
    of_investment = filters.without("fiscal_year")
    query = Transaction.objects.at(at).order_by("number")
    if of_investment.asked():
        asked = [line.investment.pk for line in on_record_at(at) if line.passes(of_investment)]
        query = query.filter(investment_id__in=asked)
    of_every_year = query
    if filters.fiscal_year is not None:
        query = in_fiscal_year(query, filters.fiscal_year)
    sums = Sums(query)
    notes = ("Totals are net of reversals, kind by kind. An undated entry counts for every day.",)
    return Answer(
        LedgerLines(query, sums, at),
        totals=Lazily(lambda: sums.lines),
        notes=Lazily(lambda: (*notes, *in_no_fiscal_year(of_every_year, filters))),
    )


def in_no_fiscal_year(query: QuerySet, filters: Filters) -> tuple[str, ...]:
    """Narrowed to a fiscal year: how many of the entries lie in none, and what they come to, kind by kind."""
    if filters.fiscal_year is None:
        return ()
    texts = query.order_by().values_list("effective_on", flat=True).distinct()
    sums = Sums(query.filter(effective_on__in=[text or "" for text in texts if fiscal_year_of(text) is None]))
    entries = sum(total.rows or 0 for total in sums.lines)
    if not entries:
        return ()
    amounts = [f"{total.label} {dollars(total.values.get('amount_usd'))}" for total in sums.lines if total.rows]
    lie = "1 entry lies" if entries == 1 else f"{entries:,} entries lie"
    return (f"{lie} in no fiscal year, dated not at all or over two: {', '.join(amounts)}.",)


def in_fiscal_year(query: QuerySet, year: int) -> QuerySet:
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
    runs=(LEDGER_CHECK,),
)
