"""What was promised, what is expected now, how far it slipped, and the money that is out and that waits."""

from portfolio.positions.filters import Filters
from portfolio.positions.milestones import MilestoneAt, milestones_at
from portfolio.reports.words import words, words_of
from projects.models import MilestoneKind
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate

from . import columns as c
from .base import Answer, Column, Definition, Row, Type

MILESTONE = Column("milestone", "Milestone", "Its identifier.", is_unique=True)
PROJECT = Column("project", "Project", "The site.", page="project")
NAME = Column("name", "Name", "What is to be reached.", is_prose=True)
HEALTH = Column(
    "health",
    "Health",
    "The first that applies: done; overdue, its day has passed; late, more than 90 days behind the first promise; "
    "watch, more than 30 behind or due within 30; undated; stale, nothing said for over 180 days; on track; unknown.",
    words=words,
)
REASON = Column("reason", "Reason", "Why it has that health, with the dates.", is_prose=True)
SLIP = Column(
    "slip_days",
    "Slip",
    "From the first promise to the actual or the forecast in force, at the ends of what is given; negative is earlier.",
    Type.INTEGER,
    "days",
    unknown="one of the two has no day",
)
AGENCIES = Column(
    "agencies", "Agencies", "Of the awards that reach its project.", unknown="no award reaches it", is_optional=True
)
PROGRAMS = Column(
    "programs", "Programs", "Of the awards that reach its project.", unknown="no award reaches it", is_optional=True
)
OWNER = Column("officer", "Officer", "Who follows it.", unknown="nobody is named", is_optional=True)
OUT = Column(
    "disbursed_usd",
    "Already out",
    "Paid under all awards that reach its project, whole: so it stands at each of its milestones. Never added.",
    Type.USD,
    "USD",
    unknown="no payment is known",
)

COLUMNS = (
    MILESTONE,
    PROJECT,
    NAME,
    Column("milestone_kind", "Kind", "What kind of milestone it is.", words=words_of(MilestoneKind.choices)),
    Column("baseline_on", "First promise", "Frozen.", Type.PARTIAL_DATE, unknown="no dated promise on record"),
    Column(
        "forecast_on",
        "In force",
        "The newest promise or forecast that counts.",
        Type.PARTIAL_DATE,
        unknown="none said, or the target was withdrawn",
    ),
    Column("actual_on", "Happened", "As given.", Type.PARTIAL_DATE, unknown="not on record as happened, or no day"),
    SLIP,
    HEALTH,
    REASON,
    Column(
        "evidence_days",
        "Age of evidence",
        "Days since the newest dated statement.",
        Type.INTEGER,
        "days",
        unknown="done, or no dated statement",
    ),
    Column("verified", "Verified", "A second person agreed that it happened.", Type.BOOLEAN),
    Column("predecessors", "After", "What must be reached first.", unknown="nothing on record", is_optional=True),
    Column(
        "carried_slip_days",
        "Slip before it",
        "The largest slip among all that must come before.",
        Type.INTEGER,
        "days",
        unknown="nothing before it slips",
        is_optional=True,
    ),
    Column(
        "carried_from", "Slips before it", "Whose slip that is.", unknown="nothing before it slips", is_optional=True
    ),
    OUT,
    Column(
        "waiting_usd",
        "Waiting for it",
        "In tranches that wait for it. A tranche with two milestones stands at both. Never added.",
        Type.USD,
        "USD",
        unknown="no tranche waits for it",
        is_optional=True,
    ),
    OWNER,
    AGENCIES,
    PROGRAMS,
    c.SOURCES,
)

FILTERS = ("agency", "program", "company", "project", "mineral", "state", "stage", "site_kind", "health", "officer")


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(
        [row(line) for line in milestones_at(at, filters)],
        notes=(
            "Dates given as a month, a quarter or a year count from their last day.",
            "Money stands at every milestone of the project, so it is never added up here.",
        ),
    )


def row(line: MilestoneAt) -> Row:
    stated, reading = line.stated, line.reading
    return (
        line.slug,
        line.project.slug,
        line.milestone.name,
        line.milestone.kind,
        stated.baseline and stated.baseline.happens,
        stated.in_force and stated.in_force.happens,
        actual_of(line),
        reading.slip_days,
        reading.health.value,
        reading.reason,
        reading.evidence_days,
        line.is_verified,
        ", ".join(line.predecessors) or None,
        line.carried.days if line.carried else None,
        line.carried_from or None,
        line.disbursed,
        line.waiting,
        line.milestone.owner.username if line.milestone.owner else None,
        ", ".join(line.agencies) or None,
        ", ".join(line.programs) or None,
        line.milestone.citation.text if line.milestone.citation else None,
    )


def actual_of(line: MilestoneAt) -> PartialDate | None:
    return line.stated.done.happens if line.stated.done else None


DEFINITION = Definition(
    "milestones", "Milestones", "What slips, why, and how much money waits for it?", COLUMNS, FILTERS, answer
)
