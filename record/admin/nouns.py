"""Every page of this application, registered; apart from the package, in which the site itself stands."""

from record.start_page import add_page

from . import accounts, claims, jobs, proposals, recordings, schedules, sources
from .waiting import waiting_for_me

__all__ = ["accounts", "claims", "jobs", "proposals", "recordings", "schedules", "sources"]

add_page("waiting/", waiting_for_me, "waiting_for_me")
