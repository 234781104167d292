"""Pages of what is being built, where and by whom; one file a noun, as in models/."""

from pathlib import Path

from record.admin import field_help

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
