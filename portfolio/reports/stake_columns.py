"""What the rows of stakes say: of all that is held together, of one stake, and of its instruments."""

from decimal import Decimal

from portfolio.models import CountKind
from portfolio.positions.quotes import NO_COUNT, quote_of
from portfolio.positions.stakes import Level, Measure, Stake
from record.calculations.unknown import NotKnown

from . import columns as c
from .base import Column, Type
from .stake_lines import (
    OF_SEVERAL,
    compounding,
    of_accrual,
    of_instrument,
    of_right,
    of_stake,
    rounded,
    sources_of,
    stated_on,
    unless_held,
)
from .tables import cited
from .words import words_of

NO_TOTAL = "no share count is known"
MEASURES = (
    (Measure.BASIC.value, "basic, for what is held"),
    (Measure.STATED.value, "as stated, since no share count or number of shares is known"),
    (Measure.AS_CONVERTED_AND_EXERCISED.value, "as converted and exercised, for what the announcement promised"),
)
COMPOUNDING = (
    ("compounded", "by its schedule, compounded"),
    ("simple", "by its schedule, which does not compound"),
    ("not_on_record", "without compounding: whether and when it compounds is not on record"),
)


def to_quote(stake: Stake) -> Decimal | None:
    """The share to quote. Raises NotKnown with the reason where it is not known."""
    quote = quote_of(stake)
    if quote.why:
        raise NotKnown(quote.why)
    return quote.share


