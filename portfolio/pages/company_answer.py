"""What the page of a company or an award says first: who owns how much, and how many awards a company receives."""

from collections.abc import Iterable, Sequence

from portfolio.positions.holdings import Holding
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.quotes import Quote, if_used, is_held_outright, quote_of, stated_beside
from portfolio.positions.stakes import Level, Measure, Stake, taken_together
from record.calculations.formatting import percent

WOULD = {
    Holding.AGREED: "has agreed to take, and does not hold yet,",
    Holding.PROPOSED: "would take, by what is only proposed,",
    Holding.ENDED: "was to take, in what ended without being held,",
}


def all_owned(stakes: Sequence[Stake]) -> list[str]:
    """A sentence for each stake, what is held first; where an agency holds by several deals, all of it before."""
    several = [one for one in taken_together(stakes) if one.level is Level.AGENCY and len(deals_of([one])) > 1]
    return [*map(owned, several), *map(owned, sorted(stakes, key=lambda one: one.holding is not Holding.HELD))]


def deals_of(stakes: Iterable[Stake]) -> set[str]:
    return {part.line.deal.slug for stake in stakes for part in stake.parts}


def owned(stake: Stake) -> str:
    """What is held, and what would be if what is held were used: each share with its basis, its day and its source.

    Department of War holds no common shares of MP Materials Corp.; it would hold 13.846% if its preferred shares are
    converted and its rights exercised: as converted and exercised, over 177,100,000 shares outstanding before them.
    """
    issuer = stake.first.issuer.name if stake.first.issuer else "the issuer"
    who = stake.holder_name
    if stake.level is Level.AGENCY:
        who = f"{who}, by {len(deals_of([stake]))} deals,"
    quote = quote_of(stake)
    beside = stated_beside(stake, quote)
    return _said(stake, quote, who, issuer) + (f" {beside[:1].upper()}{beside[1:]}." if beside else "")


def _said(stake: Stake, quote: Quote, who: str, issuer: str) -> str:
    if stake.holding is not Holding.HELD:
        return f"{who} {WOULD[stake.holding]} {_share_of(quote, issuer)}"
    if quote.measure is Measure.BASIC:
        return f"{who} holds {_share_of(quote, issuer)}{_with_rights(stake, quote)}"
    if quote.measure is Measure.STATED and is_held_outright(stake):
        return f"{who} holds {_share_of(quote, issuer)}"
    if stake.is_computed and stake.as_converted_and_exercised == 0:
        return f"{who} holds no shares of {issuer} any more, and no rights to them."
    if stake.common is None or not if_used(stake):
        return f"{who} holds {_share_of(quote, issuer)}"
    nothing = "holds shares" if stake.common else "holds no common shares"
    if quote.share is None:
        return f"{who} {nothing} of {issuer}; what it would hold {if_used(stake)} is not known: {quote.why}."
    would = f"it would hold {percent(quote.share)} {if_used(stake)}"
    return f"{who} {nothing} of {issuer}; {would}: {_named(quote)}."


def _share_of(quote: Quote, issuer: str) -> str:
    if quote.share is None:
        return f"a share of {issuer} that is not known: {quote.why}."
    return f"{percent(quote.share)} of the shares of {issuer}: {_named(quote)}."


def _named(quote: Quote) -> str:
    """The measure, and over what: the basis of a stated share names the measure itself."""
    if quote.measure is Measure.STATED:
        return f"{quote.basis}, since no share count or number of shares is known"
    return f"{quote.measure.words}, {quote.basis}"


def _with_rights(stake: Stake, quote: Quote) -> str:
    """What more it would hold if its preferred shares and rights are used; empty where that adds nothing."""
    used = quote_of(stake, Measure.AS_CONVERTED_AND_EXERCISED)
    if not if_used(stake) or used.share is None or quote.share is None or used.share == quote.share:
        return ""
    return f" It would hold {percent(used.share)} {if_used(stake)}: {_named(used)}."


def awarded(received: Sequence[InvestmentAt]) -> list[str]:
    """How many awards it receives, and how many of them are signed; nothing where it receives none."""
    if not received:
        return []
    number, signed = len(received), sum(1 for line in received if line.is_money)
    return [f"It receives {number} award{'s' if number > 1 else ''}, {signed} of them committed or later."]
