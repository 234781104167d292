"""Pages of what is being built, where and by whom; one file a noun, as in models/."""

from . import (
    alerts,
    capacity,
    claims,
    companies,
    countries,
    jobs,
    milestones,
    minerals,
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
    "jobs",
    "milestones",
    "minerals",
    "recordings",
    "schedules",
    "sites",
    "sources",
]
