"""What a corporate action does to each holding of its issuer: entries, terms, tranches, and awards of another company.

Nothing is written here. The plan is drawn up from what is held on the day of the action, as known by a recording.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from portfolio.calculations.basis import price_after, shares_after
from portfolio.calculations.carried_cost import Carried, carried
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.models import ActionKind, CorporateAction, Investment, SecurityPrice, Terms, Tranche
from portfolio.models.corporate_actions import SPLITS
from portfolio.positions.holdings import Holding, Part, holdings_at
from projects.models import Company
from record.calculations.as_of import AsOf
from record.services import facts

from .ledger import Draft

ZERO = Decimal(0)
AS_BEFORE = "The same right on the basis of the new shares."
PRICES = ("price_per_share", "strike_price", "conversion_price")
LEFT = {"id", "recording", "counts_from", "citation", "effective_on", "note", "investment"}


@dataclass(slots=True)
class Change:
    """What becomes of one award: entries of its own, a version of its terms, sizes of its tranches."""

    part: Part
    drafts: list[Draft] = field(default_factory=list)
    terms: Terms | None = None
    tranches: list[tuple[Tranche, Decimal]] = field(default_factory=list)
    successors: list["Successor"] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What a reader should know of it, in words."""

    @property
    def award(self) -> Investment:
        return self.part.line.investment


@dataclass(slots=True)
class Successor:
    """An award of the other company's securities, and the entry by which they came."""

    award: Investment
    terms: Terms
    status: str
    shares: Decimal
    cost: Decimal | None
    goes_on: Terms | None = None
    """The terms that it keeps, where it is the same security of another company."""


def plan(action: CorporateAction, *, at: AsOf) -> list[Change]:
    """What the action does to each award of the issuer, in the order of their slugs; nothing for what has ended."""
    if action.effective_on is None or action.kind not in (*SPLITS, ActionKind.SPIN_OFF, ActionKind.EXCHANGE):
        return []
    day = AsOf(action.effective_on.end, at.known_at, at.serial)
    # From its opening on the day is of the new basis: what was bought, sold or agreed on it is not split, and brings
    # nothing that is spun off.
    eve = replace(day, as_of=day.as_of - timedelta(days=1))
    ratio = Fraction(action.new_shares or 1) / Fraction(action.old_shares or 1)
    if action.kind in SPLITS:
        before = {part.line.slug: part for part in parts_of(action, eve)}
        parts = [part for part in parts_of(action, day) if part.line.slug in before]
        return [split(action, before[part.line.slug], part, ratio, eve) for part in parts]
    closes = [_close(action, one, day) for one in (action.company, action.other)]
    held_from = eve if action.kind == ActionKind.SPIN_OFF else day
    return [given(action, part, ratio, closes) for part in parts_of(action, held_from)]


def parts_of(action: CorporateAction, at: AsOf) -> list[Part]:
    """What is held, agreed or proposed of the issuer, what has ended left out."""
    found = [part for part in holdings_at(at) if part.line.issuer and part.line.issuer.pk == action.company_id]
    return [part for part in found if is_alive(part)]


def is_alive(part: Part) -> bool:
    """False for what has ended, and for what is held no more."""
    is_gone = part.holding is Holding.HELD and part.shares == 0 and not part.line.balance.shares_received
    return part.holding is not Holding.ENDED and not is_gone


def split(action: CorporateAction, part: Part, then: Part, ratio: Fraction, at: AsOf) -> Change:
    """Common shares and rights multiply; of preferred shares only what they convert into.

    `part` and `at` are of the day before, `then` of the day itself.
    """
    change = Change(part)
    held, received, is_preferred = part.line.balance.shares, part.line.balance.shares_received, _is_preferred(part)
    for number in (ZERO if is_preferred else held, received):
        if number > 0:
            change.drafts.append(
                draft(action, part, Kind.SPLIT, shares=number, shares_received=shares_after(number, ratio))
            )
    terms = part.line.terms
    if terms is not None and then.line.terms == terms:
        change.terms = _terms_after(action, terms, ratio, is_preferred=is_preferred)
    elif terms is not None:
        change.said.append("its terms of that day are of the new basis, and stay")
    if not is_preferred:
        for tranche in Tranche.objects.filter(investment=part.line.investment, shares__isnull=False).at(at).values():
            change.tranches.append((tranche, shares_after(tranche.shares, ratio)))
    if part.shares is None:
        change.said.append("the number held is not on record, so no entry is written")
    return change


def given(action: CorporateAction, part: Part, ratio: Fraction, closes: list[Decimal | None]) -> Change:
    """What a holding receives of the other company: in an exchange for its shares, in a spin-off beside them."""
    change, is_exchange = Change(part), action.kind == ActionKind.EXCHANGE
    own, received = part.line.balance.shares, part.line.balance.shares_received
    if part.holding is not Holding.HELD:
        change.said.append("not held: what becomes of it stands in its agreement, record it as terms")
        return change
    is_common = part.line.instrument is Instrument.COMMON_EQUITY
    if not is_exchange and not is_common and own > 0 and received == 0:
        change.said.append("what it receives stands in its terms: record a version where a source states it")
        return change
    if own <= 0 and received <= 0:
        change.said.append("the number held is not on record, so no entry is written")
        return change
    if is_exchange and part.accrued is not None and part.accrued.usd > 0:
        accrued = f"{part.accrued.usd:,.2f} USD accrued in kind up to the day and was not issued"
        change.said.append(f"{accrued}: it accrues anew from the day on, record what a source states of it")
    if not is_exchange:
        pools = ["shares_received" if received > 0 else "shares"]
    else:
        pools = [name for name, number in (("shares", own), ("shares_received", received)) if number > 0]
    for pool in pools:
        _give(action, change, pool, ratio, closes)
    return change


