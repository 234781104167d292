"""What the projection says otherwise: the middle of the output above today's, mineral by mineral, in one year."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from portfolio.positions.kept_moments import Moment
from portfolio.positions.names import names_borne
from portfolio.reports.production.domestic_output import HOME
from portfolio.reports.production.projected import COUNTED, year_asked
from portfolio.reports.words import words
from projects.models import ProjectedOutput, ProjectionRun
from projects.models.projectable import newest_run
from record.calculations.as_of import AsOf

from .kinds import PROJECTION, SUBJECTS, number
from .lines import LEARNED, About, ChangeLine


def runs(at: AsOf, since: Moment) -> tuple[ProjectionRun | None, ProjectionRun | None]:
    """The run that answered then, and the one that answers now."""
    return newest_run(AsOf(since.day, at.known_at, since.serial)), newest_run(at)


def lines(at: AsOf, before: ProjectionRun, after: ProjectionRun) -> Iterator[ChangeLine]:
    year = year_asked(at, None, after)
    found: dict[tuple[str, str, str], dict[int, Any]] = defaultdict(dict)
    rows = ProjectedOutput.objects.filter(
        run__in=(before, after), projected_phase=None, year=year, standing=HOME, reach=COUNTED
    )
    for row in rows:
        found[row.mineral, row.stage, row.unit][row.run_id] = row.p50_estimated
    minerals, stages = names_borne("mineral", at), names_borne("stage", at)
    for place, (key, middles) in enumerate(sorted(found.items())):
        mineral, stage, unit = key
        old, new = middles.get(before.pk), middles.get(after.pk)
        if old == new:
            continue
        name = minerals.get(mineral, words(mineral) or "several products")
        yield ChangeLine(
            change=LEARNED,
            subject=PROJECTION,
            about=About(name=name),
            what=f"{name}, {stages.get(stage, words(stage))}: middle of the output gained in {year}",
            before=None if old is None else f"{number(old)} {words(unit)}",
            after="not known" if new is None else f"{number(new)} {words(unit)}",
            recording=after.recording,
            place=(SUBJECTS.index(PROJECTION), 0, place),
        )
