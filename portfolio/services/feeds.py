"""What feeds bring is kept here: answers with their source, candidates, and decisions about candidates."""

import gzip
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.core.exceptions import ValidationError

from portfolio.calculations.award_numbers import bare_number
from portfolio.models import CandidateDecision, CandidateKind, CandidateOutcome, FeedAnswer, FeedCandidate, Match
from record.calculations.as_of import AsOf
from record.models import Citation, Recording, Source
from record.services import facts, slugs, sources
from record.services.recordings import save

from . import imports, rights
from .identity import numbers_of


def keep_answer(
    *,
    feed: str,
    part: str,
    address: str,
    count: int,
    content: bytes,
    publisher: str,
    title: str,
    today: date,
    recording: Recording,
) -> FeedAnswer:
    """The answer on record, with its publication as a source of that SHA-256, read today.

    Of the address nothing is kept that follows its question mark, where a key may stand.
    """
    digest = sha256(content).hexdigest()
    source = sources.add_source(
        recording=recording,
        slug=slugs.free_slug(Source, feed, str(today), recording=recording),
        publisher=publisher,
        title=title[:500],
        address=address.partition("?")[0],
        accessed_on=today,
        file_sha256=digest,
    )
    kept = FeedAnswer(
        feed=feed,
        part=part,
        address=address.partition("?")[0],
        count=count,
        content=gzip.compress(content, mtime=0),
        sha256=digest,
        size=len(content),
        source=source,
        recording=recording,
    )
    return save(kept, recording=recording)


def content_of(answer: FeedAnswer) -> bytes:
    """The answer's bytes as they came."""
    return gzip.decompress(bytes(answer.content))


def citation_of(answer: FeedAnswer) -> Citation | None:
    return sources.cite([answer.source.slug])


def unlike(candidates: Iterable[FeedCandidate], *, at: AsOf) -> list[FeedCandidate]:
    """Those that are not on record, or were said otherwise when they were last seen."""
    given = list(candidates)
    feeds = {one.feed for one in given}
    known = FeedCandidate.objects.newest(at).filter(feed__in=feeds)
    said = {(one.feed, one.key): one.content for one in known}
    return [one for one in given if said.get((one.feed, one.key)) != one.content]


def record_decision(made: CandidateDecision, *, recording: Recording, today: date) -> CandidateDecision:
    """The decision on record. An award that is one of ours under another number is matched with it as well.

    Raises ValidationError for what was decided before, or where an award is not named; PermissionDenied outside the
    writer's programs.
    """
    candidate, at = made.candidate, AsOf(today, recording.moment, recording.reads)
    if not FeedCandidate.objects.waiting(at).filter(pk=candidate.pk).exists():
        raise ValidationError(f"{candidate} waits for no decision any more. Look at its page.")
    is_award = candidate.kind == CandidateKind.AWARD
    if is_award and made.outcome != CandidateOutcome.NOT_OURS and made.investment is None:
        raise ValidationError({"investment": "Name the award on record that it is."})
    if made.investment is not None:
        rights.require_for(recording, made.investment)
        if is_award and candidate.number and bare_number(candidate.number) not in numbers_of(made.investment):
            note = f"Decided about what a feed found: {candidate}"
            match = Match(award_number=candidate.number, investment=made.investment, note=note)
            imports.record_match(match, recording=recording)
    return facts.record(made, recording=recording)
