"""Pages of what is being built, where and by whom; one file a noun, as in models/."""

from pathlib import Path

from projects.models.states import state_in_words
from record.admin import echo, field_help

from . import (
    alerts,
    capacity,
    chains,
    companies,
    countries,
    curves,
    dependence,
    estimates,
    merges,
    milestones,
    minerals,
    odds,
    phase_starts,
    production,
    projection_runs,
    sites,
)

__all__ = [
    "alerts",
    "capacity",
    "chains",
    "companies",
    "countries",
    "curves",
    "dependence",
    "estimates",
    "merges",
    "milestones",
    "minerals",
    "odds",
    "phase_starts",
    "production",
    "projection_runs",
    "sites",
]

field_help.add(Path(__file__).parent / "field_help.csv")

echo.register("state", state_in_words)
