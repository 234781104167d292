"""How a project is supported: only what is committed or later counts."""

from collections import defaultdict
from enum import StrEnum

from portfolio.calculations.kinds import Status

from .investments_at import InvestmentAt


class Support(StrEnum):
    """The strongest award that reaches a project."""

    COUNTED = "counted"
    CONDITIONAL = "conditional only"
    LETTER = "letters only"
    ANNOUNCED = "announced only"
    ENDED = "ended awards only"
    NONE = "no award"


def support_of(statuses: set[Status]) -> Support:
    """Counted when a committed or later award is among them (DOMAIN section 3), else the strongest there is."""
    if any(status.is_committed_money for status in statuses):
        return Support.COUNTED
    for status, support in (
        (Status.CONDITIONAL, Support.CONDITIONAL),
        (Status.LOI, Support.LETTER),
        (Status.ANNOUNCED, Support.ANNOUNCED),
        (Status.TERMINATED, Support.ENDED),
        (Status.LAPSED, Support.ENDED),
    ):
        if status in statuses:
            return support
    return Support.NONE


def support_by_project(lines: list[InvestmentAt]) -> dict[int, Support]:
    """The support of every project that an award reaches, by the project's id."""
    statuses: dict[int, set[Status]] = defaultdict(set)
    for line in lines:
        for project in line.projects:
            if line.status is not None:
                statuses[project.pk].add(line.status)
    return {project: support_of(found) for project, found in statuses.items()}
