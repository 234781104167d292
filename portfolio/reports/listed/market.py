"""Share counts, closing prices, prices of commodities, exchange rates."""

from dataclasses import replace

from portfolio.models import Capitalization, CommodityPrice, CountKind, ExchangeRate, SecurityPrice, TreasuryYield
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.words import words_of

from .base import Listed, Part
from .capacity import PRODUCT

ON = replace(c.EFFECTIVE_ON, label="On")
CURRENCY = Column("currency", "Currency", "ISO 4217 code.")

SHARE_COUNTS = Listed(
    "share-counts",
    "Share counts",
    "How many shares are out?",
    Capitalization,
    (
        Part(c.COMPANY, "company.slug", is_key=True, is_required=True),
        Part(ON, "effective_on", is_key=True),
        Part(
            Column(
                "count_kind",
                "Kind",
                "A count (cover, vendor, derived), or an event or contingent shares.",
                words=words_of(CountKind.choices),
            ),
            "kind",
            is_key=True,
            is_required=True,
        ),
        Part(
            Column("basic_shares", "Shares outstanding", "Basic count.", Type.SHARES, is_optional=True), "basic_shares"
        ),
        Part(
            Column(
                "other_shares",
                "Other shares",
                "Diluted count, new or contingent shares.",
                Type.SHARES,
                is_optional=True,
            ),
            "diluted_or_other",
        ),
    ),
)

SECURITY_PRICES = Listed(
    "security-prices",
    "Security prices",
    "At what price did a share close?",
    SecurityPrice,
    (
        Part(c.COMPANY, "company.slug", is_key=True, is_required=True),
        Part(ON, "effective_on", is_key=True, is_required=True),
        Part(
            Column(
                "close",
                "Close",
                "Closing price of one share: as quoted, or on the basis of the units beside it.",
                Type.PRICE,
            ),
            "close",
            is_required=True,
        ),
        Part(CURRENCY, "currency", is_key=True, is_required=True),
    ),
)

COMMODITY_PRICES = Listed(
    "commodity-prices",
    "Commodity prices",
    "What did a product cost?",
    CommodityPrice,
    (
        Part(PRODUCT, "product", is_key=True, is_required=True),
        Part(ON, "effective_on", is_key=True, is_required=True),
        Part(Column("price", "Price", "Price of one unit: kg, t, lb.", Type.PRICE), "price", is_required=True),
        Part(CURRENCY, "currency", is_key=True, is_required=True),
        Part(c.UNIT, "unit", is_required=True),
        Part(
            Column(
                "price_basis",
                "Basis",
                "Index and terms of delivery.",
                unknown="not stated",
                is_optional=True,
            ),
            "basis",
            is_key=True,
        ),
    ),
)

EXCHANGE_RATES = Listed(
    "exchange-rates",
    "Exchange rates",
    "What was a currency worth?",
    ExchangeRate,
    (
        Part(CURRENCY, "currency", is_key=True, is_required=True),
        Part(ON, "effective_on", is_key=True, is_required=True),
        Part(
            Column("usd", "US dollars for one", "What one unit of the currency was worth.", Type.PRICE, "USD"),
            "usd",
            is_required=True,
        ),
    ),
)

TREASURY_YIELDS = Listed(
    "treasury-yields",
    "Treasury yields",
    "What did the Treasury pay, by term?",
    TreasuryYield,
    (
        Part(ON, "effective_on", is_key=True, is_required=True),
        Part(
            Column("term_years", "Term", "Years to maturity: 0.25 is three months.", Type.QUANTITY, "years"),
            "term_years",
            is_key=True,
            is_required=True,
        ),
        Part(
            Column("treasury_yield", "Yield", "Par yield a year: 0.0425 is 4.25%.", Type.FRACTION),
            "rate",
            is_required=True,
        ),
    ),
)
