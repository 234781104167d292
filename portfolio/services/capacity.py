"""The projection of capacity with what only investors know: which award reaches whom, under which program."""

from datetime import date, datetime
from functools import partial
from typing import Any

from portfolio.calculations.support import Support
from portfolio.positions.project_support import reach_by_project
from projects.models import ProjectionRun
from projects.services import capacity, projection_parts
from projects.services.phase_inputs import Edge
from projects.services.watch import last_day_over
from record.calculations.as_of import AsOf
from record.models import Recording
from record.models.recordings import end_of_day
from record.services import jobs


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
    return f"Projected {made.drawn:,} of {made.phases:,} phases as of {day}, {made.draws:,} draws."


KIND = jobs.Kind(name=capacity.PROJECTION, label="Project capacity", work=work, period_for=period_for)
