"""What the page of a company or an award says first: who owns how much, and how many awards a company receives."""

from collections.abc import Sequence

from portfolio.charts.ownership import percent
from portfolio.positions.holdings import Holding
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.stakes import Stake
from portfolio.reports.stakes import MEASURES, NO_COUNT
from record.calculations.unknown import NotKnown

DOES = {
    Holding.HELD: "holds",
    Holding.AGREED: "has agreed to take, and does not hold yet,",
    Holding.PROPOSED: "would take, by what is only proposed,",
    Holding.ENDED: "was to take, in what ended without being held,",
}
OF = dict(MEASURES)


def owned(stake: Stake) -> str:
    """DOW holds 13.8% of the shares of MP Materials Corp.: as converted and exercised."""
    issuer = stake.first.issuer.name if stake.first.issuer else "the issuer"
    what = f"{stake.holder} {DOES[stake.holding]}"
    try:
        share = stake.quoted_share
    except NotKnown as error:
        return f"{what} a share of {issuer} that is not known: {error}."
    if share is None:
        return f"{what} a share of {issuer} that is not known: {NO_COUNT}."
    return f"{what} {percent(share)} of the shares of {issuer}: {OF[stake.quoted.value]}."


def awarded(received: Sequence[InvestmentAt]) -> list[str]:
    """How many awards it receives, and how many of them are signed; nothing where it receives none."""
    if not received:
        return []
    number, signed = len(received), sum(1 for line in received if line.is_money)
    return [f"It receives {number} award{'s' if number > 1 else ''}, {signed} of them committed or later."]
