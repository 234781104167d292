"""Every report under the question that a reader comes with, and those that have nothing to tell yet apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portfolio.models import (
    AgencyAward,
    AgencyEntry,
    DueDecision,
    Investment,
    KeptRun,
    MissingAward,
    ProgramAuthority,
    Tranche,
    Transaction,
    Waiver,
)
from projects.models import BaselineStatistic, CapacityPhase, CountryStanding, Milestone, Ownership
from record.calculations.as_of import AsOf
from record.models import Access, Claim, RightsChange, Source

from . import REPORTS
from .base import Definition
from .listed import LISTED

WOULD_STAND = "Is the record complete, and would it stand an audit?"
WHO_WROTE = "What changed, who wrote it, and what does it rest on?"
GROUPS: dict[str, tuple[str, ...]] = {
    "Who gets what, and how far is it?": (
        "investments", "exposure", "money-by-year", "transactions", "cash-flows", "tranches", "waivers",
    ),
    "What do we own, and what is it worth?": (
        "stakes", "warrants", "look-through", "valuations", "returns", "returns-by-month",
    ),
    "What is late, what falls due, and what has to be decided?": (
        "milestones", "slippage", "alerts", "calendar", "decisions-due", "decisions",
    ),
    "What will be made, and how sure is it?": (
        "production-gains", "production-output", "contributions", "capacity", "group-splits", "supply-chain",
        "cost-per-tonne", "price-floors", "what-to-find-out", "capacity-drivers", "capacity-changes", "capacity-runs",
    ),
    "On whom do we depend, and who stands with us?": (
        "dependence", "demand-shares", "world-output", "partners", "partner-output",
    ),
    "Under which law, and how much room is left?": ("programs", "authorities"),
    WHO_WROTE: (
        "changes-since", "figure-changes", "figure-parts", "audit-trail", "sources", "conflicts", "files-taken",
        "who-may-what",
    ),
    WOULD_STAND: (
        "audit-sample", "sample-findings",
        "audit-readiness", "audit-rows", "coverage", "missing-awards", "reconciliation", "reconciliation-entries",
    ),
    "What do sources state, one by one?": tuple(one.name for one in LISTED),
}  # fmt: skip

TOLD_OF: tuple[tuple[Any, str], ...] = (
    (Investment, "investments exposure money-by-year stakes warrants valuations returns returns-by-month calendar"),
    (Investment, "audit-readiness audit-rows coverage programs decisions-due changes-since figure-changes audit-trail"),
    (Transaction, "transactions figure-parts cash-flows audit-sample"),
    (Tranche, "tranches"),
    (Waiver, "waivers"),
    (Ownership, "look-through"),
    (Milestone, "milestones slippage alerts"),
    (DueDecision, "decisions"),
    (MissingAward, "missing-awards"),
    (ProgramAuthority, "authorities"),
    (AgencyAward, "reconciliation"),
    (AgencyEntry, "reconciliation-entries"),
    (CountryStanding, "partners"),
    (Claim, "conflicts"),
    (Source, "sources"),
    (Access, "files-taken"),
    (RightsChange, "who-may-what"),
    (KeptRun, "sample-findings"),
    (CapacityPhase, " ".join(GROUPS["What will be made, and how sure is it?"])),
    (CapacityPhase, "partner-output"),
    (BaselineStatistic, "dependence demand-shares world-output"),
    *((one.model, one.name) for one in LISTED),
)
"""The table without which a report has no row: a look at one row says what is empty, where an answer costs seconds."""


@dataclass(frozen=True, slots=True)
class Group:
    question: str
    reports: list[Definition]


@dataclass(frozen=True, slots=True)
class Index:
    """The groups that have something to tell; `empty`: reports of which nothing is on record yet."""

    groups: list[Group]
    empty: list[Definition]

    @property
    def count(self) -> int:
        """How many were found."""
        return len(self.empty) + sum(len(group.reports) for group in self.groups)


def empty_reports(at: AsOf) -> set[str]:
    """The names of those of which nothing was on record at `at`; one question a table."""
    without = {model for model in dict(TOLD_OF) if not model.objects.known(at).exists()}
    return {name for model, names in TOLD_OF if model in without for name in names.split()}


def index(at: AsOf, asked: str = "", *, first: Sequence[str] = ()) -> Index:
    """The reports in which each word that was asked for stands: in the title, the question or a column's heading.

    The groups of the questions `first` stand before the others.
    """
    empty, wanted = empty_reports(at), asked.casefold().split()
    groups, without = [], []
    for question in [*first, *(one for one in GROUPS if one not in first)]:
        names = GROUPS[question]
        found = [one for one in map(REPORTS.__getitem__, names) if all(word in told(one, question) for word in wanted)]
        without += [one for one in found if one.name in empty]
        if full := [one for one in found if one.name not in empty]:
            groups.append(Group(question, full))
    return Index(groups, without)


def told(one: Definition, question: str) -> str:
    """All that a search looks at."""
    return " ".join([question, one.title, one.question, one.name, *(column.label for column in one.columns)]).casefold()
