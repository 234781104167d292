"""Contractual caps that a holding is near at an AsOf: one deal alone, all deals of its holder, the whole government."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.calculations.entries import standing
from portfolio.models import Capitalization, Transaction
from record.calculations.as_of import AsOf
from record.calculations.formatting import percent

from .investments import InvestmentAt
from .stakes import Level, Stake, taken_together

POINT = Decimal("0.01")
WIDEST = (Level.GOVERNMENT, Level.AGENCY, Level.STAKE)


@dataclass(frozen=True, slots=True)
class CapNear:
    """A holding within one percentage point of its cap, or above it; `since` the newest day that moved it."""

    stake: Stake
    share: Decimal
    cap: Decimal
    since: date

    @property
    def award(self) -> InvestmentAt:
        """The one whose terms set the cap."""
        return next(part.line for part in self.stake.parts if part.cap == self.cap)

    @property
    def words(self) -> str:
        who = "The government" if self.stake.level is Level.GOVERNMENT else self.stake.holder_name
        several = " by several deals" if self.stake.level is Level.AGENCY else ""
        what = f"{percent(self.share)} of {self.stake.first.issuer}{several}, {self.stake.watched.words}"
        return f"{who} comes to {what}, under a cap of {percent(self.cap)}"


def caps_near(stakes: Iterable[Stake], at: AsOf) -> list[CapNear]:
    """Of each cap the widest holding that is near it; two questions to the database where there is one."""
    tight = widest(stakes)
    if not tight:
        return []
    issuers = {stake.first.issuer.pk for stake, _, _ in tight if stake.first.issuer}
    rows = Capitalization.objects.filter(company__in=issuers, basic_shares__isnull=False).at(at)
    counted = {row.company_id: row.counts_from for row in rows}
    moved = last_moved(at, [stake for stake, _, _ in tight])
    return [CapNear(stake, share, cap, since(stake, counted, moved)) for stake, share, cap in tight]


def widest(stakes: Iterable[Stake]) -> list[tuple[Stake, Decimal, Decimal]]:
    """Each holding that is near its cap with its share and the cap; none of which the awards are in a wider one."""
    alone = list(stakes)
    several = [one for one in taken_together(alone) if is_of_several(one)]
    found: list[tuple[Stake, Decimal, Decimal]] = []
    told: set[tuple[int, Decimal]] = set()
    for stake in sorted([*alone, *several], key=lambda one: (WIDEST.index(one.level), one.key)):
        share, cap = stake.watched_share, stake.cap
        if share is None or cap is None or cap - share > POINT:
            continue
        of_cap = {(part.line.investment.pk, cap) for part in stake.parts}
        if not of_cap <= told:
            found.append((stake, share, cap))
            told |= of_cap
    return found


def is_of_several(stake: Stake) -> bool:
    """True of an agency's by several deals, and of the government's by several agencies: no narrower one says it."""
    if stake.level is Level.GOVERNMENT:
        return len({part.line.agency.pk for part in stake.parts}) > 1
    return len({part.line.deal.pk for part in stake.parts}) > 1


def last_moved(at: AsOf, stakes: Sequence[Stake]) -> dict[int, date]:
    """Award → the day of its newest entry that moved shares and stands."""
    ids = {part.line.investment.pk for stake in stakes for part in stake.parts}
    rows = Transaction.objects.filter(investment__in=ids).at(at).order_by("number").entries_by_investment()
    days: dict[int, date] = defaultdict(lambda: date.min)
    for award, entries in rows.items():
        with_shares = [one.on for one in standing(entries) if one.shares or one.shares_received]
        days[award] = max(with_shares, default=date.min)
    return days


def since(stake: Stake, counted: dict[int, date], moved: dict[int, date]) -> date:
    """The newest of its terms, its entries of shares, and the share count of its issuer."""
    terms = [part.line.terms.counts_from for part in stake.parts if part.line.terms]
    entries = [moved[part.line.investment.pk] for part in stake.parts]
    issuer = stake.first.issuer
    return max([*terms, *entries, counted.get(issuer.pk if issuer else 0, date.min)])
