"""What the page of an investment shows."""

from collections.abc import Callable
from dataclasses import dataclass

from portfolio.calculations.kinds import Kind, Need
from portfolio.models import (
    Investment,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    ReachBasis,
    StatedFigure,
    StatedTotal,
    Terms,
    Transaction,
)
from portfolio.pages.rivals import rivals_table
from portfolio.positions import rivals
from portfolio.positions.figures import read_by
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, on_record_at
from portfolio.positions.stakes import stakes_at
from portfolio.reports import columns as c
from portfolio.reports.base import Absent, Column, Type
from portfolio.reports.tables import NOTE, RECORDING, SOURCES, Figure, Table, from_column, marks_of
from portfolio.reports.transactions import KIND, SHARES_RECEIVED
from portfolio.reports.words import words, words_of
from projects.models import Project
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
    totals: Table
    projects: Table
    stakes: Table | None
    sisters: list[str]
    rivals: Table
    single_control: str


def page(at: AsOf, slug: str) -> InvestmentPage:
    """Everything on record of one award at `at`. Raises NotOnRecord."""
    investment = found(Investment, slug, at)
    (line,) = on_record_at(at, only=[investment.pk], with_checks=True)
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
        marks=marks_of(
            confidence=line.terms.confidence if line.terms else "", sources=line.sources, secondary=line.is_secondary
        ),
        figures=figures(line),
        terms=terms.in_force(line),
        versions=terms.versions_table(versions, line),
        statuses=statuses(at, investment),
        entries=entries(at, line),
        events=events(at, investment),
        totals=stated_totals(at, investment),
        projects=projects(line),
        stakes=stakes,
        sisters=sorted(
            one.slug
            for one in (Investment.objects.bearing(at, stake_group=group).values() if group else ())
            if one.pk != investment.pk
        ),
        rivals=rivals_table(rivals.rivals(at, of=investment)),
        single_control=line.terms.recording.approval if line.terms else "",
    )


def figures(line: InvestmentAt) -> list[Figure]:
    """The figures that the instrument can have, each with the reason where it is unknown."""
    family = line.instrument.family
    columns = [c.ANNOUNCED]
    columns += [c.FACE_VALUE, c.SUBSIDY_COST] if family.is_lending else [c.COMMITTED, c.OBLIGATED, c.HEADROOM]
    columns.append(c.DISBURSED)
    if family in c.SPENDING:
        columns.append(c.NET_OUTLAYS)
    columns.append(c.UNDISBURSED)
    if family.is_lending:
        columns.append(c.REPAID)
    if family.is_lending or family.holds_shares:
        columns.append(c.OUTSTANDING)
    columns.append(c.EXPOSURE)
    columns += [column for column in (c.CEILING, ACCRUED) if column.value(line) is not None]
    columns += [column for column in (c.RETURNED_TO_TREASURY, c.REALISED_GAIN) if column.value(line)]
    return [figure(line, column) for column in columns]


ACCRUED = Column(
    "accrued_usd",
    "Price support accrued",
    "Owed for a period; moves no money.",
    Type.USD,
    "USD",
    value=lambda line: line.figures.accrued,
)


def figure(line: InvestmentAt, column: Column) -> Figure:
    """A figure with what it rests on: the citation of the terms, or the ledger entries on the same page."""
    value = column.value(line)
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
            c.STATUS.of(lambda status: status.status),
            c.EFFECTIVE_ON.of(c.EFFECTIVE_ON.value, label="From"),
            Column(
                "counts",
                "Counts",
                "Whether it counts on the day of this page.",
                value=lambda status: "yes" if status.counts_from <= at.as_of else "not yet",
            ),
            NOTE,
            RECORDING,
            SOURCES,
        ),
        lines=list(known),
        empty="No status is on record.",
    )


@dataclass(frozen=True, slots=True)
class EntryOfAward:
    """An entry of the award's ledger, and whether a later one reversed it."""

    entry: Transaction
    is_reversed: bool
    is_late_refund: bool = False

    @property
    def kind(self) -> Kind:
        return Kind(self.entry.kind)

    @property
    def marks(self) -> str | None:
        marks = [*marks_of(derived=self.entry.is_derived, undated=self.entry.effective_on is None)]
        if self.is_reversed:
            marks.append("reversed")
        if self.is_late_refund:
            marks.append("returned to the Treasury")
        if self.entry.reverses_id:
            marks.append(f"reverses {self.entry.reverses.reference}")
        return ", ".join(marks) or None


def carried(need: Callable[[Kind], Need], reason: str) -> Callable[[EntryOfAward], Absent | None]:
    """Says of a figure of an entry that it is absent, not unknown, where the entry's kind has none."""
    return lambda line: Absent("none", reason) if need(line.kind) is Need.NONE else None


