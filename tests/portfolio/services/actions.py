"""Palisade and what it does to its shares, as the tests of corporate actions say it."""

from datetime import date
from decimal import Decimal

from portfolio.models import (
    CorporateAction,
    SecurityPrice,
)
from portfolio.positions.basis import bases_at
from portfolio.positions.holdings import Part, holdings_at
from portfolio.services.handlers.corporate_actions import CorporateActionHandler
from record.models import Proposal
from record.services import approvals, facts
from tests.cast import TODAY, Cast, day, now, writing

SPLIT_ON = "2026-03-02"


def action(cast: Cast, kind: str, on: str = SPLIT_ON, new: int | None = None, old: int | None = None, **more):
    ratio = {"new_shares": new and Decimal(new), "old_shares": old and Decimal(old)}
    return CorporateAction(
        company=cast.companies["palisade"], kind=kind, effective_on=day(on), citation=cast.citation, **ratio, **more
    )


def propose(cast: Cast, fact: CorporateAction) -> Proposal:
    with writing(cast.people["officer"], why="as filed") as recording:
        return approvals.propose_row(CorporateActionHandler.kind, fact, recording=recording, today=TODAY)


def holdings(on: date = TODAY) -> dict[str, Part]:
    return {part.line.slug: part for part in holdings_at(now(on))}


def price(cast: Cast, company: str, on: str, close: str, *, reason: str = "") -> None:
    fact = SecurityPrice(
        company=cast.companies[company], close=Decimal(close), currency="USD", effective_on=day(on),
        citation=cast.citation, note=facts.explained("", reason),
    )  # fmt: skip
    with writing() as recording:
        facts.record_by_service(fact, recording=recording, today=TODAY)


def value_of_the_common(on: date) -> Decimal:
    """Shares times the newest close, both on the basis of the day."""
    at = now(on)
    part = next(part for part in holdings_at(at) if part.line.slug == "palisade-common")
    close = SecurityPrice.objects.at(at).filter(company__slug="palisade").last()
    return part.shares * bases_at(at).price(part.line.issuer.pk, close.close, close.counts_from)
