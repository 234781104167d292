"""Which health of a milestone raises an alert, and what to do about it."""

from projects.calculations.schedule import Health

NEXT_STEPS: dict[Health, str] = {
    Health.OVERDUE: "Ask the operator whether it happened: record it with its evidence, or move the forecast.",
    Health.LATE: "Ask what the delay changes, review what waits for it, and record what the operator says now.",
    Health.WATCH: "Ask the operator whether the date holds, and record what is said.",
    Health.STALE: "Nothing was said for a long time: ask for a new date and record the answer, also an unchanged one.",
}


def raises_alert(health: str) -> bool:
    """True for a health that somebody has to do something about. Raises ValueError for what is no health."""
    return bool(health) and Health(health) in NEXT_STEPS


def next_step(health: str) -> str:
    """What to do about that health; empty where nothing is to be done."""
    return NEXT_STEPS.get(Health(health), "") if health else ""
