"""The splits and spin-offs of each company at an AsOf: on which basis its counts, prices and terms are read."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portfolio.calculations.basis import Split, between, price_after, ratio, shares_after
from portfolio.models import ActionKind, CorporateAction
from portfolio.models.corporate_actions import SPLITS
from record.calculations.as_of import AsOf
from record.calculations.once import once
from record.calculations.unknown import NotKnown


@dataclass(frozen=True, slots=True)
class Bases:
    """The splits of every company that count at `on`; figures of an earlier day are brought to the basis of `on`.

    `spun_off`: the days on which a company gave a part of itself away. No ratio brings a price over such a day.
    """

    on: date
    splits: dict[int, list[Split]] = field(default_factory=dict)
    spun_off: dict[int, list[date]] = field(default_factory=dict)

    def since(self, company: int, day: date) -> list[Split]:
        """The splits of a company after `day`: a figure of that day is of the basis before them."""
        return between(self.splits.get(company, ()), day, self.on)

    def shares(self, company: int, number: Decimal, day: date) -> Decimal:
        """A number of shares of `day`, on the basis of `on`."""
        return shares_after(number, ratio(self.since(company, day)))

    def price(self, company: int, price: Decimal, day: date) -> Decimal:
        """A price of one share on `day`, on the basis of `on`."""
        return price_after(price, ratio(self.since(company, day)))

    def require_whole(self, company: int, day: date) -> None:
        """Raises NotKnown where a close of `day` holds what was spun off since: that is counted as another holding."""
        since = [one for one in self.spun_off.get(company, ()) if day < one <= self.on]
        if since:
            raise NotKnown(f"no close since the spin-off of {max(since)}: that of {day} holds what was spun off")


@once
def bases_at(at: AsOf) -> Bases:
    """One question to the database."""
    found: dict[int, list[Split]] = defaultdict(list)
    spun_off: dict[int, list[date]] = defaultdict(list)
    for row in CorporateAction.objects.at(at).filter(kind__in=(*SPLITS, ActionKind.SPIN_OFF)):
        if row.kind == ActionKind.SPIN_OFF:
            spun_off[row.company_id].append(row.counts_from)
        elif row.new_shares is not None and row.old_shares:
            found[row.company_id].append(Split(row.counts_from, row.new_shares, row.old_shares))
    return Bases(at.as_of, dict(found), dict(spun_off))
