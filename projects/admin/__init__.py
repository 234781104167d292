"""Pages of what is being built, where and by whom; one file a noun, as in models/."""

from . import capacity, claims, companies, countries, milestones, minerals, recordings, sites, sources

__all__ = [
    "capacity",
    "claims",
    "companies",
    "countries",
    "milestones",
    "minerals",
    "recordings",
    "sites",
    "sources",
]
