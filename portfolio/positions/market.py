"""The market at an AsOf, read once for every day up to it: closes, exchange rates, Treasury yields, splits."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Self

from portfolio.calculations.exchanges import (
    NEW_YORK,
    STALE_AFTER,
    last_session,
    quoted_on,
    trading_days_between,
)
from portfolio.calculations.option_price import nearest_term
from portfolio.models import ExchangeRate, SecurityPrice, TreasuryYield
from projects.models import Company
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

from .trading_days import trading_days

DOLLARS = NEW_YORK.currency


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency was worth in USD on a day."""

    usd: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Close:
    """A closing price as it is used on a day.

    `on` is its trading day: a quotation of a weekend or a holiday is the close before it. `age` counts the trading days
    of its exchange since then, None where that is not known. `usd` is None for a foreign close without a rate.
    """

    price: Decimal
    currency: str
    on: date
    age: int | None
    rate: Rate | None = None
    citation: int | None = None

    @property
    def is_stale(self) -> bool:
        """True when it is older than 10 trading days of its exchange, or nobody can say how old it is."""
        return self.age is None or self.age > STALE_AFTER

    @property
    def usd(self) -> Decimal:
        """In USD, unrounded. Raises NotKnown for a foreign close without a rate of its day."""
        if self.currency == DOLLARS:
            return self.price
        if self.rate is None:
            raise NotKnown(f"no rate of {self.currency} on or before {self.on} is on record")
        return self.price * self.rate.usd


@dataclass(slots=True)
class Closes:
    """The closes of one company, by their trading day; the newest recorded of a day wins."""

    days: list[date] = field(default_factory=list)
    prices: list[SecurityPrice] = field(default_factory=list)

    def quoted_in(self, currency: str) -> dict[date, Decimal]:
        """The closes in one currency, by their trading day."""
        pairs = zip(self.days, self.prices, strict=True)
        return {day: price.close for day, price in pairs if price.currency == currency}


@dataclass(frozen=True, slots=True)
class Yield:
    """A Treasury yield: a fraction a year, its term in years, its day."""

    rate: Decimal
    term: Decimal
    on: date


@dataclass
class Market:
    """What the market said of some companies, up to a day and as known at a recording."""

    until: date
    prices: dict[int, list[tuple[date, SecurityPrice]]]
    rates: dict[str, tuple[list[date], list[Decimal]]]
    yields: list[Yield]
    found: dict[int, Closes] = field(default_factory=dict)

    @classmethod
    def read(cls, at: AsOf, companies: Iterable[Company] | None = None) -> Self:
        """Everything on record at `at`, of closes those of these companies; three questions to the database."""
        prices: dict[int, list[tuple[date, SecurityPrice]]] = defaultdict(list)
        closes = SecurityPrice.objects.at(at)
        if companies is not None:
            closes = closes.filter(company__in=[one.pk for one in companies])
        for price in closes:
            if price.effective_on:
                prices[price.company_id].append((price.effective_on.end, price))
        rates: dict[str, dict[date, Decimal]] = defaultdict(dict)
        for rate in ExchangeRate.objects.at(at):
            if rate.effective_on and rate.effective_on.is_day:
                rates[rate.currency][rate.effective_on.end] = rate.usd
        by_day = {currency: sorted(known.items()) for currency, known in rates.items()}
        return cls(
            at.as_of,
            prices,
            {one: ([day for day, _ in known], [usd for _, usd in known]) for one, known in by_day.items()},
            [
                Yield(Decimal(one.rate), Decimal(one.term_years), one.effective_on.end)
                for one in TreasuryYield.objects.at(at)
                if one.effective_on
            ],
        )

    def close_on(self, company: Company, day: date) -> Close | None:
        """The newest close of a company on or before a day; None where none is on record."""
        closes = self.closes_of(company)
        place = bisect_right(closes.days, day)
        if not place:
            return None
        price, on = closes.prices[place - 1], closes.days[place - 1]
        days = self.days_of(company, price.currency)
        age = trading_days_between(days, on, day) if days and days[0] <= on else None
        return Close(price.close, price.currency, on, age, self.rate_on(price.currency, on), price.citation_id)

    def closes_of(self, company: Company) -> Closes:
        """All closes of a company, each on its trading day: of two of a day the one that was dated so, the newest."""
        if company.pk not in self.found:
            dated: dict[date, SecurityPrice] = {}
            quoted: dict[date, SecurityPrice] = {}
            for on, price in self.prices.get(company.pk, ()):
                session = last_session(self.days_of(company, price.currency), on) or on
                (dated if session == on else quoted)[session] = price
            by_day = sorted((quoted | dated).items())
            self.found[company.pk] = Closes([day for day, _ in by_day], [price for _, price in by_day])
        return self.found[company.pk]

    def days_of(self, company: Company, currency: str) -> Sequence[date]:
        """The trading days of the exchange at which a company is quoted in a currency; none where it is not known."""
        exchange = quoted_on(company.exchange, currency)
        return trading_days(exchange.calendar, self.until) if exchange else ()

    def rate_on(self, currency: str, day: date) -> Rate | None:
        """The newest rate of a currency on or before a day; None for US dollars, and where none is on record."""
        days, rates = self.rates.get(currency, ([], []))
        place = bisect_right(days, day)
        return Rate(rates[place - 1], days[place - 1]) if place and currency != DOLLARS else None

    def yield_on(self, day: date, years: float) -> Yield:
        """The Treasury yield of the term nearest to `years`, of the newest day up to `day`. Raises NotKnown."""
        newest = max((one.on for one in self.yields if one.on <= day), default=None)
        by_term = {one.term: one for one in self.yields if one.on == newest}
        return by_term[nearest_term(list(by_term), years)]
