"""Facts as they stand, one row a fact: declared once, written as a report and read back by an import."""

from .agency_awards import AGENCY_AWARDS, AGENCY_ENTRIES
from .base import Listed, Part
from .calendar import DUE_DATES
from .capacity import CAPACITY, ESTIMATES, PRODUCTION
from .corporate_actions import CORPORATE_ACTIONS
from .market import COMMODITY_PRICES, EXCHANGE_RATES, SECURITY_PRICES, SHARE_COUNTS, TREASURY_YIELDS
from .milestones import MILESTONES
from .statistics import STATISTICS

LISTED: tuple[Listed, ...] = (
    MILESTONES,
    CAPACITY,
    PRODUCTION,
    ESTIMATES,
    SHARE_COUNTS,
    CORPORATE_ACTIONS,
    SECURITY_PRICES,
    COMMODITY_PRICES,
    EXCHANGE_RATES,
    TREASURY_YIELDS,
    STATISTICS,
    AGENCY_AWARDS,
    AGENCY_ENTRIES,
    DUE_DATES,
)

__all__ = ["LISTED", "Listed", "Part"]
