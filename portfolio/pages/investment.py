"""What the page of an investment shows."""

from dataclasses import dataclass

from portfolio.models import (
    Investment,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    ReachBasis,
    SourceCheck,
    StatedFigure,
    StatedTotal,
    Terms,
    TrancheCondition,
)
from portfolio.pages.rivals import rivals_table
from portfolio.positions import rivals
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, on_record_at
from portfolio.positions.questions import QuestionAt, about_award, questions_at
from portfolio.positions.stakes import stakes_at
from portfolio.positions.value_book import EARNING
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.tables import NOTE, RECORDING, SOURCES, Figure, Table, from_column, marks_of
from portfolio.reports.words import words, words_of
from projects.models import Project
from record.calculations.as_of import AsOf

from . import terms, worth
from .awards import stakes_table
from .company_answer import owned
from .details import Details
from .entries import entries
from .files import FileLine, files_of
from .lookup import found
from .price_support import PriceSupport, price_support
from .worth import Worth


@dataclass(frozen=True, slots=True)
class InvestmentPage:
    line: InvestmentAt
    marks: tuple[str, ...]
    figures: list[Figure]
    terms: list[Figure]
    versions: Table
    statuses: Table
    entries: Table
    price_support: PriceSupport | None
    events: Table
    totals: Table
    projects: Table
    owned: list[str]
    stakes: Table | None
    worth: Worth | None
    sisters: list[str]
    rivals: Table
    checks: Table
    questions: list[QuestionAt]
    single_control: str
    files: list[FileLine]

    @property
    def details(self) -> Details:
        checks = (self.checks,) if self.checks.lines else ()
        return Details((self.versions, self.statuses, self.events, self.rivals, *checks))

    @property
    def sources(self) -> list[str]:
        """The sources of its terms, which an officer looks at."""
        return [one for one in self.line.sources.split(";") if one]

    @property
    def has_entries_of_officers(self) -> bool:
        """True where a person entered some of the ledger, so that the public record is not all that is known."""
        return any(line.entry.recording.by_id is not None for line in self.entries.lines)


def page(at: AsOf, slug: str) -> InvestmentPage:
    """Everything on record of one award at `at`. Raises NotOnRecord."""
    investment = found(Investment, slug, at)
    (line,) = on_record_at(at, only=[investment.pk])
    versions = list(
        Terms.objects.known(at)
        .filter(investment=investment)
        .select_related("citation", "recording")
        .order_by("counts_from", "recording_id", "pk")
    )
    stakes, told = None, []
    if line.instrument.family.holds_shares and line.issuer:
        of_deal = stakes_at(at, Filters(deal=line.deal.slug))
        own = [one for one in of_deal if any(part.line.slug == slug for part in one.parts)]
        stakes, told = stakes_table(own), [owned(one) for one in own]
    group = investment.stake_group
    conditions = TrancheCondition.objects.known(at).filter(tranche__investment=investment).select_related("milestone")
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
        price_support=price_support(at, line),
        events=events(at, investment),
        totals=stated_totals(at, investment),
        projects=projects(line),
        owned=told,
        stakes=stakes,
        worth=worth.of_award(at, line) if line.instrument.family in EARNING and line.status else None,
        sisters=sorted(
            one.slug
            for one in (Investment.objects.bearing(at, stake_group=group).values() if group else ())
            if one.pk != investment.pk
        ),
        rivals=rivals_table(rivals.rivals(at, of=investment)),
        checks=checks(at, investment),
        questions=questions_at(at, about_award(investment)),
        single_control=line.terms.recording.approval if line.terms else "",
        files=files_of(at, investment, *conditions),
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
    columns += [column for column in (c.CEILING, ACCRUED) if column.shown(line) is not None]
    columns += [column for column in (c.RETURNED_TO_TREASURY, c.REALISED_GAIN) if column.known(line)]
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
    value = column.known(line)
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


def checks(at: AsOf, investment: Investment) -> Table:
    """When an officer looked at its sources and found nothing new, the newest first."""
    known = SourceCheck.objects.at(at).filter(investment=investment).select_related("citation", "recording")
    return Table(
        name="checks",
        title="Checked, nothing new",
        columns=(ON, c.RECORDED_BY, NOTE, RECORDING, SOURCES),
        lines=list(known)[::-1],
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
        is_computed=False,
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
