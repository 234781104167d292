"""A sample of the ledger by seed, with strata of kind and dollars, so that anybody draws the same one again."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from portfolio.calculations.sampling import Drawable, Drawn, draw
from portfolio.models import Transaction
from portfolio.positions.filters import CHOSEN, Filters
from portfolio.positions.investments import on_record_at
from portfolio.positions.sample_findings import SAMPLE
from record.calculations.as_of import AsOf

from .base import Answer, Column, Definition, Type
from .ledger_lines import EntryLine, LedgerLines, Sums
from .transactions import COLUMNS as OF_ENTRIES
from .transactions import FILTERS, in_fiscal_year, in_no_fiscal_year

SEED, SIZE = "1", 25
"""Where none is asked."""
RULE = (
    "Each stratum has one place, those of most dollars first; the others go by dollars (highest averages of d'Hondt)."
    " Within a stratum the entries with the lowest draw are taken."
)
NARROWING = tuple(name for name in FILTERS if name != "confidence")


@dataclass(frozen=True, slots=True)
class SampleLine:
    """An entry of the sample: its place, how it was drawn, and the entry itself."""

    place: int
    drawn: Drawn
    entry: EntryLine


def of_entry(name: str) -> Column:
    """A column of the ledger, of the entry that was drawn."""
    column = next(one for one in OF_ENTRIES if one.name == name)
    value: Callable[[Any], Any] = column.value or (lambda entry: None)
    return column.of(lambda line: value(line.entry))


COLUMNS = (
    Column("place", "Place", "Its number in the sample.", Type.INTEGER, value=attrgetter("place")),
    of_entry("transaction"),
    of_entry("investment"),
    of_entry("kind"),
    of_entry("amount_usd"),
    of_entry("shares"),
    of_entry("effective_on"),
    of_entry("sources"),
    Column("stratum", "Stratum", "Its kind and its band of dollars.", value=attrgetter("drawn.stratum.name")),
    Column(
        "stratum_entries",
        "Entries in the stratum",
        "How many entries it was drawn from.",
        Type.INTEGER,
        value=attrgetter("drawn.stratum.entries"),
    ),
    Column(
        "stratum_usd",
        "Dollars in the stratum",
        "What these come to.",
        Type.USD,
        "USD",
        value=attrgetter("drawn.stratum.dollars"),
    ),
    Column(
        "stratum_drawn",
        "Drawn of the stratum",
        "How many entries were drawn from it.",
        Type.INTEGER,
        value=attrgetter("drawn.stratum.places"),
    ),
    of_entry("agency"),
    of_entry("program"),
    of_entry("company"),
    of_entry("note"),
    of_entry("control"),
    of_entry("recording"),
    of_entry("recorded_by"),
    Column(
        "draw",
        "Draw",
        "SHA-256 of the seed, a colon and the entry's hash; the lowest of each stratum are drawn.",
        is_unique=True,
        value=attrgetter("drawn.digest"),
    ),
    of_entry("hash"),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    seed, size = filters.seed or SEED, filters.size or SIZE
    narrowed = filters.without("seed").without("size").without("fiscal_year")
    query: QuerySet = Transaction.objects.at(at).order_by("number")
    if narrowed.asked():
        asked = [line.investment.pk for line in on_record_at(at) if line.passes(narrowed)]
        query = query.filter(investment_id__in=asked)
    of_every_year = query
    if filters.fiscal_year is not None:
        query = in_fiscal_year(query, filters.fiscal_year)
    drawn = {one.number: one for one in draw(drawable(query), seed=seed, size=size)}
    entries = {line.number: line for line in ledger(query, drawn, at)}
    lines = [SampleLine(place, one, entries[one.number]) for place, one in enumerate(drawn.values(), start=1)]
    strata = {one.stratum.name: one.stratum for one in drawn.values()}
    of, dollars = sum(one.entries for one in strata.values()), sum(one.dollars for one in strata.values())
    of_all = f"{len(lines):,} of {of:,} entries, of ${dollars:,.2f}, in {len(strata):,} strata"
    return Answer(
        lines, notes=(f'Seed "{seed}", {size:,} places: {of_all}.', RULE, *in_no_fiscal_year(of_every_year, filters))
    )


def drawable(query: QuerySet) -> Any:
    """Every entry of the query as it is drawn, read as it lies."""
    rows = query.values_list("number", "kind", "amount", "hash")
    return (Drawable(number, kind, amount, own) for number, kind, amount, own in rows.iterator(chunk_size=10_000))


def ledger(query: QuerySet, drawn: dict[int, Drawn], at: AsOf) -> LedgerLines:
    """The entries that were drawn, as the ledger's report has them."""
    chosen = query.filter(number__in=list(drawn))
    return LedgerLines(chosen, Sums(chosen), at)


DEFINITION = Definition(
    SAMPLE,
    "Sample for an audit",
    "Which entries are to be compared with their sources?",
    COLUMNS,
    (*NARROWING, "seed", "size"),
    answer,
    chosen=(*CHOSEN, *NARROWING, "seed", "size"),
)
