"""What a weekly letter says to one reader: open alerts, and the money that waits, at an AsOf."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.tranches import TrancheState
from portfolio.positions.tranches import TrancheAt
from portfolio.reports.alerts import Alert
from record.calculations.as_of import AsOf


@dataclass(frozen=True, slots=True)
class DigestContent:
    """The reader's open alerts and waiting tranches, in the order of the reports."""

    at: AsOf
    alerts: list[Alert]
    tranches: list[TrancheAt]

    @property
    def waiting(self) -> Decimal | None:
        """What waits, in USD; None where no tranche names an amount."""
        known = [one.standing.tranche.amount for one in self.tranches if one.standing.tranche.amount is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def content_hash(self) -> str:
        """SHA-256 of what the letter would say, whatever the day: the same again means that nothing changed."""
        stated = [
            (one.line.slug, one.change.health, one.change.pk, one.acknowledged and one.acknowledged.pk)
            for one in self.alerts
        ]
        waits = [(one.standing.tranche.slug, one.standing.state.value) for one in self.tranches]
        return hashlib.sha256(repr((stated, waits)).encode()).hexdigest()


def content(
    at: AsOf, alerts: list[Alert], tranches: list[TrancheAt], *, programs: set[tuple[str, str]] | None, username: str
) -> DigestContent:
    """What concerns a reader: (agency, program) pairs, "" for the whole agency; None for somebody who reads all.

    An officer also reads what the milestones named after the account do.
    """

    def concerns(agency: str, program: str) -> bool:
        return programs is None or (agency, program) in programs or (agency, "") in programs

    return DigestContent(
        at,
        [
            alert
            for alert in alerts
            if alert.closed_by is None
            and (
                programs is None
                or (alert.line.milestone.owner and alert.line.milestone.owner.username == username)
                or any(concerns(award.agency.code, award.program_code) for award in alert.line.awards)
            )
        ],
        [
            one
            for one in tranches
            if TrancheState(one.standing.state).is_open and concerns(one.award.agency.code, one.award.program_code)
        ],
    )
