"""Who owns an entity, and what a company owns: what counts, and what does not."""

from collections.abc import Iterable
from dataclasses import dataclass

from portfolio.models import Agency
from portfolio.positions.rivals import Rivals, rivals
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.tables import NOTE, SOURCES, Table
from portfolio.reports.words import words_of
from projects.models import Basis, Company, Ownership, Project
from record.calculations.as_of import AsOf


@dataclass(frozen=True, slots=True)
class OwnershipLine:
    """An ownership, and who is at its other end: a company, a project, or the owner's name."""

    ownership: Ownership
    company: Company | None = None
    project: Project | None = None
    owner: str = ""


SHARE = Column(
    "economic_share",
    "Economic share",
    "Share of what the owned entity earns.",
    Type.FRACTION,
    is_computed=False,
    unknown="no percentage is sourced",
    value=lambda line: line.ownership.economic_share,
)
VOTING = Column(
    "voting_share",
    "Voting share",
    "Share of the votes.",
    Type.FRACTION,
    is_computed=False,
    unknown="no source states it",
    value=lambda line: line.ownership.voting_share,
)
COUNTS = Column(
    "counts",
    "Counts",
    "Only stated and derived shares count; a right or a pending deal does not.",
    value=lambda line: "yes" if line.ownership.basis in Basis.counting() else "no",
)
BASIS = Column(
    "basis",
    "Basis",
    "What the share rests on.",
    words=words_of(Basis.choices),
    value=lambda line: line.ownership.basis,
)
FROM = c.EFFECTIVE_ON.of(lambda line: line.ownership.effective_on, label="From")
UNTIL = Column(
    "ends_on",
    "Until",
    "The day on which it ended.",
    Type.PARTIAL_DATE,
    unknown="no end is on record",
    is_optional=True,
    value=lambda line: line.ownership.ends_on,
)
TAIL = (
    SHARE,
    VOTING,
    BASIS,
    COUNTS,
    FROM,
    UNTIL,
    NOTE.of(lambda line: NOTE.value(line.ownership)),
    SOURCES.of(lambda line: SOURCES.value(line.ownership)),
)
COMPANY = Column(
    "company",
    "Company",
    "The company at the other end.",
    page="company",
    is_optional=True,
    value=lambda line: line.company.slug if line.company else None,
)
OWNERS = (
    COMPANY.of(COMPANY.value, meaning="The owner.", unknown="the owner is no company"),
    Column("owner", "Owner", "Its name.", value=lambda line: line.owner),
    *TAIL,
)
HOLDINGS = (
    COMPANY.of(COMPANY.value, meaning="The owned company.", unknown="what is owned is a project"),
    Column(
        "project",
        "Project",
        "The owned project.",
        page="project",
        unknown="what is owned is a company",
        is_optional=True,
        value=lambda line: line.project.slug if line.project else None,
    ),
    *TAIL,
)


def ended(row: Ownership, at: AsOf) -> bool:
    return row.ends_on is not None and row.ends_on.end < at.as_of


def owners_table(at: AsOf, entity: Company | Project, companies: dict[int, Company]) -> Table:
    """Who owns the entity at `at`; the latest row of each owner and basis."""
    field = "owned_company" if isinstance(entity, Company) else "owned_project"
    asked = Ownership.objects.at(at).about(**{field: entity}).select_related("citation")
    latest = asked.latest_by("owner_company_id", "owner_code", "basis").values()
    codes = {row.owner_code for row in latest if row.owner_code}
    agencies = {one.code: one.name for one in Agency.objects.at(at).values()} if codes else {}

    def line(row: Ownership) -> OwnershipLine:
        if row.owner_company_id:
            company = companies[row.owner_company_id]
            return OwnershipLine(row, company=company, owner=company.name)
        return OwnershipLine(row, owner=agencies.get(row.owner_code, row.owner_code))

    return Table(
        name="owners",
        title="Owned by",
        columns=OWNERS,
        lines=[line(row) for row in ordered(latest, at)],
        empty="No owner is on record.",
    )


def owner_rivals(at: AsOf, entity: Company | Project) -> list[Rivals]:
    """What sources give differently of the owners of the entity."""
    field = "owned_company" if isinstance(entity, Company) else "owned_project"
    rows = set(Ownership.objects.at(at).about(**{field: entity}).values_list("pk", flat=True))
    return [one for one in rivals(at) if one.table == Ownership._meta.db_table and one.entity_id in rows]


def holdings_table(at: AsOf, company: Company, companies: dict[int, Company]) -> Table:
    """What the company owns at `at`."""
    asked = Ownership.objects.at(at).about(owner_company=company).select_related("citation")
    latest = asked.latest_by("owned_company_id", "owned_project_id", "basis").values()
    ids = {row.owned_project_id for row in latest if row.owned_project_id}
    projects = Project.objects.filter(pk__in=ids).at(at) if ids else {}

    return Table(
        name="holdings",
        title="Owns",
        columns=HOLDINGS,
        lines=[
            OwnershipLine(row, companies.get(row.owned_company_id), projects.get(row.owned_project_id))
            for row in ordered(latest, at)
        ],
        empty="No holding of its own is on record.",
    )


def ordered(rows: Iterable[Ownership], at: AsOf) -> list[Ownership]:
    """What counts first, the largest share first; what has ended is left out."""
    return sorted(
        (row for row in rows if not ended(row, at)),
        key=lambda row: (row.basis not in Basis.counting(), -(row.economic_share or 0), row.pk),
    )
