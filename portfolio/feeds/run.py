"""One run of a feed: ask, read everything, and only then hand over. What stops it, stops it before anything is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import Reading, read
from portfolio.imports.saved import mapping_of
from portfolio.imports.tables import UnreadableFile
from record.calculations.as_of import AsOf

from . import candidates, hand_over
from .fetch import Fetcher
from .found import Batch, Feed
from .proposer import Proposer, officer
from .stopped import FeedStopped

Say = Callable[[int, str], None]


def run(feed: Feed, fetcher: Fetcher, *, at: AsOf, now: datetime, is_dry: bool = False, say: Say) -> str:
    """What came of it in words. Raises FeedStopped, with one sentence and nothing kept, where it could not be read."""
    if not feed.is_on():
        raise FeedStopped(f"The feed is off. Set {feed.switch}.")
    one = Proposer(feed, officer(), at, now, is_dry)
    say(5, f"asking {feed.publisher}")
    found = feed.ask(fetcher, at)
    say(50, "reading what was answered")
    readings = [(batch, *_read(feed, batch)) for batch in found.batches]
    told = []
    for done, (batch, mapping, reading) in enumerate(readings):
        say(50 + 50 * done // len(readings), f"handing over {batch.part}")
        told.append(hand_over.batch(one, batch, mapping, reading))
    if found.candidates:
        say(95, "comparing candidates")
        told.append(candidates.keep(one, found.candidates))
    same = sum(sentence == hand_over.SAME for sentence in told)
    told = [sentence for sentence in told if sentence != hand_over.SAME]
    told += [f"{same} of {len(readings)} as before."] if same else []
    asked = f"{fetcher.asked} asked, {fetcher.received:,} bytes."
    return " ".join([asked, *(told or ["Nothing new."]), *found.notes])


def _read(feed: Feed, batch: Batch) -> tuple[Mapping, Reading]:
    """The rows of a batch, and how they were read. Raises FeedStopped where its columns are others than they were."""
    try:
        mapping = mapping_of(batch.kind, batch.mapping) if batch.mapping else Mapping(kind=batch.kind)
        mapping = replace(mapping, constants={**mapping.constants, **batch.constants})
        return mapping, read(batch.kind, batch.content, mapping)
    except UnreadableFile as error:
        raise FeedStopped(f"{feed.publisher}, {batch.part}: {error} Nothing was proposed.") from error
