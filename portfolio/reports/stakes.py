"""What the country owns: stake by stake, with the instruments that make each up below it."""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from portfolio.positions.filters import Filters
from portfolio.positions.stakes import Part, Stake, stakes_at
from portfolio.reports.words import instrument_words
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Row, Type
from .investments import FILTERS

NO_COUNT = "no share count is known, or a number of shares is not"

COLUMNS = (
    Column("stake", "Stake", "Holder, issuer, deal, and how far it is the government's."),
    Column("line", "Line", "The stake itself, or one instrument of it. Instruments are part of the stake above them."),
    Column("holder", "Holder", "Code of the agency that holds."),
    c.ISSUER,
    c.DEAL,
    Column(
        "investment",
        "Investment",
        "The award, on an instrument's line.",
        page="investment",
        unknown="a stake's line",
        is_optional=True,
    ),
    Column(
        "instrument",
        "Instrument",
        "The form of the award, on an instrument's line.",
        unknown="a stake's line",
        is_optional=True,
        words=instrument_words,
    ),
    Column(
        "holding",
        "Holding",
        "Held by the ledger or by a closing; agreed but not issued; or proposed: announced, a letter, conditional.",
    ),
    Column(
        "shares",
        "Shares or rights",
        "The instrument's own shares, units or rights. Never added across instruments.",
        Type.SHARES,
        unknown="not stated, or a stake's line",
    ),
    Column(
        "shares_as_converted_and_exercised",
        "As converted and exercised",
        "Common shares with every conversion and right used.",
        Type.SHARES,
        unknown="a number of shares or a conversion is not stated",
    ),
    Column(
        "stated_stake_share",
        "Stake as stated",
        "The share that the source states, on its own base and day. 1 is the whole.",
        Type.FRACTION,
        unknown="not stated for this line",
    ),
    Column(
        "basic_share", "Basic", "Common shares of the stake over shares outstanding.", Type.FRACTION, unknown=NO_COUNT
    ),
    Column(
        "as_converted_and_exercised_share",
        "As converted and exercised, share",
        "Common shares with every conversion and right used, over shares outstanding before them.",
        Type.FRACTION,
        unknown=NO_COUNT,
    ),
    Column(
        "fully_diluted_share",
        "Fully diluted",
        "The same shares over shares outstanding and all dilutive securities known.",
        Type.FRACTION,
        unknown=NO_COUNT,
    ),
    Column(
        "shares_outstanding",
        "Shares outstanding",
        "The issuer's newest count at that day.",
        Type.SHARES,
        unknown="no share count is known",
    ),
    Column("counted_on", "Counted on", "The day of that count.", Type.PARTIAL_DATE, unknown="no share count is known"),
    Column(
        "count_sources", "Count's sources", "Sources of that count.", page="source", unknown="no share count is known"
    ),
    Column(
        "holding_cap_share",
        "Cap",
        "The most that the holder may hold, by contract.",
        Type.FRACTION,
        unknown="none stated",
        is_optional=True,
    ),
    Column(
        "alerts",
        "Levels reached",
        "5, 10, 15, 19.9% and the contractual cap.",
        unknown="none reached, or unknown",
        is_optional=True,
    ),
    c.CONFIDENCE,
    c.SOURCES,
)


def answer(at: AsOf, filters: Filters) -> Answer:
    rows = [row for stake in stakes_at(at, filters) for row in rows_of(stake)]
    return Answer(
        rows,
        notes=(
            "A stated stake rests on its own base and day; the computed ones stand beside it, never instead of it.",
            "Proposed and agreed stakes are not held.",
        ),
    )


def rows_of(stake: Stake) -> Iterator[Row]:
    """The stake's line, then one for each of its instruments."""
    first, count = stake.first, stake.count
    sources = dict.fromkeys(slug for part in stake.parts for slug in part.line.sources.split(";") if slug)
    yield (
        stake.key,
        "stake",
        first.agency.code,
        first.issuer.slug,
        first.deal.slug,
        None,
        None,
        stake.holding.value,
        None,
        stake.as_converted_and_exercised,
        stake.stated_share,
        rounded(stake.basic_share),
        rounded(stake.as_converted_and_exercised_share),
        rounded(stake.fully_diluted_share),
        stake.outstanding,
        count and count.effective_on,
        count.citation.text if count and count.citation else None,
        stake.cap,
        stake.alerts,
        None,
        ";".join(sources) or None,
    )
    for part in stake.parts:
        yield part_row(stake, part)


def rounded(share: Decimal | None) -> Decimal | None:
    """A computed share to the six places that the column shows, half to even."""
    return None if share is None else share.quantize(Decimal("0.000001"), ROUND_HALF_EVEN)


def part_row(stake: Stake, part: Part) -> Row:
    line = part.line
    return (
        stake.key,
        "instrument",
        line.agency.code,
        line.issuer.slug,
        line.deal.slug,
        line.slug,
        line.instrument.value,
        part.holding.value,
        part.shares,
        part.as_converted_and_exercised,
        stake.stated_of(part),
        None,
        None,
        None,
        None,
        None,
        None,
        line.terms and line.terms.holding_cap_share,
        None,
        (line.terms and line.terms.confidence) or None,
        line.sources or None,
    )


DEFINITION = Definition("stakes", "Stakes", "What does the country own, and of what?", COLUMNS, FILTERS, answer)