ENTRY_COLUMNS = (
    Column("transaction", "Reference", "What an auditor calls the entry.", value=lambda line: line.entry.reference),
    KIND.of(lambda line: line.entry.kind),
    c.AMOUNT.of(
        lambda line: line.entry.amount,
        unknown="not stated",
        absent=carried(lambda kind: kind.amount, "it moves no money"),
    ),
    c.SHARES.of(
        lambda line: line.entry.shares,
        unknown="not stated",
        absent=carried(lambda kind: kind.shares, "it moves no shares"),
    ),
    SHARES_RECEIVED.of(
        lambda line: line.entry.shares_received,
        label="Received",
        unknown="not stated",
        is_optional=False,
        absent=carried(lambda kind: kind.shares_received, "it brings no shares"),
    ),
    c.EFFECTIVE_ON.of(lambda line: line.entry.effective_on),
    Column(
        "marks",
        "Beware",
        "Derived: implied by another figure, not published.",
        is_optional=True,
        value=lambda line: line.marks,
    ),
    c.CONTROL.of(lambda line: c.CONTROL.value(line.entry)),
    NOTE.of(lambda line: NOTE.value(line.entry)),
    RECORDING.of(lambda line: RECORDING.value(line.entry)),
    SOURCES.of(lambda line: SOURCES.value(line.entry)),
)


def entries(at: AsOf, line: InvestmentAt) -> Table:
    """The ledger of the award at `at`, in the order of the entries' numbers."""
    investment, terms = line.investment, read_by(line.investment, line.terms)
    known = list(
        Transaction.objects.at(at)
        .filter(investment=investment)
        .select_related("citation", "recording", "reverses")
        .order_by("number")
    )
    undone = {entry.reverses_id for entry in known if entry.reverses_id}
    return Table(
        name="entries",
        title="Ledger entries",
        columns=ENTRY_COLUMNS,
        lines=[
            EntryOfAward(
                entry,
                entry.number in undone,
                is_late_refund=entry.kind == Kind.RECOVERY
                and line.instrument.family in c.SPENDING
                and terms.is_late(entry.counts_from),
            )
            for entry in known
        ],
        empty="No entry is on record by then: what was paid is unknown."
        if not investment.ledger_is_complete
        else "No entry by then: nothing was committed, bound or paid.",
    )


ON = c.EFFECTIVE_ON.of(c.EFFECTIVE_ON.value, label="On")


def events(at: AsOf, investment: Investment) -> Table:
    known = InvestmentEvent.objects.at(at).filter(investment=investment).select_related("citation")
    return Table(
        name="events",
        title="Events without a known amount",
        columns=(
            Column("event", "Event", "What happened.", words=words, value=lambda event: event.kind),
            ON,
            NOTE,
            SOURCES,
        ),
        lines=list(known),
        empty="None on record.",
    )


def stated_totals(at: AsOf, investment: Investment) -> Table:
    known = StatedTotal.objects.at(at).filter(investment=investment).select_related("citation")
    return Table(
        name="stated-totals",
        title="Totals as stated",
        columns=(
            Column(
                "figure",
                "Figure",
                "What was bound or paid in all by the day, as a source says: no entry of the ledger.",
                words=words_of(StatedFigure.choices),
                value=lambda total: total.figure,
            ),
            Column("stated_total_usd", "Total", "In all.", Type.USD, "USD", value=lambda total: total.amount),
            ON,
            NOTE,
            SOURCES,
        ),
        lines=list(known),
        empty="None on record.",
    )


@dataclass(frozen=True, slots=True)
class ReachLine:
    """A project that the award reaches, and what is on record of that."""

    project: Project
    reach: InvestmentProject


REACH_COLUMNS = (
    c.PROJECT,
    c.NAME.of(lambda line: line.project.name),
    Column(
        "share",
        "Share",
        "The part of the award that goes to the site. Never spread evenly.",
        Type.FRACTION,
        unknown="no source splits the award",
        value=lambda line: line.reach.share,
    ),
    Column(
        "part_usd",
        "Part",
        "What of the award is for the site, as stated in USD.",
        Type.USD,
        "USD",
        unknown="no source splits the award",
        value=lambda line: line.reach.amount,
    ),
    Column(
        "reach_basis",
        "Basis",
        "Why it is said to be reached.",
        words=words_of(ReachBasis.choices),
        value=lambda line: line.reach.basis,
    ),
    NOTE.of(lambda line: NOTE.value(line.reach)),
    SOURCES.of(lambda line: SOURCES.value(line.reach)),
)


def projects(line: InvestmentAt) -> Table:
    """The projects that the award reaches, in the order of their identifiers."""
    projects = {project.pk: project for project in line.projects}
    reached = [ReachLine(projects[reach.project_id], reach) for reach in line.reaches]
    return Table(
        name="projects",
        title="Projects reached",
        columns=REACH_COLUMNS,
        lines=sorted(reached, key=lambda one: one.project.slug),
        empty="It reaches no listed site.",
    )
