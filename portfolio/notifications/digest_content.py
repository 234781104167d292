"""What a weekly letter says to one reader: decisions due, open alerts, the next dates, the money that waits."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.models import Agency, Program
from portfolio.positions.dated import Dated
from portfolio.positions.decisions_due import DecisionDue
from portfolio.positions.investments import NOT_STATED
from portfolio.positions.tranche_state import TrancheAt
from portfolio.reports.alerts import Alert
from record.calculations.as_of import AsOf


@dataclass(frozen=True, slots=True)
class DigestContent:
    """What concerns the reader, in the order of the reports. `dates` are those within 90 days, and what is red."""

    at: AsOf
    alerts: list[Alert]
    tranches: list[TrancheAt]
    decisions: list[DecisionDue] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)

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
        due = [(one.trigger.value, one.subject, one.day.isoformat()) for one in self.decisions]
        dates = [(one.kind.value, one.key, str(one.day), one.is_red) for one in self.dates]
        return hashlib.sha256(repr((stated, waits, due, dates)).encode()).hexdigest()

    @property
    def says_something(self) -> bool:
        return bool(self.alerts or self.tranches or self.decisions or self.dates)


def content(
    at: AsOf,
    alerts: list[Alert],
    tranches: list[TrancheAt],
    decisions: list[DecisionDue],
    dates: list[Dated],
    *,
    programs: set[tuple[str, str]] | None,
    username: str,
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
        [one for one in tranches if one.waits and concerns(one.award.agency.code, one.award.program_code)],
        [one for one in decisions if not one.owners or one.is_of(lambda *owner: concerns(*codes_of(*owner)))],
        [one for one in dates if is_told(one) and any(concerns(*pair) for pair in owners(one))],
    )


def codes_of(agency: Agency, program: Program | None) -> tuple[str, str]:
    return agency.code, program.code if program else NOT_STATED


def is_told(one: Dated) -> bool:
    """True for what lies within 90 days, and for a payment that did not come."""
    return one.is_red or (one.is_near and one.standing == "ahead")


def owners(one: Dated) -> list[tuple[str, str]]:
    """Whose it is, as pairs of agency and program."""
    return [(agency, program) for agency in one.agencies for program in one.programs]
