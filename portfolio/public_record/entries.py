"""What an award's ledger should hold: what was reported, and what that implies."""

from decimal import Decimal

from portfolio.calculations.kinds import COMMITTED, Family, Instrument, Kind, Status
from portfolio.services.ledger import Draft
from record.calculations.partial_dates import PartialDate
from record.reference.loading import Loading
from record.reference.rows import Row

from .awards import TERMS_DAY, Award
from .editions import Step

TRANSACTIONS = "transaction investment kind effective_on amount_usd shares note sources"

AS_STATED = "Amount as stated; for loans the face value."
CHANGED = "Change of the amount as stated, since the edition before."
IMPLIED_BY_PAYMENT = "Implied by the payment of that day: its obligation was not published."
IMPLIED_BY_CLOSING = "Implied by the closing: the issue itself was not reported."

# What has to be on the ledger before what.
RANK = {Kind.COMMITMENT: 0, Kind.OBLIGATION: 1}
LAST = 2

PAYMENTS = (Kind.DISBURSEMENT, Kind.PRICE_SUPPORT_PAID)
CLOSED = COMMITTED - {Status.COMMITTED}


def rank(kind: Kind) -> int:
    return RANK.get(kind, LAST)


def wanted_entries(load: Loading, award: Award, reported: list[Row]) -> list[Draft]:
    """Every entry that the record supports, in the order in which it is to be recorded."""
    drafts = [_reported(load, award, row) for row in reported]
    if award.status in COMMITTED:
        drafts += _commitments(load, award)
    if award.status in CLOSED and not any(draft.shares for draft in drafts):
        drafts += _issue(load, award)
    drafts += _implied_obligations(award, drafts)
    return sorted(drafts, key=_order)


def _order(draft: Draft) -> tuple:
    return rank(draft.kind), *_when(draft)


def _when(draft: Draft) -> tuple:
    """By day, the undated first; a coarser date after a finer one that ends on the same day."""
    return (1, *draft.effective_on.sort_key) if draft.effective_on else (0,)


def closing(row: Row) -> PartialDate | None:
    """The day of the closing, else of the announcement."""
    return row.day("closed_on") or row.day("announced_on")


def _reported(load: Loading, award: Award, row: Row) -> Draft:
    return Draft(
        investment=award.investment,
        kind=Kind(row["kind"]),
        effective_on=row.day("effective_on"),
        amount=row.number("amount_usd"),
        shares=row.number("shares"),
        note=row.text("note"),
        citation=load.cite(row.several("sources")),
    )


def _commitments(load: Loading, award: Award) -> list[Draft]:
    """The amount as stated, on the closing, and each later change of it on its own day.

    A change without a day is entered without one. Where the earlier figure was an error, the closing itself changes.
    None where the amount is unknown or only a ceiling.
    """
    row = award.row
    if row.number("announced_usd") is None or row.number("ceiling_usd") is not None:
        return []
    base, amount, changes = award.steps[0], None, list[tuple[Step, Decimal]]()
    for step in award.steps:
        stated, day, closed = step.row.number("announced_usd"), step.own.day(TERMS_DAY), closing(step.row)
        if closed != closing(base.row):
            base = step
        if stated is None or stated == amount:
            continue
        if amount is None or step.own.flag("is_correction") or (day and closed and day.start <= closed.end):
            base = step
            changes.clear()
        else:
            changes.append((step, stated - amount))
        amount = stated
    assert amount is not None
    first = amount - sum(change for _, change in changes)
    drafts = [_committed(load, base, award, closing(row), first, AS_STATED)]
    return drafts + [
        _committed(load, step, award, step.own.day(TERMS_DAY), change, CHANGED) for step, change in changes
    ]


def _committed(load: Loading, step: Step, award: Award, day: PartialDate | None, amount: Decimal, note: str) -> Draft:
    """A commitment, or a decommitment where the amount is below nought, with the sources of who says so."""
    return Draft(
        investment=award.investment,
        kind=Kind.COMMITMENT if amount > 0 else Kind.DECOMMITMENT,
        effective_on=day,
        amount=abs(amount),
        note=note,
        citation=load.cite(step.own.several("sources")),
    )


def _issue(load: Loading, award: Award) -> list[Draft]:
    """The shares or rights of a closed award whose issue nobody reported."""
    row, family = award.row, Instrument(award.investment.instrument).family
    if row.number("shares") is None or not family.holds_shares:
        return []
    return [
        Draft(
            investment=award.investment,
            kind=Kind.WARRANT_ISSUE if family is Family.RIGHT else Kind.SHARE_ISSUE,
            effective_on=closing(row),
            shares=row.number("shares"),
            is_derived=True,
            note=IMPLIED_BY_CLOSING,
            citation=load.cite(row.several("sources")),
        )
    ]


def _implied_obligations(award: Award, drafts: list[Draft]) -> list[Draft]:
    """What was paid beyond what is known to be obligated by then, as an obligation of the day of the payment.

    None for loans and guarantees: their obligation is a subsidy cost, and no limit on what is drawn.
    """
    if Instrument(award.investment.instrument).family.is_lending:
        return []
    implied, obligated, paid = [], Decimal(0), Decimal(0)
    for draft in sorted(drafts, key=lambda one: (*_when(one), rank(one.kind))):
        if draft.kind is Kind.OBLIGATION:
            obligated += draft.amount
        if draft.kind not in PAYMENTS:
            continue
        paid += draft.amount
        if paid > obligated:
            implied.append(
                Draft(
                    investment=award.investment,
                    kind=Kind.OBLIGATION,
                    effective_on=draft.effective_on,
                    amount=paid - obligated,
                    is_derived=True,
                    note=IMPLIED_BY_PAYMENT,
                    citation=draft.citation,
                )
            )
            obligated = paid
    return implied