def _give(action: CorporateAction, change: Change, pool: str, ratio: Fraction, closes: list[Decimal | None]) -> None:
    """What one kind of shares of a holding receives: those of the security itself, or those received for it."""
    part, is_exchange, is_own = change.part, action.kind == ActionKind.EXCHANGE, pool == "shares"
    balance = part.line.balance
    number: Decimal = getattr(balance, pool)
    is_preferred = is_exchange and _is_preferred(part) and is_own
    cost = carried(
        _cost_in(part, pool),
        all_goes=is_exchange,
        stated=action.carried_cost_share,
        ratio=Decimal(ratio.numerator) / Decimal(ratio.denominator),
        close=closes[0],
        other_close=closes[1],
    )
    change.said.append(cost.why)
    leaves = {pool: number} if is_exchange else {}
    if leaves or cost.amount:
        change.drafts.append(draft(action, part, Kind.TRANSFER_OUT, amount=cost.amount, **leaves))
    new = number if is_preferred else shares_after(number, ratio)
    if new > 0:
        found = _successor(action, part, new, cost, ratio, is_same=is_exchange and is_own)
        change.successors.append(found)
        if len(change.successors) > 1:
            found.award.slug = f"{found.award.slug[:73]}-shares"


def _cost_in(part: Part, pool: str) -> Decimal | None:
    """The cost that lies in one kind of its shares; all of it where it has the other kind no more."""
    balance = part.line.balance
    if part.cost is None or balance.shares <= 0 or balance.shares_received <= 0:
        return part.cost
    return balance.cost_received if pool == "shares_received" else part.cost - balance.cost_received


def draft(
    action: CorporateAction,
    part: Part,
    kind: Kind,
    *,
    amount: Decimal | None = None,
    shares: Decimal | None = None,
    shares_received: Decimal | None = None,
) -> Draft:
    """An entry of the day of the action, with its source; the reason is the action itself."""
    return Draft(
        investment=part.line.investment,
        kind=kind,
        effective_on=action.effective_on,
        note=facts.explained("", str(action)),
        citation=action.citation,
        amount=amount,
        shares=shares,
        shares_received=shares_received,
    )


def _is_preferred(part: Part) -> bool:
    return part.line.instrument in (Instrument.PREFERRED_EQUITY, Instrument.CONVERTIBLE_PREFERRED)


def _close(action: CorporateAction, company: Company | None, at: AsOf) -> Decimal | None:
    """The close of a company in USD on the day of the action; None where there is none."""
    rows = SecurityPrice.objects.at(at).about(company=company).filter(currency="USD", effective_on=action.effective_on)
    last = rows.last()
    return last.close if last else None


def _copied(terms: Terms | None) -> Terms:
    copied = Terms()
    for column in Terms._meta.concrete_fields:
        if terms is not None and column.name not in LEFT:
            setattr(copied, column.attname, getattr(terms, column.attname))
    return copied


def _terms_after(action: CorporateAction, terms: Terms, ratio: Fraction, *, is_preferred: bool) -> Terms:
    """The next version of terms: numbers of shares multiplied, prices of a common share divided."""
    after = _copied(terms)
    after.investment_id, after.effective_on, after.citation = terms.investment_id, action.effective_on, action.citation
    after.note = facts.explained("", f"{action}. {AS_BEFORE}")
    if after.shares is not None and not is_preferred:
        after.shares = shares_after(after.shares, ratio)
    for name in PRICES:
        price = getattr(after, name)
        if price is not None and not (is_preferred and name == "price_per_share"):
            setattr(after, name, price_after(price, ratio))
    return after


def _successor(
    action: CorporateAction, part: Part, number: Decimal, cost: Carried, ratio: Fraction, *, is_same: bool
) -> Successor:
    """An award of the other company: of the same security where the whole of it is exchanged, else common shares."""
    line, other = part.line, action.other
    assert other is not None
    award = Investment(
        slug=f"{line.slug}-{other.slug}"[:80],
        deal=line.deal,
        agency=line.agency,
        agency_text=line.investment.agency_text,
        office=line.investment.office,
        program=line.program,
        program_text=line.investment.program_text,
        instrument=line.instrument.value if is_same else Instrument.COMMON_EQUITY.value,
        recipient=other,
        issuer=other,
        ledger_is_complete=line.investment.ledger_is_complete and part.cost is not None,
    )
    terms = _copied(line.terms) if is_same else Terms(confidence=line.terms.confidence if line.terms else "")
    if is_same and line.terms is not None:
        terms = _terms_after(action, line.terms, ratio, is_preferred=_is_preferred(part))
    terms.shares, terms.effective_on, terms.citation = number, action.effective_on, action.citation
    terms.announced_amount = terms.stated_stake_share = None
    terms.note = facts.explained("", str(action))
    terms.summary = f"Received for {line.slug}: {action}. {cost.why[:1].upper()}{cost.why[1:]}."
    status = line.status.value if line.status else ""
    return Successor(award, terms, status, number, cost.amount, line.terms if is_same else None)
