"""The splits of each company at an AsOf, by which counts, prices and terms of an earlier day are read on its basis."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portfolio.calculations.basis import Split, between, price_after, ratio, shares_after
from portfolio.models import CorporateAction
from portfolio.models.corporate_actions import SPLITS
from record.calculations.as_of import AsOf
from record.calculations.once import once


@dataclass(frozen=True, slots=True)
class Bases:
    """The splits of every company that count at `on`; figures of an earlier day are brought to the basis of `on`."""

    on: date
    splits: dict[int, list[Split]] = field(default_factory=dict)

    def since(self, company: int, day: date) -> list[Split]:
        """The splits of a company after `day`: a figure of that day is of the basis before them."""
        return between(self.splits.get(company, ()), day, self.on)

    def shares(self, company: int, number: Decimal, day: date) -> Decimal:
        """A number of shares of `day`, on the basis of `on`."""
        return shares_after(number, ratio(self.since(company, day)))

    def price(self, company: int, price: Decimal, day: date) -> Decimal:
        """A price of one share on `day`, on the basis of `on`."""
        return price_after(price, ratio(self.since(company, day)))


@once
def bases_at(at: AsOf) -> Bases:
    """One question to the database."""
    found: dict[int, list[Split]] = defaultdict(list)
    for row in CorporateAction.objects.at(at).filter(kind__in=SPLITS):
        if row.new_shares is not None and row.old_shares:
            found[row.company_id].append(Split(row.counts_from, row.new_shares, row.old_shares))
    return Bases(at.as_of, dict(found))
