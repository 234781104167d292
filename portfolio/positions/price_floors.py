"""Price floors as they stood at an AsOf: their terms, what was settled by quarter, and the prices on record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portfolio.calculations.entries import standing
from portfolio.calculations.kinds import Family, Kind
from portfolio.calculations.price_floor import ZERO
from portfolio.calculations.products import per_kilogram, product_of
from portfolio.calculations.quarters import only_quarter, quarter_of
from portfolio.models import InvestmentEvent, Transaction
from portfolio.models.investments import CONDITION_MET
from projects.models import Mineral
from projects.models.chains_on_record import Factors, factors_at
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import FIRST_YEAR, LAST_YEAR, PartialDate

from .commodity_prices import PricesOnRecord, prices_at
from .filters import Filters
from .investments import InvestmentAt, investments_at

"""The kind of the event that says since when a share of a price above the floor is due."""
SETTLED = {
    Kind.PRICE_SUPPORT_ACCRUED: "accrued",
    Kind.PRICE_SUPPORT_PAID: "paid",
    Kind.UPSIDE_RECEIVED: "received",
}


@dataclass(slots=True)
class Settled:
    """What the ledger has of a quarter, in USD; None where it has no entry of that kind."""

    accrued: Decimal | None = None
    paid: Decimal | None = None
    received: Decimal | None = None

    def add(self, what: str, amount: Decimal) -> None:
        setattr(self, what, (getattr(self, what) or ZERO) + amount)


@dataclass(slots=True)
class FloorAt:
    """One price floor. `price` is in USD a kilogram; what is unknown is None, and `why` says so by name."""

    award: InvestmentAt
    mineral: str
    """Identifier of its product; empty where its product is no mineral on record."""
    price: Decimal | None
    starts: date | None
    ends: date | None
    why: dict[str, str] = field(default_factory=dict)
    settled: dict[int | None, Settled] = field(default_factory=dict)
    """By quarter; under None what lies in no single one."""
    condition_met: date | None = None
    on_record: PricesOnRecord = field(default_factory=PricesOnRecord)

    @property
    def instrument(self) -> str:
        return self.award.instrument.value

    @property
    def share(self) -> Decimal | None:
        """The government's share of a price above the floor."""
        return self.award.terms.upside_share if self.award.terms else None

    @property
    def product(self) -> str:
        return self.award.terms.product if self.award.terms else ""

    def in_all(self, what: str) -> Decimal | None:
        """What was accrued, paid or received in all; None where the ledger has no such entry."""
        known = [amount for one in self.settled.values() if (amount := getattr(one, what)) is not None]
        return sum(known, ZERO) if known else (ZERO if self.award.investment.ledger_is_complete else None)


def floor_awards_at(at: AsOf, filters: Filters | None = None) -> list[InvestmentAt]:
    """The awards that are a price floor, letters and announcements among them."""
    return investments_at(at, filters, family=Family.PRICE_FLOOR)


def floor_products_at(at: AsOf, awards: Iterable[InvestmentAt]) -> list[str]:
    """The identifiers of the minerals that these price floors are about, in order."""
    names = mineral_names_at(at)
    return sorted({product_of(one.terms.product, names) for one in awards if one.terms} - {""})


def price_floors_at(at: AsOf, filters: Filters | None = None) -> list[FloorAt]:
    """Every price floor on record, in the order of its award; the same few questions however many there are."""
    return floors_of(at, floor_awards_at(at, filters))


def floors_of(at: AsOf, awards: Sequence[InvestmentAt]) -> list[FloorAt]:
    """The price floors that these awards are, in their order."""
    if not awards:
        return []
    ids = [one.investment.pk for one in awards]
    names, factors = mineral_names_at(at), factors_at(at)
    prices = prices_at(at, names, factors)
    settled, met = settled_at(at, ids), conditions_met(at, ids)
    return [
        floor_of(one, names, factors, settled.get(one.investment.pk, {}), met.get(one.investment.pk), prices)
        for one in awards
    ]


def mineral_names_at(at: AsOf) -> dict[str, str]:
    return {one.slug: one.name for one in Mineral.objects.at(at).values()}


def floor_of(
    award: InvestmentAt,
    names: Mapping[str, str],
    factors: Factors,
    settled: dict[int | None, Settled],
    met: date | None,
    prices: Mapping[str, PricesOnRecord],
) -> FloorAt:
    terms = award.terms
    mineral = product_of(terms.product, names) if terms else ""
    found = FloorAt(
        award,
        mineral,
        per_kilogram(terms.floor_price, terms.floor_unit, factors) if terms else None,
        # What is stated as an interval begins with it, and what ends within it ends with it.
        terms.floor_starts_on.start if terms and terms.floor_starts_on else None,
        terms.floor_ends_on.end if terms and terms.floor_ends_on else None,
        settled=settled,
        condition_met=met,
        on_record=prices.get(mineral, PricesOnRecord()).of(terms.product if terms else ""),
    )
    if terms is None or terms.floor_price is None:
        found.why["price"] = "the floor price is not on record"
    elif found.price is None:
        found.why["price"] = f"the floor is in {terms.floor_unit or 'no unit'}, not a price a kilogram"
    if found.starts is None:
        found.why["starts"] = "no start of its term is on record"
    if found.ends is None:
        found.why["ends"] = "no end of its term is on record"
    if not mineral:
        found.why["product"] = f'its product, "{found.product}", is no mineral on record' if found.product else (
            "its product is not on record"
        )  # fmt: skip
    return found


def settled_at(at: AsOf, ids: Iterable[int]) -> dict[int, dict[int | None, Settled]]:
    """Award → quarter → what its ledger has; by the day of each entry, reversed ones left out."""
    rows = list(Transaction.objects.filter(investment__in=list(ids)).at(at).order_by("number"))
    dates = {row.reference: row.effective_on for row in rows}
    by_award: dict[int, list[Transaction]] = defaultdict(list)
    for row in rows:
        by_award[row.investment_id].append(row)
    found: dict[int, dict[int | None, Settled]] = {}
    for award, own in by_award.items():
        quarters: dict[int | None, Settled] = defaultdict(Settled)
        for entry in standing(row.entry for row in own):
            if entry.kind in SETTLED and entry.amount is not None:
                when: PartialDate | None = dates[entry.reference]
                quarters[only_quarter(when) if when else None].add(SETTLED[entry.kind], entry.amount)
        found[award] = dict(quarters)
    return found


def conditions_met(at: AsOf, ids: Iterable[int]) -> dict[int, date]:
    """Award → the day from which its share of the upside is due, by an event on record."""
    events = InvestmentEvent.objects.filter(investment__in=list(ids), kind=CONDITION_MET).at(at).order_by("-pk")
    return {one.investment_id: one.effective_on.end for one in events if one.effective_on}


def quarters_of(floor: FloorAt, today: date) -> list[int]:
    """The quarters of its term; without an end, up to that of today. Those with an entry in any case.

    Only those in the calendar of the record.
    """
    found = {quarter for quarter in floor.settled if quarter is not None}
    if floor.starts is not None:
        found |= set(range(quarter_of(floor.starts), quarter_of(floor.ends or today) + 1))
    return sorted(quarter for quarter in found if FIRST_YEAR <= quarter // 4 <= LAST_YEAR)
