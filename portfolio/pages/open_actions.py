"""What needs somebody, on the overview: open alerts of milestones, to whom they fall, and a ledger that is broken."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from portfolio.models import RecordCheckRun
from portfolio.positions.milestones import LATE, MilestoneAt, milestones_at
from portfolio.reports.alerts import Alert, alerts_of
from projects.calculations.schedule import Health
from projects.models import WatchedDay
from record.calculations.as_of import AsOf

NEWEST = 6


@dataclass(frozen=True, slots=True)
class OwnerAlerts:
    """How many alerts are open for a program or an officer, and how many of them nobody has acknowledged."""

    kind: str
    """program or officer"""
    name: str
    open: int
    unseen: int


@dataclass(frozen=True, slots=True)
class OpenActions:
    """Open alerts, the gravest first, and to whom they fall; `healths` counts the milestones by their health."""

    open: list[Alert]
    groups: list[OwnerAlerts]
    healths: dict[Health, int]
    watched_on: date | None

    late: list[MilestoneAt] = field(default_factory=list)
    """Milestones that are overdue, then those that are late, the longest slip first."""

    @property
    def newest(self) -> list[Alert]:
        return self.open[:NEWEST]


def open_actions(at: AsOf) -> OpenActions:
    """At `at`; a fixed number of questions to the database."""
    lines = milestones_at(at)
    still_open = [alert for alert in alerts_of(lines, at) if alert.closed_by is None]
    watched = WatchedDay.objects.at(at).last()
    return OpenActions(
        still_open,
        [*grouped("program", still_open), *grouped("officer", still_open)],
        healths_of(lines),
        watched.counts_from if watched else None,
        sorted((line for line in lines if line.reading.health in LATE), key=by_slip),
    )


def healths_of(milestones: Iterable[MilestoneAt]) -> dict[Health, int]:
    """How many milestones stand how, in the order of the healths; none of which there is none."""
    counts = Counter(line.reading.health for line in milestones)
    return {health: counts[health] for health in Health if counts[health]}


def by_slip(line: MilestoneAt) -> tuple[int, int, str]:
    return LATE.index(line.reading.health), -(line.reading.slip_days or 0), line.slug


def grouped(kind: str, alerts: Iterable[Alert]) -> list[OwnerAlerts]:
    """By program or officer, in the order of its name."""
    number: Counter[str] = Counter()
    unseen: Counter[str] = Counter()
    for alert in alerts:
        owner = alert.line.milestone.owner
        for name in alert.line.programs if kind == "program" else [owner.username] if owner else []:
            number[name] += 1
            unseen[name] += alert.acknowledged is None
    return [OwnerAlerts(kind, name, number[name], unseen[name]) for name in sorted(number)]


def broken_check() -> RecordCheckRun | None:
    """The newest check of the ledger where it found something; whatever day is asked for, all rests on this ledger."""
    checked = RecordCheckRun.objects.newest()
    return None if checked is None or checked.is_clean else checked
