"""Pages of what is being built, where and by whom; one file a noun, as in models/."""

from . import (
    alerts,
    capacity,
    claims,
    companies,
    countries,
    curves,
    jobs,
    milestones,
    minerals,
    odds,
    phase_starts,
    production,
    recordings,
    schedules,
    sites,
    sources,
)

__all__ = [
    "alerts",
    "capacity",
    "claims",
    "companies",
    "countries",
    "curves",
    "jobs",
    "milestones",
    "minerals",
    "odds",
    "phase_starts",
    "production",
    "recordings",
    "schedules",
    "sites",
    "sources",
]
