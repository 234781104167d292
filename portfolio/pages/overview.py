"""Where everything stands at a glance: money by status and never in one sum, projects, agencies, news and doubts."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from portfolio.calculations.kinds import Status
from portfolio.calculations.support import Support
from portfolio.positions import rivals
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.positions.project_support import support_by_project
from portfolio.positions.rivals import Rivals
from portfolio.reports import reconciliation, reconciliation_entries
from portfolio.reports.sums import AwardSums, Sum
from projects.models import Project
from record.calculations.as_of import AsOf
from record.models import Recording

NEWEST = 8


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """The awards of one status. Its measures stand side by side and are never added to each other."""

    status: Status
    awards: int
    stated: Sum
    committed: Sum
    face_value: Sum
    ceiling: Sum
    exposure: Sum
    bar: float = 0.0


@dataclass(frozen=True, slots=True)
class AgencyLine:
    code: str
    name: str
    deals: int
    awards: int
    committed_awards: int
    committed: Sum
    face_value: Sum
    exposure: Sum


@dataclass(frozen=True, slots=True)
class CrossingLine:
    """The projects of one label: how many are supported in which way, and all of them."""

    label: str
    counts: dict[Support, int]
    total: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """Projects counted by a label and by how they are supported."""

    label: str
    name: str
    """The name by which the list of projects is narrowed to this label."""
    columns: tuple[Support, ...]
    lines: list[CrossingLine]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that sources give differently, and where it is explained."""

    rivals: Rivals
    page: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Overview:
    awards: int
    lines: list[InvestmentAt]
    money: list[MoneyLine]
    committed_or_later: MoneyLine | None
    agencies: list[AgencyLine]
    by_stage: Crossing
    by_class: Crossing
    projects: int
    recordings: list[Recording]
    announced: list[InvestmentAt]
    doubtful: list[InvestmentAt]
    conflicts: list[Doubt]
    unreconciled: reconciliation.Unresolved | None
    unreconciled_entries: reconciliation.Unresolved | None


def overview(at: AsOf) -> Overview:
    """Everything the overview shows at `at`; a fixed number of questions to the database."""
    lines = investments_at(at)
    projects = list(Project.objects.at(at).values())
    support = support_by_project(lines)
    longest = Sum.over(line.terms.announced_amount if line.terms else None for line in lines)
    by_status: dict[Status, list[InvestmentAt]] = defaultdict(list)
    for line in lines:
        by_status[line.status].append(line)
    committed = [line for line in lines if line.status.is_committed_money]
    conflicts = rivals.rivals(at)
    names = rivals.entities(conflicts, at)
    return Overview(
        awards=len(lines),
        lines=lines,
        money=[money_line(status, by_status[status], longest) for status in Status if by_status[status]],
        committed_or_later=money_line(Status.COMMITTED, committed, longest) if committed else None,
        agencies=agency_lines(lines),
        by_stage=crossing("Stage", "stage", projects, support, lambda project: project.stage),
        by_class=crossing("Class", "site_kind", projects, support, lambda project: project.site_kind),
        projects=len(projects),
        recordings=list(Recording.objects.known(at).order_by("-serial")[:NEWEST]),
        announced=newest(lines),
        doubtful=[line for line in lines if line.terms and line.terms.confidence == "low"],
        conflicts=[
            Doubt(one, *names.get((one.table, one.entity_id), ("", "", one.table)))
            for one in sorted(conflicts, key=lambda one: (one.is_settled, one.table, one.entity_id, one.figure))
        ],
        unreconciled=reconciliation.unresolved(at),
        unreconciled_entries=reconciliation_entries.unresolved_entries(at),
    )


def money_line(status: Status, lines: list[InvestmentAt], longest: Sum) -> MoneyLine:
    stated = Sum.over(line.terms.announced_amount if line.terms else None for line in lines)
    sums = AwardSums(lines)
    return MoneyLine(
        status=status,
        awards=len(lines),
        stated=stated,
        committed=sums.committed,
        face_value=sums.face_value,
        ceiling=Sum.over(line.ceiling for line in sums.money if line.ceiling is not None),
        exposure=sums.exposure,
        bar=stated.share_of(longest),
    )


def agency_lines(lines: list[InvestmentAt]) -> list[AgencyLine]:
    """By agency, in the order of its code; money is that of committed or later awards."""
    by_agency: dict[str, list[InvestmentAt]] = defaultdict(list)
    for line in lines:
        by_agency[line.agency.code].append(line)
    found = []
    for code, awards in sorted(by_agency.items()):
        committed = [line for line in awards if line.status.is_committed_money]
        sums = AwardSums(committed)
        found.append(
            AgencyLine(
                code=code,
                name=awards[0].agency.name,
                deals=len({line.deal.pk for line in awards}),
                awards=len(awards),
                committed_awards=len(committed),
                committed=sums.committed,
                face_value=sums.face_value,
                exposure=sums.exposure,
            )
        )
    return found


def crossing(
    label: str, name: str, projects: list[Project], support: dict[int, Support], of: Callable[[Project], str]
) -> Crossing:
    """Projects by a label of theirs and by support; the fullest lines first."""
    counts: dict[str, Counter[Support]] = defaultdict(Counter)
    for project in projects:
        counts[of(project)][support.get(project.pk, Support.NONE)] += 1
    used = tuple(one for one in Support if any(count[one] for count in counts.values()))
    lines = [CrossingLine(key, {one: count[one] for one in used}, count.total()) for key, count in counts.items()]
    return Crossing(label, name, used, sorted(lines, key=lambda line: (-line.total, line.label)))


def newest(lines: list[InvestmentAt]) -> list[InvestmentAt]:
    """The awards announced last, by the end of the day, month or year that is known."""
    dated = [line for line in lines if line.terms and line.terms.announced_on]
    dated.sort(key=lambda line: (line.terms.announced_on.sort_key, line.slug), reverse=True)
    return dated[:NEWEST]
