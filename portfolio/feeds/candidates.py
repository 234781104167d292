"""Candidates are kept once, and again only where their source says them otherwise."""

from collections import defaultdict

from portfolio.models import FeedCandidate
from portfolio.services import feeds
from record.calculations.partial_dates import PartialDate
from record.models import Channel
from record.services import facts
from record.services.recordings import open_recording

from .answers import bundle
from .found import Candidate
from .hand_over import APPROVAL
from .proposer import Proposer


def keep(run: Proposer, found: list[Candidate]) -> str:
    """Those that are new, or are said otherwise, on record with their answer as the source; how many, in words."""
    by_key = {one.key: one for one in found}
    rows = [_row(run, one) for one in by_key.values()]
    new = feeds.unlike(rows, at=run.at)
    count = f"{len(new):,} of {len(rows):,} candidates are new or said otherwise."
    if not new or run.is_dry:
        return count
    together: dict[int, list[FeedCandidate]] = defaultdict(list)
    for row in new:
        together[id(by_key[row.key].answers)].append(row)
    with open_recording(
        by=run.by, why=f"{run.feed.label}: what was found", channel=Channel.JOB, approval=APPROVAL
    ) as recording:
        for of_answers in together.values():
            answers = by_key[of_answers[0].key].answers
            answer = feeds.keep_answer(
                feed=run.feed.name,
                part="candidates",
                address=answers[0].address,
                count=len(answers),
                content=bundle(answers),
                publisher=run.feed.publisher,
                title=f"{run.feed.label}: {len(of_answers)} found",
                today=run.at.as_of,
                recording=recording,
            )
            citation = feeds.citation_of(answer)
            for row in of_answers:
                row.citation = citation
                facts.record(row, recording=recording)
    return count


def _row(run: Proposer, one: Candidate) -> FeedCandidate:
    return FeedCandidate(
        feed=run.feed.name,
        key=one.key,
        kind=one.kind,
        title=one.title[:500],
        name=one.name[:300],
        number=one.number[:80],
        address=one.address,
        content=one.lines,
        effective_on=PartialDate.of(one.on) if one.on else None,
    )
