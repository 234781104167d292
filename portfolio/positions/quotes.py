"""The one share of an issuer to quote at an AsOf, and its basis: every page, report and picture quotes this one."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.kinds import Instrument
from record.calculations.formatting import half_up, percent
from record.calculations.unknown import NotKnown, reason_of

from .stakes import Measure, Stake
from .versions import first_stating

NO_COUNT = "no share count is known, or a number of shares is not"


@dataclass(frozen=True, slots=True)
class Quote:
    """A share to six places, as files have it, what it is a share of, and the day and source of that.

    `share` is None where it is not known, and `why` says why.
    """

    share: Decimal | None
    measure: Measure
    basis: str
    why: str = ""


def quote_of(stake: Stake, measure: Measure | None = None) -> Quote:
    """The share to quote of a stake, or of all that an agency or the government holds of an issuer; or another one."""
    measure = measure or stake.quoted
    try:
        share = stake.share_by(measure)
    except (NotKnown, ArithmeticError) as error:
        return Quote(None, measure, "", reason_of(error))
    if share is None:
        return Quote(None, measure, "", NO_COUNT)
    basis = stated_basis(stake) if measure is Measure.STATED else counted_basis(stake, measure)
    return Quote(half_up(share, 6), measure, basis)


def fully_diluted_of(stake: Stake) -> Decimal | None:
    """Its share once all that may be issued is issued, to six places; None where that is not known."""
    try:
        share = stake.fully_diluted_share
    except (NotKnown, ArithmeticError):
        return None
    return None if share is None else half_up(share, 6)


def counted_basis(stake: Stake, measure: Measure) -> str:
    """Over how many shares, counted on which day, by which source."""
    if stake.count is None:
        return ""
    number = stake.outstanding if measure is Measure.BASIC else stake.before_own
    which = "outstanding" if measure is Measure.BASIC else "outstanding before them"
    counted = stake.count.derivation or f"counted on {stake.count.row.effective_on or 'an unknown day'}"
    return f"over {(number or Decimal(0)).normalize():,f} shares {which}, {counted}{in_brackets(stake.count.row)}"


def stated_basis(stake: Stake) -> str:
    """On which day it was stated first, and by which source: later terms that go on with it are no other statement."""
    part = stake.stating
    terms = first_stating(part.line) if part else None
    if terms is None:
        return ""
    return f"as stated on {terms.announced_on or terms.effective_on or 'an unknown day'}{in_brackets(terms)}"


def in_brackets(fact: object) -> str:
    """The sources of a fact: " (mp1; mp10)"; empty where none is cited."""
    citation = getattr(fact, "citation", None)
    return f" ({citation.text})" if citation and citation.text else ""


def is_held_outright(stake: Stake) -> bool:
    """True where all that is held of it are common shares: then a stated share is held, and no promise."""
    return all(part.line.instrument is Instrument.COMMON_EQUITY for part in stake.parts)


def if_used(stake: Stake) -> str:
    """Under which condition its shares as converted and exercised would be held; empty where it needs none."""
    left = [part for part in stake.parts if part.shares != 0 and not part.is_expired]
    converts = any(part.line.instrument is Instrument.CONVERTIBLE_PREFERRED for part in left)
    rights = any(part.is_right for part in left)
    if converts and rights:
        return "if its preferred shares are converted and its rights exercised"
    if converts:
        return "if its preferred shares are converted"
    return "if its rights are exercised" if rights else ""


def stated_beside(stake: Stake, quote: Quote) -> str:
    """The stated share beside a computed one: "15% as stated on 2025-07-11 (mp1)"; empty where there is none."""
    if quote.measure is Measure.STATED or stake.stated_share is None:
        return ""
    history = "" if stake.stated_stands else ", which is history since"
    return f"{percent(stake.stated_share)} {stated_basis(stake)}{history}"
