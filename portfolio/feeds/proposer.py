"""In whose name a feed proposes, and of which run."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from portfolio.services.rights import machine_officer
from record.calculations.as_of import AsOf
from record.models import Account

from .found import Feed
from .stopped import FeedStopped


@dataclass(frozen=True, slots=True)
class Proposer:
    """One run: of which feed, in whose name, at which AsOf and moment. A dry one keeps nothing."""

    feed: Feed
    by: Account
    at: AsOf
    now: datetime
    is_dry: bool = False


def officer() -> Account:
    """The officer that FEEDS_OFFICER names. Raises FeedStopped where nobody is named, or the account is no officer."""
    name = settings.FEEDS_OFFICER
    found = machine_officer()
    if found is None:
        who = f"{name} is no active officer" if name else "nobody is named"
        raise FeedStopped(f"A feed proposes in an officer's name, and {who}. Set FEEDS_OFFICER.")
    return found
