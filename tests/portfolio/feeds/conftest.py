"""A site that answers, a fetcher that does not sleep, and a feed run once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from portfolio.feeds import FEEDS
from portfolio.feeds.fetch import Fetcher
from portfolio.feeds.limits import Limits
from portfolio.feeds.run import run
from record.services import entities
from tests.cast import Cast, now, writing
from tests.portfolio.feeds.site import Site, served
from tests.portfolio.feeds.usaspending import AWARD, FIRST, SEARCH, SECOND, TRANSACTIONS, award, found, page, searched

CONTACT = "Office of Mines mines@example.gov"


@pytest.fixture(scope="session")
def _served() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def site(_served: Site) -> Site:
    _served.replies.clear()
    _served.heard.clear()
    return _served


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that the fetcher waited, in order."""
    return []


@pytest.fixture
def fetcher(pauses: list[float]) -> Fetcher:
    limits = Limits(most_bytes=100_000, silence=2, between=0)
    return Fetcher(CONTACT, limits, may_ask_loopback=True, sleep=pauses.append)


@pytest.fixture
def office(cast: Cast, settings: Any, site: Site) -> Cast:
    """The cast, with the officer in whose name feeds propose."""
    settings.FEEDS_OFFICER = "officer"
    settings.FEEDS_CONTACT = CONTACT
    settings.FEEDS_MAY_ASK_LOOPBACK = True
    return cast


@pytest.fixture
def fetch(office: Cast, fetcher: Fetcher) -> Callable[..., str]:
    """Run a feed as of the day of the tests; what came of it in words."""

    def fetched(name: str, **options: Any) -> str:
        silent = {"say": lambda percent, status: None}
        return run(FEEDS[name], fetcher, at=now(), now=timezone.now(), **silent, **options)

    return fetched


def label(entity: Any, by: Any = None, **labels: str) -> None:
    """Change labels of an entity, as an officer does."""
    with writing(by) as recording:
        entities.relabel(entity, labels, recording=recording)


@pytest.fixture
def grant(office, settings, site):
    """The grant bears a number; USAspending knows its page and two transactions."""
    settings.FEED_USASPENDING_ADDRESS = f"{site.address}/"
    award_on_record = office.investments["palisade-doe-grant"]
    label(award_on_record, fain="DE-EE0010001")
    site.replies[SEARCH] = searched(found(), found("OTHER-1", "ASST_NON_OTHER1_8900"))
    site.says(AWARD, award())
    site.says(TRANSACTIONS, page(FIRST, SECOND))
    return award_on_record
