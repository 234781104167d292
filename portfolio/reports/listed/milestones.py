"""Every statement about a milestone that stands."""

from portfolio.reports.base import Column, Type
from portfolio.reports.words import words_of
from projects.models import MilestoneForecast, MilestoneKind, StatementKind

from .base import Listed, Part

MILESTONES = Listed(
    "milestone-statements",
    "Milestone statements",
    "What was promised, forecast and reached, and when was it said?",
    MilestoneForecast,
    (
        Part(Column("milestone", "Milestone", "Its identifier."), "milestone.slug", is_key=True),
        Part(Column("project", "Project", "The site.", page="project"), "milestone.project.slug"),
        Part(Column("name", "Name", "What is to be reached.", is_prose=True), "milestone.name"),
        Part(
            Column("milestone_kind", "Kind", "What kind of milestone it is.", words=words_of(MilestoneKind.choices)),
            "milestone.kind",
        ),
        Part(
            Column(
                "statement",
                "Statement",
                "baseline, forecast or actual.",
                words=words_of(StatementKind.choices),
                is_prose=True,
            ),
            "kind",
            is_key=True,
            is_required=True,
        ),
        Part(
            Column("stated_on", "Said on", "The day of the statement.", Type.PARTIAL_DATE, unknown="undated"),
            "effective_on",
            is_key=True,
        ),
        Part(
            Column(
                "forecast_on",
                "Date",
                "When it is to happen, or happened; empty withdraws the target.",
                Type.PARTIAL_DATE,
                unknown="no date given",
            ),
            "forecast_on",
        ),
    ),
)
