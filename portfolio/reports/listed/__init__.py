"""Facts as they stand, one row a fact: declared once, written as a report and read back by an import."""

from .agency_awards import AGENCY_AWARDS, AGENCY_ENTRIES
from .base import Listed, Part
from .capacity import CAPACITY, PRODUCTION
from .market import COMMODITY_PRICES, EXCHANGE_RATES, SECURITY_PRICES, SHARE_COUNTS
from .milestones import MILESTONES
from .statistics import STATISTICS

LISTED: tuple[Listed, ...] = (
    MILESTONES,
    CAPACITY,
    PRODUCTION,
    SHARE_COUNTS,
    SECURITY_PRICES,
    COMMODITY_PRICES,
    EXCHANGE_RATES,
    STATISTICS,
    AGENCY_AWARDS,
    AGENCY_ENTRIES,
)

__all__ = ["LISTED", "Listed", "Part"]
