"""What the page of an investment shows."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.kinds import Kind, Need
from portfolio.models import Investment, InvestmentEvent, InvestmentStatus, ReachBasis, Terms, Transaction
from portfolio.pages.rivals import rivals_table
from portfolio.positions import rivals
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, on_record_at
from portfolio.positions.stakes import stakes_at
from portfolio.reports import columns as c
from portfolio.reports.base import Absent, Column, Type
from portfolio.reports.tables import NOTE, RECORDING, SOURCES, Figure, Table, cited, from_column, marks_of
from portfolio.reports.words import entry_words, words, words_of
from record.calculations.as_of import AsOf

from . import terms
from .awards import stakes_table
from .lookup import found


@dataclass(frozen=True, slots=True)
class InvestmentPage:
    line: InvestmentAt
    marks: tuple[str, ...]
    figures: list[Figure]
    terms: list[Figure]
    versions: Table
    statuses: Table
    entries: Table
    events: Table
    projects: Table
    stakes: Table | None
    sisters: list[str]
    rivals: Table
    single_control: str


def page(at: AsOf, slug: str) -> InvestmentPage:
    """Everything on record of one award at `at`. Raises NotOnRecord."""
    investment = found(Investment, slug, at)
    line = next(line for line in on_record_at(at) if line.investment.pk == investment.pk)
    versions = list(
        Terms.objects.known(at)
        .filter(investment=investment)
        .select_related("citation", "recording")
        .order_by("counts_from", "recording_id", "pk")
    )
    stakes = None
    if line.instrument.family.holds_shares and line.issuer:
        of_deal = stakes_at(at, Filters(deal=line.deal.slug))
        stakes = stakes_table([one for one in of_deal if any(part.line.slug == slug for part in one.parts)])
    group = investment.stake_group
    return InvestmentPage(
        line=line,
        marks=marks_of(confidence=line.terms.confidence if line.terms else "", sources=line.sources),
        figures=figures(line),
        terms=terms.in_force(line),
        versions=terms.versions_table(versions, line),
        statuses=statuses(at, investment),
        entries=entries(at, investment),
        events=events(at, investment),
        projects=projects(line),
        stakes=stakes,
        sisters=list(
            Investment.objects.filter(stake_group=group, created_in_id__lte=at.serial)
            .exclude(pk=investment.pk)
            .order_by("slug")
            .values_list("slug", flat=True)
        )
        if group
        else [],
        rivals=rivals_table(rivals.rivals(at, of=investment)),
        single_control=line.terms.recording.approval if line.terms else "",
    )


def figures(line: InvestmentAt) -> list[Figure]:
    """The figures that the instrument can have, each with the reason where it is unknown."""
    family, now = line.instrument.family, line.figures
    pairs = [(c.ANNOUNCED, line.terms and line.terms.announced_amount)]
    if family.is_lending:
        pairs += [(c.FACE_VALUE, line.face_value), (c.SUBSIDY_COST, now.subsidy_cost)]
    else:
        pairs += [(c.COMMITTED, line.committed), (c.OBLIGATED, now.obligated), (c.HEADROOM, now.headroom)]
    pairs += [(c.DISBURSED, now.disbursed), (c.UNDISBURSED, now.undisbursed)]
    if family.is_lending:
        pairs += [(c.REPAID, now.repaid)]
    if family.is_lending or family.holds_shares:
        pairs += [(c.OUTSTANDING, now.outstanding)]
    pairs += [(c.EXPOSURE, now.exposure)]
    if line.ceiling is not None:
        pairs += [(c.CEILING, line.ceiling)]
    if now.accrued is not None:
        accrued = Column("accrued_usd", "Price support accrued", "Owed for a period; moves no money.", Type.USD, "USD")
        pairs += [(accrued, now.accrued)]
    return [figure(line, column, value) for column, value in pairs]


def figure(line: InvestmentAt, column: Column, value: Decimal | None) -> Figure:
    """A figure with what it rests on: the citation of the terms, or the ledger entries on the same page."""
    if column in (c.ANNOUNCED, c.CEILING) and value is not None:
        return from_column(column, value, sources=line.sources, citation=line.terms.citation_id if line.terms else None)
    return from_column(column, value, rests_on="" if value is None else "entries")


def statuses(at: AsOf, investment: Investment) -> Table:
    known = (
        InvestmentStatus.objects.known(at)
        .filter(investment=investment)
        .select_related("citation")
        .order_by("counts_from", "recording_id", "pk")
    )
    return Table(
        name="statuses",
        title="Status history",
        columns=(
            c.STATUS,
            Column("effective_on", "From", "The day it took effect.", Type.PARTIAL_DATE, unknown="undated"),
            Column("counts", "Counts", "Whether it counts on the day of this page."),
            NOTE,
            RECORDING,
            SOURCES,
        ),
        lines=[
            (
                row.status,
                row.effective_on,
                "yes" if row.counts_from <= at.as_of else "not yet",
                row.note or None,
                row.recording_id,
                cited(row.citation) or None,
            )
            for row in known
        ],
        empty="No status is on record.",
    )


def entries(at: AsOf, investment: Investment) -> Table:
    """The ledger of the award at `at`, in the order of the entries' numbers."""
    known = list(
        Transaction.objects.at(at)
        .filter(investment=investment)
        .select_related("citation", "recording", "reverses")
        .order_by("number")
    )
    undone = {row.reverses_id for row in known if row.reverses_id}
    rows = []
    for row in known:
        marks = list(marks_of(derived=row.is_derived, undated=row.effective_on is None))
        if row.number in undone:
            marks.append("reversed")
        if row.reverses_id:
            marks.append(f"reverses {row.reverses.reference}")
        rows.append(
            (
                row.reference,
                row.kind,
                carried(row.amount, Kind(row.kind).amount, "it moves no money"),
                carried(row.shares, Kind(row.kind).shares, "it moves no shares"),
                carried(row.shares_received, Kind(row.kind).shares_received, "it brings no shares"),
                row.effective_on,
                ", ".join(marks) or None,
                row.recording.approval,
                row.note or None,
                row.recording_id,
                cited(row.citation) or None,
            )
        )
    return Table(
        name="entries",
        title="Ledger entries",
        columns=(
            Column("transaction", "Reference", "What an auditor calls the entry."),
            Column(
                "kind",
                "Kind",
                "What the entry does; amounts are positive, the kind carries the direction.",
                words=entry_words,
            ),
            Column("amount_usd", "Amount", "In US dollars.", Type.USD, "USD", unknown="not stated"),
            Column("shares", "Shares", "Shares or rights.", Type.SHARES, unknown="not stated"),
            Column(
                "shares_received",
                "Received",
                "Shares received for them.",
                Type.SHARES,
                unknown="not stated",
            ),
            Column("effective_on", "Effective", "As its source gives it.", Type.PARTIAL_DATE, unknown="undated"),
            Column("marks", "Beware", "Derived: implied by another figure, not published.", is_optional=True),
            Column("control", "Control", "Who approved the entry."),
            NOTE,
            RECORDING,
            SOURCES,
        ),
        lines=rows,
        empty="No entry is on record by then: what was paid is unknown."
        if not investment.ledger_is_complete
        else "No entry by then: nothing was committed, bound or paid.",
    )


