"""What somebody has to do something about: raised and closed by the nightly watch, acknowledged by officers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portfolio.positions.failed_runs import WATCH
from portfolio.positions.filters import Filters
from portfolio.positions.milestones import MilestoneAt, is_of_health, milestones_at
from portfolio.reports.words import words
from projects.calculations.alerts import NEXT_STEPS, next_step, raises_alert
from projects.calculations.schedule import Health
from projects.models import Acknowledgement, HealthChange
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .milestones import AGENCIES, HEALTH_REASON, MILESTONE, OFFICER, PROGRAMS, SLIP

COLUMNS = (
    MILESTONE.of(lambda alert: alert.line.slug, is_unique=False),
    c.PROJECT.of(lambda alert: alert.line.project.slug),
    c.NAME.of(lambda alert: alert.line.milestone.name),
    Column("raised_health", "Health", "What it turned to.", words=words, value=lambda alert: alert.change.health),
    Column(
        "health_before",
        "Before",
        "Its health the day before.",
        unknown="it was not watched before",
        is_optional=True,
        is_prose=True,
        value=lambda alert: alert.change.before or None,
    ),
    Column(
        "raised_on",
        "Raised",
        "The day on which the watch first saw it.",
        Type.DATE,
        value=lambda alert: alert.raised_on,
    ),
    Column("is_open", "Open", "No other health since.", Type.BOOLEAN, value=lambda alert: alert.closed_by is None),
    Column(
        "alert_closed_on",
        "Closed",
        "The day of another health.",
        Type.DATE,
        unknown="still open",
        is_optional=True,
        value=lambda alert: alert.closed_by and alert.closed_by.counts_from,
    ),
    Column(
        "turned_to",
        "Turned to",
        "The health that closed it.",
        unknown="still open",
        is_optional=True,
        value=lambda alert: alert.closed_by and alert.closed_by.health,
    ),
    SLIP.of(lambda alert: alert.change.slip_days),
    HEALTH_REASON.of(lambda alert: alert.change.reason),
    Column("next_step", "Next step", "What to do about it.", value=lambda alert: alert.next_step),
    Column(
        "acknowledged_on",
        "Acknowledged",
        "The newest.",
        Type.DATE,
        unknown="by nobody yet",
        is_optional=True,
        value=lambda alert: alert.acknowledged and alert.acknowledged.counts_from,
    ),
    Column(
        "acknowledged_by",
        "By",
        "Who acknowledged it.",
        unknown="by nobody yet",
        is_optional=True,
        value=lambda alert: alert.acknowledged and alert.acknowledged.recording.by_name,
    ),
    Column(
        "what_is_done",
        "What is done",
        "As noted then.",
        unknown="by nobody yet",
        is_optional=True,
        value=lambda alert: alert.acknowledged and alert.acknowledged.note,
    ),
    OFFICER.of(lambda alert: OFFICER.value(alert.line)),
    AGENCIES.of(lambda alert: AGENCIES.value(alert.line)),
    PROGRAMS.of(lambda alert: PROGRAMS.value(alert.line)),
)

FILTERS = ("agency", "program", "company", "project", "mineral", "state", "stage", "site_kind", "health", "officer")


@dataclass(frozen=True, slots=True)
class Alert:
    """A change of a milestone's health that somebody has to do something about."""

    change: HealthChange
    line: MilestoneAt
    closed_by: HealthChange | None
    acknowledged: Acknowledgement | None

    @property
    def raised_on(self) -> date:
        return self.change.counts_from

    @property
    def since(self) -> date:
        """From which day on it is so: overdue from the day after the last one in force; else as the watch saw it."""
        due, is_open = self.line.reading.due_on, self.closed_by is None
        if is_open and self.change.health == Health.OVERDUE and due and due < self.raised_on:
            return due + timedelta(days=1)
        return self.raised_on

    @property
    def next_step(self) -> str:
        return next_step(self.change.health)

    @property
    def order(self) -> tuple:
        """Open ones first, the gravest first, the newest first."""
        grave = list(NEXT_STEPS).index(self.change.health)
        return self.closed_by is not None, grave, -self.raised_on.toordinal(), self.line.slug


def alerts_at(at: AsOf, filters: Filters | None = None) -> list[Alert]:
    """Every alert raised by `at`. `health` is what the alert turned to, the other filters are of its milestone."""
    filters = filters or Filters()
    found = alerts_of(milestones_at(at, filters.without("health")), at)
    return [alert for alert in found if is_of_health(alert.change.health, filters.health)]


def alerts_of(of: Iterable[MilestoneAt], at: AsOf) -> list[Alert]:
    """Every alert of these milestones; two questions to the database."""
    lines = {line.milestone.pk: line for line in of}
    changes: dict[int, list[HealthChange]] = defaultdict(list)
    for change in HealthChange.objects.at(at):
        changes[change.milestone_id].append(change)
    acknowledged = Acknowledgement.objects.at(at).select_related("recording").latest_by("change_id")
    found = []
    for milestone, of_it in changes.items():
        if milestone not in lines:
            continue
        for change, following in zip(of_it, [*of_it[1:], None], strict=True):
            if raises_alert(change.health):
                found.append(Alert(change, lines[milestone], following, acknowledged.get(change.pk)))
    return sorted(found, key=lambda alert: alert.order)


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(
        alerts_at(at, filters),
        notes=("Raised and closed by the nightly watch, each night for the day that has ended.",),
    )


DEFINITION = Definition(
    "alerts", "Alerts", "What needs somebody, since when, and who has seen it?", COLUMNS, FILTERS, answer, runs=(WATCH,)
)
