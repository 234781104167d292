"""How milestones stand: a bar for each health."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from portfolio.positions.milestones import MilestoneAt
from projects.calculations.schedule import Health
from record.calculations.as_of import AsOf

from .pairs import Pairs, pairs

BEHIND = (Health.OVERDUE, Health.LATE)


def healths(lines: Iterable[MilestoneAt], at: AsOf) -> Pairs | None:
    """The number of milestones of each health that occurs; None without a milestone."""
    counts = Counter(line.reading.health for line in lines)
    if not counts:
        return None
    behind, every = sum(counts[health] for health in BEHIND), counts.total()
    sums = {words(health): (None, Decimal(counts[health])) for health in Health if counts[health]}
    return pairs(
        f"{behind:,} of {every:,} milestones are late or overdue on {at.as_of}",
        f"By health on {at.as_of}. Overdue: the day has passed. Late: over 90 days behind the first promise.",
        ("", "number of milestones"),
        sums,
        lambda name: f"{sums[name][1]:,}",
    )


def words(health: Health) -> str:
    return health.value.replace("_", " ")
