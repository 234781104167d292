"""How the projects of awards are supported."""

from collections import defaultdict

from portfolio.calculations.kinds import Status
from portfolio.calculations.support import Support, support_of

from .investments import InvestmentAt

__all__ = ["Support", "support_by_project", "support_of"]


def support_by_project(lines: list[InvestmentAt]) -> dict[int, Support]:
    """The support of every project that an award reaches, by the project's id."""
    statuses: dict[int, set[Status]] = defaultdict(set)
    for line in lines:
        for project in line.projects:
            if line.status is not None:
                statuses[project.pk].add(line.status)
    return {project: support_of(found) for project, found in statuses.items()}
