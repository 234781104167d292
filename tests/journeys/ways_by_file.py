"""The kinds of facts that come by file alone, and the kinds of files that the generated test of all ways leaves out."""

from portfolio.models import CommodityPrice, ExchangeRate, TreasuryYield

from .ways import Way

BY_FILE = (
    Way(
        CommodityPrice,
        {"product": "Lithium carbonate", "effective_on": "2026-01-05", "price": "80", "currency": "USD", "unit": "kg"},
        file="commodity-prices", columns={"basis": "price_basis"}, looks_back=True,
    ),
    Way(
        ExchangeRate, {"currency": "CAD", "effective_on": "2026-01-05", "usd": "0.7"},
        file="exchange-rates", looks_back=True,
    ),
    Way(
        TreasuryYield, {"effective_on": "2026-01-05", "term_years": "10", "rate": "0.0425"},
        file="treasury-yields", columns={"rate": "treasury_yield"}, looks_back=True,
    ),
)  # fmt: skip
FILES_LEFT_OUT = {
    "history": "one row is a company, a deal, an award and an entry: tests/portfolio/imports/test_history.py",
    "agency-awards": "kept as its source says, for comparison only: tests/portfolio/imports/test_reconciliation.py",
    "agency-entries": "kept as its source says: tests/portfolio/imports/test_agency_entry_identity.py",
}
"""Kinds of files → why no fact of theirs is asked by every way, and which tests ask them."""
