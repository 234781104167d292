"""SEC EDGAR: what is asked of data.sec.gov, and of which companies. EDGAR wants to know who asks."""

import re

from django.conf import settings

from projects.models import Company
from record.calculations.as_of import AsOf

from .answers import Answer
from .fetch import Fetcher
from .found import Found
from .issuers import issuers, named
from .stopped import FeedStopped

WHERE = "EDGAR"
CONTACT = re.compile(r"\S+.*\s\S+@\S+\.\S+")


def is_on() -> bool:
    return bool(settings.FEED_EDGAR_ADDRESS)


def companies(at: AsOf, found: Found) -> list[tuple[Company, str]]:
    """Each issuer with its CIK in ten digits. Those without one are named in the notes.

    Raises FeedStopped where the contact that EDGAR asks for is not set.
    """
    if not CONTACT.fullmatch(settings.FEEDS_CONTACT):
        raise FeedStopped("EDGAR asks for a contact. Set FEEDS_CONTACT to your office's name and a mail address.")
    held = issuers(at)
    unknown = [company for company in held if not company.cik.isdecimal()]
    if unknown:
        found.notes.append(f"No CIK on record for {named(unknown)}: not asked.")
    return [(company, company.cik.zfill(10)) for company in held if company.cik.isdecimal()]


def get(fetcher: Fetcher, path: str) -> Answer:
    return fetcher.get(f"{settings.FEED_EDGAR_ADDRESS.rstrip('/')}/{path}")


def require_same(said: object, cik: str) -> None:
    """Raises FeedStopped where an answer is about another company."""
    if str(said).strip().zfill(10) != cik:
        raise FeedStopped(f"EDGAR was asked about CIK {cik} and answers about {said}. Nothing was read.")
