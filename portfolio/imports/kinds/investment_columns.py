"""The columns of a file of awards: what each is in the terms and labels of an award, and where a refusal belongs."""

from portfolio.calculations.kinds import Instrument
from portfolio.exports.text import formatter
from portfolio.imports.rows import Wanted
from portfolio.reports import investments as report
from portfolio.reports.base import Column

from .companies import OURS
from .companies import WANTED as COMPANY
from .entry_columns import SAME_AS

TERMS = {
    "announced_on": "announced_on",
    "closed_on": "closed_on",
    "announced_usd": "announced_amount",
    "ceiling_usd": "ceiling",
    "shares": "shares",
    "price_per_share_usd": "price_per_share",
    "strike_price_usd": "strike_price",
    "expires_on": "expires_on",
    "confidence": "confidence",
    "summary": "summary",
}
LABELS = ("deal", "office", "program", "company", "issuer", "award_number")
READ = ("investment", "agency", "instrument", "status", "status_on", "projects", "sources", *LABELS, *TERMS)
REQUIRED = ("investment",)
PIID = (Instrument.CONTRACT, Instrument.STOCKPILE_PURCHASE, Instrument.OFFTAKE)
FIELDS = {ours: column for column, ours in TERMS.items()} | {
    "recipient": "company",
    **{f"new_company_{ours}": column for ours, column in OURS.items()},
    "fain": "award_number",
    "piid": "award_number",
    "new_company_slug": "company",
    "new_deal_slug": "deal",
    "new_deal_name": "deal_name",
    "slug": "investment",
    "commitment_on": "closed_on",
    "warning_reason": "reason",
}
OWN_DEAL = {"new_deal_slug": "investment"}
"""Where a row names no deal, its deal is called as the award itself."""
DEAL_NAME = Column("deal_name", "Deal's name", "Of a deal that is not on record yet.", is_optional=True)
EXTRA = (
    *COMPANY,
    Wanted(SAME_AS),
    Wanted(DEAL_NAME),
    Wanted(Column("reason", "Reason", "Why what is unusual is so; kept in the note.", is_optional=True)),
    Wanted(
        Column(
            "leaves_rest",
            "Why what is left stays",
            "Of an award that ends. Empty: what was promised and not paid is taken back with it.",
            is_optional=True,
        )
    ),
)
SPELLERS = {column.name: formatter(column.type) for column in report.COLUMNS}
