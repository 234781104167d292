"""Feeds: fetch politely, keep the answer and its hash as the source, hand it to the imports, which propose.

Nothing is on record before a second officer approves. A feed is off until its address is set.
"""

from . import awards_on_record, closes, filings, new_awards, share_counts, statistics
from .found import Feed

FEEDS: dict[str, Feed] = {
    feed.name: feed
    for feed in (
        awards_on_record.FEED,
        new_awards.FEED,
        share_counts.FEED,
        filings.FEED,
        closes.FEED,
        statistics.FEED,
    )
}