def carried(figure: Decimal | None, need: Need, reason: str) -> Decimal | Absent | None:
    """A figure of an entry; absent, not unknown, where its kind has none."""
    return Absent("none", reason) if figure is None and need is Need.NONE else figure


def events(at: AsOf, investment: Investment) -> Table:
    known = InvestmentEvent.objects.at(at).filter(investment=investment).select_related("citation")
    return Table(
        name="events",
        title="Events without a known amount",
        columns=(
            Column("event", "Event", "What happened.", words=words),
            Column("effective_on", "On", "As its source gives it.", Type.PARTIAL_DATE, unknown="undated"),
            NOTE,
            SOURCES,
        ),
        lines=[(row.kind, row.effective_on, row.note or None, cited(row.citation) or None) for row in known],
        empty="None on record.",
    )


def projects(line: InvestmentAt) -> Table:
    names = {project.pk: project for project in line.projects}
    return Table(
        name="projects",
        title="Projects reached",
        columns=(
            Column("project", "Project", "The site.", page="project"),
            Column("name", "Name", "Its name.", is_prose=True),
            Column(
                "share",
                "Share",
                "The part of the award that goes to the site. Never spread evenly.",
                Type.FRACTION,
                unknown="no source splits the award",
            ),
            Column("reach_basis", "Basis", "Why it is said to be reached.", words=words_of(ReachBasis.choices)),
            NOTE,
            SOURCES,
        ),
        lines=[
            (
                names[reach.project_id].slug,
                names[reach.project_id].name,
                reach.share,
                reach.basis,
                reach.note or None,
                cited(reach.citation) or None,
            )
            for reach in sorted(line.reaches, key=lambda reach: names[reach.project_id].slug)
        ],
        empty="It reaches no listed site.",
    )
