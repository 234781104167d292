"""How a row may stand, where a report is narrowed to rows that stand so."""

from datetime import date, timedelta

from .labelled import Labelled

SOON, NEAR = timedelta(days=30), timedelta(days=90)
"""Within how many days a decision is soon, and a date is near."""
CHECKED_WITHIN = timedelta(days=90)


class YesNo(Labelled):
    YES = "yes", "yes"
    NO = "no", "no"


class Priced(Labelled):
    """A listed holding whose cost and value are known together; any other holding; one whose close is stale."""

    YES = "yes", "listed, cost and value known"
    NO = "no", "held, cost or close not known"
    STALE = "stale", "listed, by a stale close"


class Moved(Labelled):
    """A figure of the briefing or of a sheet that is compared with another day."""

    PAID = "paid", "paid"
    AT_RISK = "at_risk", "at risk"
    HOLDINGS = "listed_holdings", "worth of listed holdings"
    OUTPUT = "output", "middle of the output gained"
    LATE = "late", "late or overdue milestones"


class Due(Labelled):
    """Where a day lies, seen from the day that is asked."""

    OVERDUE = "overdue", "before the day asked"
    SOON = "within_30_days", "within 30 days"
    NEAR = "within_90_days", "within 90 days"
    AHEAD = "ahead", "on the day asked or later"

    def has(self, day: date, on: date) -> bool:
        """True where `day` lies so, seen from `on`."""
        if self is Due.OVERDUE:
            return day < on
        within = {Due.SOON: SOON, Due.NEAR: NEAR}.get(self)
        return on <= day and (within is None or day - on <= within)


class LookedAt(Labelled):
    """When the sources of an award were last looked at, seen from the day that is asked."""

    LATELY = "within_90_days", "within 90 days"
    LONG_AGO = "longer_ago", "longer ago, or on no known day"

    def has(self, checked_on: date | None, on: date) -> bool:
        return (checked_on is not None and on - checked_on <= CHECKED_WITHIN) is (self is LookedAt.LATELY)
