"""Nightly work that failed and was not made good since: what a page would have shown, and why it does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from record.calculations.as_of import AsOf
from record.models import Job, JobState

PROJECTION, WATCH, VALUATION, LEDGER_CHECK = "projection", "watch", "valuation", "record-check"
WORDS = {
    PROJECTION: ("The projection", "The figures on this page are those of the run before it, if there was one."),
    WATCH: ("The watch over the milestones", "Alerts are as of the watch before it."),
    VALUATION: ("The valuation of what is held", "Values are worked out here; those of that day are not stored."),
    LEDGER_CHECK: ("The check of the ledger", "What it would have found is not known."),
}


@dataclass(frozen=True, slots=True)
class FailedRun:
    """A run that failed: what, for which day or period, when, why, and what this page shows instead."""

    what: str
    period: str
    failed_at: datetime
    why: str
    instead: str


def failed_runs(at: AsOf, kinds: Iterable[str]) -> list[FailedRun]:
    """Of each kind the last run that had ended by the moment of `at`, where it failed; one question a kind."""
    found = []
    for kind in kinds:
        ended = Job.objects.filter(kind=kind, finished_at__lte=at.known_at).order_by("-finished_at", "-pk")
        last = ended.filter(state__in=[JobState.SUCCEEDED, JobState.FAILED]).first()
        if last is not None and last.finished_at is not None and last.state == JobState.FAILED:
            what, instead = WORDS[kind]
            found.append(FailedRun(what, last.key, last.finished_at, last.outcome, instead))
    return found