COLUMNS = (
    Column(
        "stake",
        "Stake",
        "Holder, issuer, deal, and how far it is the government's.",
        names="path",
        value=lambda line: line.stake.key,
    ),
    Column(
        "line",
        "Line",
        "government: all that is held of an issuer; agency: what one agency holds of it; stake: by one deal; "
        "instrument: one award of the stake above it. Each is part of the one before: never add them.",
        value=lambda line: line.kind,
    ),
    Column(
        "holder",
        "Holder",
        "Code of the agency that holds; government for all of them together.",
        value=lambda line: line.stake.holder,
    ),
    c.ISSUER.of(lambda line: line.award.issuer.slug),
    c.DEAL.of(
        lambda line: line.stake.deal, absent=lambda line: OF_SEVERAL if line.stake.level is not Level.STAKE else None
    ),
    c.INVESTMENT.of(**of_instrument(lambda part: part.line.slug)),
    c.INSTRUMENT.of(**of_instrument(lambda part: part.line.instrument.value)),
    Column(
        "holding",
        "Holding",
        "Held by the ledger or by a closing, also when 0 are left; agreed but not issued; proposed: announced, a "
        "letter, conditional; or ended without ever being held.",
        value=lambda line: (line.part or line.stake).holding.value,
    ),
    c.SHARES.of(label="Shares or rights", **of_instrument(lambda part: part.shares)),
    Column(
        "common_shares",
        "Common shares",
        "Held or to be held outright: without conversions and rights.",
        Type.SHARES,
        unknown="a number of shares is not stated",
        value=lambda line: (line.part or line.stake).common,
    ),
    Column(
        "shares_as_converted_and_exercised",
        "As converted and exercised",
        "Common shares with every conversion and right used; rights that expired bring none.",
        Type.SHARES,
        unknown="a number of shares or a conversion is not stated",
        value=lambda line: (line.part or line.stake).as_converted_and_exercised,
    ),
    Column(
        "share_to_quote",
        "To quote",
        "The one percentage to quote, as a fraction: that of the measure beside it.",
        Type.FRACTION,
        unknown=NO_COUNT,
        is_ownership=True,
        **of_stake(lambda stake: to_quote(stake)),
    ),
    Column(
        "quoted_measure",
        "Quoted as",
        "Basic where common shares are held; else as converted and exercised, as the announcement was; as stated "
        "where no count is known; through other firms what is held, else what its rights would bring.",
        words=words_of(MEASURES),
        **of_stake(lambda stake: stake.quoted.value),
    ),
    Column(
        "quoted_basis",
        "Quoted over",
        "What the percentage to quote is a share of: the number of shares, or the statement, with its day and source.",
        unknown=NO_COUNT,
        is_prose=True,
        **of_stake(lambda stake: quote_of(stake).basis or None),
    ),
    Column(
        "basic_share",
        "Basic",
        "Common shares held over shares outstanding.",
        Type.FRACTION,
        unknown=NO_COUNT,
        is_ownership=True,
        value=lambda line: rounded(line.stake.basic_share) if line.is_group else None,
        absent=unless_held,
    ),
    Column(
        "as_converted_and_exercised_share",
        "As converted and exercised, share",
        "Common shares with every conversion and right used, over shares outstanding before they were issued.",
        Type.FRACTION,
        unknown=NO_COUNT,
        is_ownership=True,
        **of_stake(lambda stake: rounded(stake.as_converted_and_exercised_share)),
    ),
    Column(
        "fully_diluted_share",
        "Fully diluted",
        "The same shares over shares outstanding and all dilutive securities known.",
        Type.FRACTION,
        unknown=NO_COUNT,
        is_ownership=True,
        **of_stake(lambda stake: rounded(stake.fully_diluted_share)),
    ),
    Column(
        "shares_outstanding",
        "Shares outstanding",
        "The issuer's newest count, on the basis of the day asked, with every issue since: base of the basic share.",
        Type.SHARES,
        unknown=NO_TOTAL,
        **of_stake(lambda stake: stake.outstanding),
    ),
    Column(
        "shares_before_issue",
        "Outstanding before them",
        "The same without what these awards brought: base of the share as converted and exercised.",
        Type.SHARES,
        unknown=NO_TOTAL,
        **of_stake(lambda stake: stake.before_own),
    ),
    Column(
        "dilutive_shares",
        "Dilutive",
        "Shares that may still be issued to anybody, as far as on record, those of the stake among them: with those "
        "outstanding, the base of the fully diluted share.",
        Type.SHARES,
        unknown="no dilutive security is on record",
        **of_stake(lambda stake: stake.dilutive),
    ),
    Column(
        "counted_on",
        "Counted on",
        "The day of that count.",
        Type.PARTIAL_DATE,
        unknown=NO_TOTAL,
        **of_stake(lambda stake: stake.count and stake.count.row.effective_on),
    ),
    Column(
        "outstanding_from",
        "Count from",
        "Where the number outstanding comes from: derived where issues since, or a split, were worked into it.",
        unknown=NO_TOTAL,
        words=words_of(CountKind.choices),
        **of_stake(lambda stake: stake.count and stake.count.kind),
    ),
    Column(
        "count_derivation",
        "Count's derivation",
        "What a derived number was made from: the count, the issues since, the splits.",
        unknown="it stands as counted",
        is_optional=True,
        is_prose=True,
        **of_stake(lambda stake: stake.count and stake.count.derivation),
    ),
    Column(
        "count_sources",
        "Count's sources",
        "Sources of that count.",
        page="source",
        unknown=NO_TOTAL,
        **of_stake(lambda stake: (stake.count and cited(stake.count.row.citation)) or None),
    ),
    Column(
        "stated_stake_share",
        "Stake as stated",
        "The share that the source states, on its own base and day. 1 is the whole.",
        Type.FRACTION,
        is_computed=False,
        unknown="not stated for this line",
        value=lambda line: line.stated_share,
    ),
    Column(
        "stated_stake_on",
        "Stated on",
        "The day of the announcement that states it, else of its terms.",
        Type.PARTIAL_DATE,
        unknown="not stated for this line",
        is_optional=True,
        value=stated_on,
    ),
    Column(
        "stated_is_history",
        "Stated is history",
        "True where a computed share is the one to quote, and once shares moved or rights expired: then the computed "
        "share counts for levels and caps.",
        Type.BOOLEAN,
        unknown="not stated for this line",
        is_optional=True,
        value=lambda line: None if line.stated_share is None else line.stake.quoted is not Measure.STATED,
    ),
    c.STRIKE_PRICE.of(**of_right(lambda part: part.strike)),
    c.EXPIRES_ON.of(unknown=c.NO_LAST_DAY, **of_right(lambda part: part.expires_on)),
    c.EXPIRY_BY_TERM.of(is_optional=True, **of_right(lambda part: part.is_expiry_worked_out)),
    Column(
        "has_expired",
        "Expired",
        "True for a right whose last day is over: it brings no shares, also while its lapse is not recorded.",
        Type.BOOLEAN,
        unknown=c.NO_LAST_DAY,
        is_optional=True,
        **of_right(lambda part: None if part.expires_on is None else part.is_expired),
    ),
    c.EXERCISABLE_RIGHTS.of(**of_right(lambda part: part.exercisable)),
    Column(
        "accrued_in_kind_usd",
        "Accrued in kind",
        "Dividends in kind up to the day that were not issued yet, in USD; never part of the contract's count.",
        Type.USD,
        "USD",
        unknown="no dividend in kind",
        is_optional=True,
        **of_accrual(lambda accrued: accrued.usd),
    ),
    Column(
        "accrued_in_kind_shares",
        "Accrued, in common shares",
        "The same in whole common shares at the conversion price; never part of the contract's count.",
        Type.SHARES,
        unknown="no dividend in kind, or no conversion",
        is_optional=True,
        **of_accrual(lambda accrued: accrued.common),
    ),
    Column(
        "accrual_basis",
        "Accrual",
        "How it was worked out: days over 365, with or without compounding.",
        unknown="no dividend in kind",
        is_optional=True,
        words=words_of(COMPOUNDING),
        **of_accrual(compounding),
    ),
    Column(
        "holding_cap_share",
        "Cap",
        "The most that the holder may hold, by contract.",
        Type.FRACTION,
        is_computed=False,
        unknown="none stated",
        is_optional=True,
        value=lambda line: (line.award.terms and line.award.terms.holding_cap_share) if line.part else line.stake.cap,
    ),
    Column(
        "alerts",
        "Levels reached",
        "5, 10, 15, 19.9% and the cap, by the share to quote; named where only conversion and rights reach them.",
        unknown="none reached, or unknown",
        is_optional=True,
        **of_stake(lambda stake: stake.alerts),
    ),
    c.CONFIDENCE.of(**of_instrument(lambda part: c.CONFIDENCE.value(part.line))),  # type: ignore[misc]
    c.SOURCES.of(lambda line: sources_of(line.stake) if line.is_group else line.award.sources or None),
    c.SECONDARY,
)
