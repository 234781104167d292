"""Every statement about a milestone that stands."""

from dataclasses import replace

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.milestones import KIND, MILESTONE
from portfolio.reports.words import words_of
from projects.models import MilestoneForecast, StatementKind

from .base import Listed, Part

STATEMENT = Column(
    "statement", "Statement", "baseline, forecast or actual.", words=words_of(StatementKind.choices), is_prose=True
)
HAPPENS_ON = Column(
    "happens_on",
    "Date",
    "When it is to happen, or happened; empty withdraws the target.",
    Type.PARTIAL_DATE,
    unknown="no date given",
)

MILESTONES = Listed(
    "milestone-statements",
    "Milestone statements",
    "What was promised, forecast and reached, and when was it said?",
    MilestoneForecast,
    (
        Part(replace(MILESTONE, is_unique=False), "milestone.slug", is_key=True),
        Part(c.PROJECT, "milestone.project.slug"),
        Part(c.NAME, "milestone.name"),
        Part(KIND, "milestone.kind"),
        Part(STATEMENT, "kind", is_key=True, is_required=True),
        Part(c.STATED_ON, "effective_on", is_key=True),
        Part(HAPPENS_ON, "forecast_on"),
    ),
)
