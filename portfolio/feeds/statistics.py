"""The data release of the USGS: the salient statistics of each mineral, one CSV an address."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings

from record.calculations.as_of import AsOf

from .fetch import Fetcher
from .found import Batch, Feed, Found


def ask(fetcher: Fetcher, at: AsOf) -> Found:
    """One import for each address, as it came."""
    found = Found()
    for address in settings.FEED_USGS_ADDRESSES:
        answer = fetcher.get(address)
        name = PurePosixPath(unquote(urlsplit(address).path)).name or answer.host
        title = f"Mineral Commodity Summaries, data release: {name}"
        mapping = settings.FEED_USGS_MAPPING
        found.batches.append(Batch(name, title, "baseline-statistics", mapping, answer.content, [answer]))
    return found


FEED = Feed(
    name="usgs-statistics",
    label="USGS: salient statistics",
    publisher="US Geological Survey",
    schedule="statistics",
    switch="FEED_USGS_ADDRESSES",
    is_on=lambda: bool(settings.FEED_USGS_ADDRESSES),
    ask=ask,
)
