"""The feed of each group line on record, and into which elements it splits the line."""

from collections.abc import Sequence
from dataclasses import dataclass

from projects.calculations.distributions import Distribution
from projects.calculations.splits import ElementShare, distribution_of, shares_of_oxides, shares_of_pair
from record.calculations.as_of import AsOf

from .compositions import FeedMeasure, FeedShare
from .estimates import EstimatedField, PhaseEstimate

SPLITTING = (FeedMeasure.OXIDES, FeedMeasure.RATIO)


@dataclass(frozen=True, slots=True)
class FeedSplit:
    """The split of one phase: the estimate that names its feed, the rows it goes by, and the share of each element."""

    estimate: PhaseEstimate
    rows: Sequence[FeedShare]
    shares: Sequence[ElementShare]
    flaw: str = ""
    """Why the rows make no split, empty where they do."""


def splits_at(at: AsOf) -> dict[int, FeedSplit]:
    """By phase the split in force: an officer's outranks a rule's, then the latest wins. Two questions."""
    chosen: dict[int, PhaseEstimate] = {}
    for one in PhaseEstimate.objects.at(at).filter(field=EstimatedField.SPLIT):
        before = chosen.get(one.phase_id)
        if before is None or one.is_officers or not before.is_officers:
            chosen[one.phase_id] = one
    if not chosen:
        return {}
    feeds: dict[str, dict[tuple[str, str], FeedShare]] = {}
    for row in FeedShare.objects.at(at).filter(measure__in=SPLITTING).select_related("citation"):
        feeds.setdefault(row.feed, {})[row.measure, row.element] = row
    found = {}
    for phase, estimate in chosen.items():
        rows = list(feeds.get(estimate.feed, {}).values())
        try:
            found[phase] = FeedSplit(estimate, rows, shares_of(rows))
        except ValueError as error:
            found[phase] = FeedSplit(estimate, rows, [], str(error))
    return found


def shares_of(rows: Sequence[FeedShare]) -> list[ElementShare]:
    """By the ratio of the feed where it has one, else by its shares of oxides."""
    ratios = [row for row in rows if row.measure == FeedMeasure.RATIO]
    if ratios:
        return shares_of_pair(ratios[0].element, distribution(ratios[0]))
    return shares_of_oxides((row.element, distribution(row)) for row in rows)


def distribution(row: FeedShare) -> Distribution:
    low, high = (None if one is None else float(one) for one in (row.low, row.high))
    return distribution_of(float(row.value), low, high)
