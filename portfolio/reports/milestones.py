"""What was promised, what is expected now, how far it slipped, and the money that is out and that waits."""

from portfolio.positions.filters import Filters
from portfolio.positions.milestones import milestones_at
from portfolio.reports.words import words, words_of
from projects.models import MilestoneKind
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type

MILESTONE = Column("milestone", "Milestone", "Its identifier.", is_unique=True, value=lambda line: line.slug)
KIND = Column(
    "milestone_kind",
    "Kind",
    "What kind of milestone it is.",
    words=words_of(MilestoneKind.choices),
    value=lambda line: line.milestone.kind,
)
BASELINE_ON = Column(
    "baseline_on",
    "First promise",
    "Frozen.",
    Type.PARTIAL_DATE,
    unknown="no dated promise on record",
    value=lambda line: line.stated.baseline and line.stated.baseline.happens,
)
IN_FORCE_ON = Column(
    "in_force_on",
    "In force",
    "The newest promise or forecast that counts.",
    Type.PARTIAL_DATE,
    unknown="none said, or the target was withdrawn",
    value=lambda line: line.stated.in_force and line.stated.in_force.happens,
)
ACTUAL_ON = Column(
    "actual_on",
    "Happened",
    "As given.",
    Type.PARTIAL_DATE,
    unknown="not on record as happened, or no day",
    value=lambda line: line.stated.done and line.stated.done.happens,
)
SLIP = Column(
    "slip_days",
    "Slip",
    "From the first promise to the actual or the forecast in force, at the ends of what is given; negative is earlier.",
    Type.INTEGER,
    "days",
    unknown="one of the two has no day",
    value=lambda line: line.reading.slip_days,
)
HEALTH = Column(
    "health",
    "Health",
    "The first that applies: done; overdue, its day has passed; late, more than 90 days behind the first promise; "
    "watch, more than 30 behind or due within 30; undated; stale, nothing said for over 180 days; on track; unknown.",
    words=words,
    value=lambda line: line.reading.health.value,
)
HEALTH_REASON = Column(
    "health_reason",
    "Reason",
    "Why it has that health, with the dates.",
    is_prose=True,
    value=lambda line: line.reading.reason,
)
CARRIED_SLIP = Column(
    "carried_slip_days",
    "Slip before it",
    "The largest slip among all that must come before.",
    Type.INTEGER,
    "days",
    unknown="nothing before it slips",
    is_optional=True,
    value=lambda line: line.carried and line.carried.days,
)
OFFICER = Column(
    "officer",
    "Officer",
    "Who follows it.",
    unknown="nobody is named",
    is_optional=True,
    value=lambda line: line.milestone.owner and line.milestone.owner.username,
)
AGENCIES = Column(
    "agencies",
    "Agencies",
    "Of the award that it is about, or of the awards that reach its project.",
    unknown="no award reaches it",
    is_optional=True,
    value=lambda line: ", ".join(line.agencies) or None,
)
PROGRAMS = Column(
    "programs",
    "Programs",
    "Of the award that it is about, or of the awards that reach its project.",
    unknown="no award reaches it",
    is_optional=True,
    value=lambda line: ", ".join(line.programs) or None,
)

COLUMNS = (
    MILESTONE,
    c.PROJECT,
    c.NAME.of(lambda line: line.milestone.name),
    KIND,
    BASELINE_ON,
    IN_FORCE_ON,
    ACTUAL_ON,
    SLIP,
    HEALTH,
    HEALTH_REASON,
    Column(
        "evidence_days",
        "Age of evidence",
        "Days since the newest dated statement.",
        Type.INTEGER,
        "days",
        unknown="done, or no dated statement",
        value=lambda line: line.reading.evidence_days,
    ),
    Column(
        "is_verified",
        "Verified",
        "A second person agreed that it happened.",
        Type.BOOLEAN,
        value=lambda line: line.is_verified,
    ),
    Column(
        "predecessors",
        "After",
        "What must be reached first.",
        unknown="nothing on record",
        is_optional=True,
        value=lambda line: ", ".join(line.predecessors) or None,
    ),
    CARRIED_SLIP,
    Column(
        "carried_from",
        "Slips before it",
        "Whose slip that is.",
        unknown="nothing before it slips",
        is_optional=True,
        value=lambda line: line.carried_from or None,
    ),
    Column(
        "awards_disbursed_usd",
        "Already out",
        "Paid under all awards that reach its project, whole: so it stands at each of its milestones. Never added.",
        Type.USD,
        "USD",
        unknown="no payment is known",
        value=lambda line: line.disbursed,
    ),
    Column(
        "tranches_waiting_usd",
        "Waiting for it",
        "In tranches that wait for it. A tranche with two milestones stands at both. Never added.",
        Type.USD,
        "USD",
        unknown="no tranche waits for it",
        is_optional=True,
        value=lambda line: line.waiting,
    ),
    OFFICER,
    AGENCIES,
    PROGRAMS,
    c.SOURCES.of(lambda line: line.sources or None),
    c.SECONDARY,
)

FILTERS = (
    "agency", "program", "company", "project", "mineral", "state", "country", "stage", "site_kind", "health", "officer",
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(
        milestones_at(at, filters),
        notes=(
            "Dates given as a month, a quarter or a year count from their last day.",
            "Money stands at every milestone of the project, so it is never added up here.",
        ),
    )


DEFINITION = Definition(
    "milestones", "Milestones", "What slips, why, and how much money waits for it?", COLUMNS, FILTERS, answer, version=2
)
