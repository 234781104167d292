"""What a proposal about awards would do, as a sentence: "Obligate $100M on the DOE grant to Albemarle Corporation"."""

from collections.abc import Iterable, Sequence

from portfolio.calculations.kinds import Family, Instrument, Kind
from portfolio.models import Investment
from portfolio.models.ledger import KINDS
from portfolio.positions.names import award_in_words
from record.calculations.formatting import compact, lowered
from record.calculations.partial_dates import PartialDate
from record.services.approval_handlers import Stake
from record.services.row_formatting import Line, grouped

MOST_NAMED = 3
"""Entries, fields and awards that a sentence names; of more it tells how many there are."""

VERBS = {
    Kind.COMMITMENT: "commit {}",
    Kind.DECOMMITMENT: "decommit {}",
    Kind.OBLIGATION: "obligate {}",
    Kind.DEOBLIGATION: "deobligate {}",
    Kind.DISBURSEMENT: "pay {}",
    Kind.CAPITALISED_INTEREST: "capitalise interest of {}",
    Kind.REPAYMENT: "record a repayment of {}",
    Kind.INTEREST: "record interest of {}",
    Kind.DIVIDEND: "record a dividend of {}",
    Kind.FEE: "record a fee of {}",
    Kind.PRICE_SUPPORT_ACCRUED: "record price support owed of {}",
    Kind.PRICE_SUPPORT_PAID: "pay price support of {}",
    Kind.UPSIDE_RECEIVED: "record upside received of {}",
    Kind.SALE: "record a sale of {}",
    Kind.RECOVERY: "record a recovery of {}",
    Kind.WRITE_OFF: "write off {}",
    Kind.SHARE_ISSUE: "record an issue of {}",
    Kind.WARRANT_ISSUE: "record an issue of {}",
    Kind.EXERCISE: "exercise {}",
    Kind.CONVERSION: "convert {}",
    Kind.SPLIT: "split {}",
    Kind.TRANSFER_OUT: "transfer out {}",
    Kind.TRANSFER_IN: "transfer in {}",
    Kind.DIVIDEND_IN_KIND: "record a dividend in kind of {}",
    Kind.LAPSE: "let {} lapse",
    Kind.GUARANTEED_DRAW: "record a guaranteed draw of {}",
    Kind.GUARANTEED_REPAYMENT: "record a guaranteed repayment of {}",
    Kind.CLAIM_PAID: "pay a claim of {}",
    Kind.REVERSAL: "reverse {}",
}


def award_named(award: Investment) -> str:
    """An award within a sentence: "the DOE grant to Albemarle Corporation"."""
    words = award_in_words(Instrument(award.instrument), award.recipient, award.issuer)
    return f"the {award.agency.code} {words}"


def figures(stake: Stake, award: Investment) -> str:
    """Dollars and shares as a person says them: "$100M", "5,000 rights"; "an amount that is not stated" for neither."""
    dollars, shares = stake
    what = "rights" if Instrument(award.instrument).family is Family.RIGHT else "shares"
    stated = [compact(dollars)] if dollars is not None else []
    stated += [f"{grouped(shares, 6)} {what}"] if shares is not None else []
    return " and ".join(stated) or "an amount that is not stated"


def does(kind: str, stake: Stake, award: Investment) -> str:
    """What an entry does: "obligate $100M"."""
    return VERBS[KINDS[kind]].format(figures(stake, award))


def joined(parts: Sequence[str]) -> str:
    """One after the other: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def labels(lines: Iterable[Line]) -> str:
    """The fields that change, in words: the first of them by name, and how many more."""
    changed = [lowered(label) for label, before, after in lines if before != after]
    more = [f"{len(changed) - MOST_NAMED:,} more"] if len(changed) > MOST_NAMED else []
    return joined([*changed[:MOST_NAMED], *more])


def since_day(day: PartialDate | None) -> str:
    """After a fact that holds from a day " from 2026-03-01"; nothing where no day is stated."""
    return f" from {day}" if day else ""


def sentence(text: str) -> str:
    """With a capital letter before it."""
    return text[:1].upper() + text[1:]
