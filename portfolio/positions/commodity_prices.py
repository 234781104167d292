"""Prices of products on record at an AsOf, in USD a kilogram: those officers recorded, else those of the statistics."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.calculations.products import per_kilogram, product_of, words_of
from portfolio.calculations.quarters import dated, quarter_of
from portfolio.models import CommodityPrice
from projects.models import BaselineStatistic
from projects.models.chains_on_record import Factors
from projects.models.national_figures import is_number
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class RecordedPrice:
    """What a product cost over a period, in USD a kilogram, and whose figure it is."""

    product: str
    when: PartialDate
    price: Decimal
    words: str
    words_of_product: frozenset[str] = frozenset()
    """What must stand in the name of a product that it is a price of."""


@dataclass(frozen=True, slots=True)
class PricesOnRecord:
    """The prices of one mineral; `why` says why none of them speaks for it, empty where one does.

    `named`: its identifier and its name, which stand for each other in the name of a product.
    """

    prices: tuple[RecordedPrice, ...] = ()
    why: str = "no price of its product is on record"
    named: frozenset[str] = frozenset()

    def of(self, product: str) -> "PricesOnRecord":
        """Those of one product: of that very name, else those whose every word stands in its name, of one name only."""
        wanted = words_of(product) | self.named
        own = [one for one in self.prices if one.product.casefold() == product.casefold()]
        own = own or [one for one in self.prices if one.words_of_product <= wanted]
        names = sorted({one.product for one in own})
        if len(names) > 1:
            why = f"prices of several products are on record, {', '.join(names)}; which is its own is not"
            return PricesOnRecord(why=why)
        others = ", ".join(sorted({one.product for one in self.prices}))
        why = f"the prices on record are of {others}, not of its product" if others and not own else self.why
        return PricesOnRecord(tuple(own), why)

    def in_quarter(self, quarter: int) -> tuple[Decimal, str] | None:
        """The price in a quarter: of the shortest period about it, the latest of these; else the newest before it."""
        meets = [one for one in self.prices if quarter_of(one.when.start) <= quarter <= quarter_of(one.when.end)]
        if meets:
            best = min(meets, key=lambda one: ((one.when.end - one.when.start).days, -one.when.end.toordinal()))
            return best.price, best.words
        before = [one for one in self.prices if quarter_of(one.when.end) < quarter]
        if not before:
            return None
        newest = max(before, key=lambda one: one.when.sort_key)
        return newest.price, f"{newest.words}, kept flat"

    def why_not(self, quarter: int) -> str:
        """Why a quarter has no price."""
        return f"no price of its product is on record for {dated(quarter)} or before" if self.prices else self.why


def prices_at(at: AsOf, names: Mapping[str, str], factors: Factors) -> dict[str, PricesOnRecord]:
    """Mineral → its prices: those that officers recorded, else the yearly averages of the statistics."""
    found: dict[str, dict[tuple[str, PartialDate], RecordedPrice]] = defaultdict(dict)
    for one in CommodityPrice.objects.at(at):
        mineral, price = product_of(one.product, names), per_kilogram(one.price, f"{one.currency}/{one.unit}", factors)
        if mineral and price is not None and one.effective_on:
            words = f"{one.product}, {one.effective_on}" + (f", {one.basis}" if one.basis else "")
            found[mineral][one.product, one.effective_on] = RecordedPrice(
                one.product, one.effective_on, price, words, words_of(one.product)
            )
    published: dict[str, dict[tuple[str, PartialDate], RecordedPrice]] = defaultdict(dict)
    for row in BaselineStatistic.objects.at(at).filter(metric="price").order_by("year", "pk"):
        of_product = product_of(row.stage, names)
        mineral = of_product or product_of(row.mineral, names)
        value: Any = row.value if is_number(row) else None
        price = per_kilogram(value, row.unit, factors)
        if mineral and price is not None:
            when, product = (
                PartialDate.parse(f"{row.year:04d}"),
                row.stage if of_product else f"{row.mineral}, {row.stage}",
            )
            words = f"{product}, average of {row.year}, {row.edition}"
            named = words_of(row.stage if of_product else row.mineral)
            published[mineral][product, when] = RecordedPrice(product, when, price, words, named)
    return {
        mineral: PricesOnRecord(
            tuple((found.get(mineral) or published[mineral]).values()), named=named_by(mineral, names)
        )
        for mineral in sorted(found.keys() | published.keys())
    }


def named_by(mineral: str, names: Mapping[str, str]) -> frozenset[str]:
    """The identifier of a mineral, and its name where that is one word: more of them would say what the product is."""
    said = words_of(names.get(mineral, ""))
    return words_of(mineral) | (said if len(said) == 1 else frozenset())
