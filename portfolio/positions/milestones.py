"""Every milestone as it stood at an AsOf: what was said, its health, what precedes it, and the money around it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portfolio.positions.tranche_state import TrancheStatus, tranches_at
from projects.calculations.predecessors import Carried, carried
from projects.calculations.schedule import Health, Reading, Stated, Statement, health_of, stated_by
from projects.models import Milestone, MilestoneForecast, MilestoneVerification, Predecessor, Project, ProjectMineral
from record.calculations.as_of import AsOf
from record.calculations.once import once
from record.models import Citation

from .filters import Filters
from .investments import NOT_STATED, InvestmentAt, investments_at

LATE = (Health.OVERDUE, Health.LATE)
LATE_OR_OVERDUE = "late_or_overdue"
"""What is asked for both; no milestone bears it."""


def is_of_health(health: str, asked: str) -> bool:
    """True where a health is what was asked for; empty asks for any."""
    return health in LATE if asked == LATE_OR_OVERDUE else asked in ("", health)


@dataclass(slots=True, kw_only=True)
class MilestoneAt:
    """One milestone at an AsOf. What no source states is None."""

    milestone: Milestone
    project: Project
    statements: list[Statement]
    stated: Stated
    reading: Reading
    is_verified: bool = False
    minerals: list[str] = field(default_factory=list)
    awards: list[InvestmentAt] = field(default_factory=list)
    waiting_for_it: list[TrancheStatus] = field(default_factory=list)
    predecessors: list[str] = field(default_factory=list)
    carried: Carried | None = None
    carried_from: str = ""
    sources: str = ""
    """What is cited for its days, the newest promise or forecast first, then for the milestone itself."""
    is_secondary: bool = False
    """True when a source of it was read in a secondary text and not opened itself."""

    @property
    def slug(self) -> str:
        return self.milestone.slug

    @property
    def disbursed(self) -> Decimal | None:
        """What was paid under the awards that reach its project, whole, in USD; None where no payment is known."""
        known = [line.figures.disbursed for line in self.awards if line.figures.disbursed is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def waiting(self) -> Decimal | None:
        """What waits for it in tranches, in USD; None where no tranche does, or none that names an amount."""
        amounts = [one.tranche.amount for one in self.waiting_for_it if one.tranche.amount is not None]
        return sum(amounts, Decimal(0)) if amounts else None

    @property
    def agencies(self) -> list[str]:
        return sorted({line.agency.code for line in self.awards})

    @property
    def programs(self) -> list[str]:
        return sorted({line.program_code for line in self.awards})

    def passes(self, filters: Filters) -> bool:
        """True when the milestone is among what was asked for: its own labels, or those of an award that reaches it."""
        asked = {
            "project": {self.project.slug},
            "state": {self.project.state},
            "country": {self.project.country or NOT_STATED},
            "stage": {self.project.stage},
            "site_kind": {self.project.site_kind},
            "agency": set(self.agencies),
            "program": set(self.programs),
            "company": {company.slug for line in self.awards for company in (line.recipient, line.issuer) if company},
            "mineral": set(self.minerals),
            "officer": {self.milestone.owner.username if self.milestone.owner else ""},
        }
        wanted = filters.without("health").asked().items()
        return is_of_health(self.reading.health, filters.health) and all(value in asked[name] for name, value in wanted)


@once
def milestones_at(at: AsOf, filters: Filters | None = None) -> list[MilestoneAt]:
    """Every milestone on record at `at`, narrowed by `filters`, by project and identifier.

    The same number of questions to the database however many there are.
    """
    stated = MilestoneForecast.objects.statements(at)
    projects = Project.objects.at(at)
    verified = set(MilestoneVerification.objects.at(at).values_list("statement__milestone_id", flat=True))
    minerals: dict[int, list[str]] = defaultdict(list)
    for named in ProjectMineral.objects.known(at).select_related("mineral"):
        minerals[named.project_id].append(named.mineral.slug)
    awards: dict[int, list[InvestmentAt]] = defaultdict(list)
    of_project = Filters(project=filters.project) if filters and filters.project else None
    for line in investments_at(at, of_project):
        for project in line.projects:
            awards[project.pk].append(line)
    waiting: dict[int, list[TrancheStatus]] = defaultdict(list)
    for tranche in tranches_at(at):
        if tranche.waits:
            for condition in tranche.standing.conditions:
                if condition.milestone:
                    waiting[condition.milestone.pk].append(tranche.standing)
    found, secondary = {}, Citation.secondary()
    texts = dict(Citation.objects.filter(pk__in=MilestoneForecast.objects.values("citation")).values_list("pk", "text"))
    for pk, milestone in Milestone.objects.select_related("owner", "citation").at(at).items():
        statements = stated.get(pk, [])
        counting = stated_by(statements, at.as_of)
        cited = {one.cites: texts[one.cites] for one in _of_its_days(counting) if one.cites is not None}
        if milestone.citation is not None:
            cited.setdefault(milestone.citation.pk, milestone.citation.text)
        found[pk] = MilestoneAt(
            milestone=milestone,
            project=projects[milestone.project_id],
            statements=statements,
            stated=counting,
            reading=health_of(statements, at.as_of),
            is_verified=pk in verified,
            sources=";".join(dict.fromkeys(slug for text in cited.values() for slug in text.split(";"))),
            is_secondary=not secondary.isdisjoint(cited),
            minerals=sorted(set(minerals[milestone.project_id])),
            awards=awards[milestone.project_id],
            waiting_for_it=waiting[pk],
        )
    link_predecessors(found, at)
    lines = (line for line in found.values() if filters is None or line.passes(filters))
    return sorted(lines, key=lambda line: (line.project.slug, line.slug))


def _of_its_days(stated: Stated) -> list[Statement]:
    """The statements of which a milestone's days are, the one in force first."""
    return [one for one in (stated.in_force, stated.done, stated.baseline) if one is not None]


def link_predecessors(found: dict[int, MilestoneAt], at: AsOf) -> None:
    """Tell each milestone what precedes it, and the largest slip that reaches it from there."""
    links: dict[int, list[int]] = defaultdict(list)
    for link in Predecessor.objects.at(at):
        links[link.milestone_id].append(link.predecessor_id)
    reached = carried(links, {pk: line.reading.slip_days for pk, line in found.items()})
    for pk, before in links.items():
        if pk in found:
            found[pk].predecessors = sorted(found[one].slug for one in before if one in found)
            found[pk].carried = reached.get(pk)
            found[pk].carried_from = found[reached[pk].milestone].slug if pk in reached else ""


def in_time_order(lines: Iterable[MilestoneAt]) -> list[MilestoneAt]:
    """By the last day in force; those without one last."""
    return sorted(lines, key=lambda line: (due(line) or date.max, line.slug))


def due(line: MilestoneAt) -> date | None:
    """The last day on which it is to happen, or happened; None where no day is known."""
    in_force = line.stated.done or line.stated.in_force
    return in_force.happens.end if in_force and in_force.happens else line.reading.happened_on
