"""The projection of capacity with what only investors know: which award reaches whom, under which program."""

import logging
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import OperationalError
from django.utils import timezone

from portfolio.calculations.support import Support
from portfolio.positions.project_support import reach_by_project
from portfolio.positions.record_extent import before_the_first
from projects.models import PROJECTION, CapacityEstimate, ProjectionRun
from projects.models.projectable import run_of
from projects.services import capacity, projection_parts, projection_requests
from projects.services.phase_inputs import Edge
from projects.services.watch import last_day_over
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Recording
from record.models.recordings import end_of_day
from record.services import jobs
from record.services.short_waits import briefly

log = logging.getLogger(__name__)

DRAWN_AT_ONCE = 200
"""Phases that a reader's question draws while it waits, in less than a second."""
READERS_RUNS = 200
"""Runs of 24 hours, whoever asked, after which a reader's question draws none: what is kept stays within bounds."""


def edge_at(at: AsOf) -> Edge:
    """How every project is reached at `at`; one without an award has none."""
    reaches = reach_by_project(at)
    return Edge(
        {project: reach.support.value for project, reach in reaches.items()},
        {project: reach.program for project, reach in reaches.items() if reach.support is not Support.NONE},
    )


def run(
    at: AsOf,
    *,
    say: capacity.Say = lambda percent, saying: None,
    draw: capacity.Draw | None = None,
    **settings: int,
) -> ProjectionRun:
    """The run of `at`; `settings` may give another seed or number of draws, `draw` share the work."""
    return capacity.run_projection(at=at, edge=edge_at(at), say=say, draw=draw, **settings)


def stand_at(at: AsOf) -> None:
    """See to it that a run answers at `at`: draw it now, or let a worker draw it where there are many phases.

    A day before the first dated fact or estimate of a phase, or outside the calendar of the record, has no run. Until a
    worker is done the run before it answers, and says which day it is of; so it does after `READERS_RUNS` of a day, and
    while another writer keeps the database: a reader waits for that as `briefly` says.
    """
    if run_of(at) is not None or PartialDate.of(at.as_of).beyond_calendar:
        return
    phases = CapacityEstimate.objects.at(at).values("phase_id").distinct().count()
    if not phases or before_the_first(at):
        return
    now = timezone.now()
    if projection_requests.begun_since(now - timedelta(days=1)) >= READERS_RUNS:
        log.warning("%s projections in 24 hours: the run before %s answers for it.", READERS_RUNS, at.as_of)
        return
    try:
        with briefly():
            if phases > DRAWN_AT_ONCE:
                projection_requests.ask_at(at, now=now)
            else:
                run(at)
    except OperationalError as error:
        log.warning("The run of %s is not kept yet: %s", at.as_of, error)


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    day = last_day_over(now).isoformat()
    return day, {"day": day}


def work(
    progress: jobs.Progress, *, day: str, serial: int | None = None, shared_above: int = projection_parts.SHARED_ABOVE
) -> str:
    """The job: its outcome in words. Without a serial, a day is projected with what was known by its end.

    Above so many phases it is drawn in parts, by as many workers as there are.
    """
    about = date.fromisoformat(day)
    at = Recording.objects.as_of(about, end_of_day(about), serial)
    made = run(at, say=progress.say, draw=partial(projection_parts.draw, progress=progress, above=shared_above))
    projection_parts.clear()
    return f"{made.counted}, as of {day}, {made.draws:,} draws."


KIND = jobs.Kind(name=PROJECTION, label="Project capacity", work=work, period_for=period_for)
