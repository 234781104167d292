"""Pages of what is being built, where and by whom; one file a noun, as in models/."""

from . import (
    alerts,
    capacity,
    chains,
    companies,
    countries,
    curves,
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
