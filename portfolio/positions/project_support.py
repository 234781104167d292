"""How awards support each project at an AsOf, and the program it shares its luck with."""

from collections import defaultdict
from dataclasses import dataclass

from portfolio.calculations.kinds import Status
from portfolio.calculations.support import Support, support_of
from portfolio.models.agencies import Program
from portfolio.models.investments import Investment, InvestmentProject, InvestmentStatus
from record.calculations.as_of import AsOf

from .investments import InvestmentAt


@dataclass(frozen=True, slots=True)
class ProjectReach:
    """`program` is that of the award that counts, the first by identifier; of any award where none counts."""

    support: Support
    program: str


def reach_by_project(at: AsOf) -> dict[int, ProjectReach]:
    """The reach of every project that an award with a status reaches, by the project's id; in a few questions."""
    statuses = InvestmentStatus.objects.at(at).latest_by("investment_id")
    programs = {program.pk: program.code for program in Program.objects.at(at).values()}
    investments = Investment.objects.at(at)
    awards: dict[int, list[tuple[bool, str, Status, str]]] = defaultdict(list)
    for investment_id, project_id in InvestmentProject.objects.at(at).latest_by("investment_id", "project_id"):
        status = statuses.get(investment_id)
        investment = investments.get(investment_id)
        if status is None or investment is None:
            continue
        stands = Status(status.status)
        program = programs.get(investment.program_id, "")
        awards[project_id].append((not stands.is_committed_money, investment.slug, stands, program))
    return {
        project_id: ProjectReach(
            support_of({status for _, _, status, _ in found}),
            next((program for _, _, _, program in sorted(found) if program), ""),
        )
        for project_id, found in awards.items()
    }


def support_by_project(lines: list[InvestmentAt]) -> dict[int, Support]:
    """The support of every project that an award reaches, by the project's id."""
    statuses: dict[int, set[Status]] = defaultdict(set)
    for line in lines:
        for project in line.projects:
            if line.status is not None:
                statuses[project.pk].add(line.status)
    return {project: support_of(found) for project, found in statuses.items()}
