"""Every kind of file that can be imported, by its name."""

from collections.abc import Callable
from typing import Any

from portfolio.reports.listed import LISTED, Listed

from .agency_entries import AgencyAwardKind, AgencyEntryKind
from .base import Kind
from .capacity import CapacityKind
from .corporate_actions import CorporateActionKind
from .entry_columns import version_date
from .history import HistoryKind
from .investments import InvestmentKind
from .listed import ListedKind
from .milestones import MilestoneKind
from .statistics import StatisticsKind, printed
from .transactions import TransactionKind

SPECIAL: dict[str, Callable[[Listed], Any]] = {
    "agency-awards": lambda listed: AgencyAwardKind(listed, names_sources=False),
    "agency-entries": lambda listed: AgencyEntryKind(
        listed, reads={"source_version_on": version_date}, names_sources=False
    ),
    "corporate-actions": CorporateActionKind,
    "milestone-statements": MilestoneKind,
    "capacity-estimates": CapacityKind,
    "baseline-statistics": lambda listed: StatisticsKind(
        listed, reads={"statistic_value": printed}, names_sources=False
    ),
}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        InvestmentKind(),
        TransactionKind(),
        HistoryKind(),
        *(SPECIAL.get(listed.name, ListedKind)(listed) for listed in LISTED),
    )
}

__all__ = ["KINDS", "Kind"]
