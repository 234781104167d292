"""A project's milestones, each with everything that was said of it."""

from collections import defaultdict
from dataclasses import dataclass

from portfolio.reports.base import Column, Type
from portfolio.reports.tables import NOTE, SOURCES, Table
from portfolio.reports.words import words_of
from projects.models import Milestone, MilestoneForecast, Project, StatementKind
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Source

from .files import FileLine, files_of

COLUMNS = (
    Column(
        "stated_on",
        "Said on",
        "The day of the statement.",
        Type.PARTIAL_DATE,
        unknown="undated",
        value=lambda statement: statement.effective_on,
    ),
    Column(
        "statement",
        "Kind",
        "The first promise, a forecast, or that it happened.",
        words=words_of(StatementKind.choices),
        is_prose=True,
        value=lambda statement: statement.kind,
    ),
    Column(
        "forecast_on",
        "Date",
        "When it is to happen, or happened.",
        Type.PARTIAL_DATE,
        unknown="no date: a forecast withdraws the target, an actual happened by the day it was said",
        value=lambda statement: statement.forecast_on,
    ),
    NOTE,
    SOURCES,
)


@dataclass(frozen=True, slots=True)
class MilestoneStory:
    """A milestone with its first promise, its newest forecast and its actual date, and all statements behind them."""

    milestone: Milestone
    baseline: MilestoneForecast | None
    forecast: MilestoneForecast | None
    actual: MilestoneForecast | None
    statements: Table
    files: list[FileLine]

    @property
    def state(self) -> str:
        """In a word, with the date where one is known."""
        if self.actual:
            return f"done {self.actual.forecast_on or 'on an unknown day'}"
        if self.forecast is None and self.baseline is None:
            return "no statement on record"
        in_force = self.forecast or self.baseline
        if in_force.forecast_on is None:
            return "target withdrawn"
        return f"forecast {in_force.forecast_on}"


def milestones(at: AsOf, project: Project) -> list[MilestoneStory]:
    """The project's milestones at `at`, by the date in force, undated ones last; four questions to the database."""
    stated: dict[int, list[MilestoneForecast]] = defaultdict(list)
    known = Milestone.objects.bearing(at, project=project)
    of_project = MilestoneForecast.objects.at(at).filter(milestone__in=known)
    for statement in of_project.select_related("citation").prefetch_related("citation__sources"):
        stated[statement.milestone_id].append(statement)
    files = files_by_milestone(at, list(known.values()), stated)
    return sorted((story(one, stated[one.pk], files[one.pk]) for one in known.values()), key=order)


def files_by_milestone(
    at: AsOf, known: list[Milestone], stated: dict[int, list[MilestoneForecast]]
) -> dict[int, list[FileLine]]:
    """Milestone → its files, and those of the sources of what was said of it."""
    sources: dict[int, set[Source]] = {one.pk: set() for one in known}
    for key, statements in stated.items():
        for statement in statements:
            sources[key].update(statement.citation.sources.all() if statement.citation else ())
    found: dict[int, list[FileLine]] = {key: [] for key in sources}
    for line in files_of(at, *known, *set().union(*sources.values())):
        for key, cited in sources.items():
            if line.of in cited or (isinstance(line.of, Milestone) and line.of.pk == key):
                found[key].append(line)
    return found


def story(milestone: Milestone, statements: list[MilestoneForecast], files: list[FileLine]) -> MilestoneStory:
    def of(kind: StatementKind) -> list[MilestoneForecast]:
        return [one for one in statements if one.kind == kind]

    dated = [one for one in of(StatementKind.FORECAST) if one.effective_on] or of(StatementKind.FORECAST)
    return MilestoneStory(
        milestone=milestone,
        baseline=next(iter(of(StatementKind.BASELINE)), None),
        forecast=dated[-1] if dated else None,
        actual=next(reversed(of(StatementKind.ACTUAL)), None),
        statements=Table(
            name=f"milestone-{milestone.pk}",
            title=f"Statements about {milestone.name}",
            columns=COLUMNS,
            lines=statements,
            empty="Nothing was said of it by then.",
        ),
        files=files,
    )


def order(described: MilestoneStory) -> tuple:
    in_force = described.actual or described.forecast or described.baseline
    day: PartialDate | None = in_force.forecast_on if in_force else None
    return (day is None, day.sort_key if day else (), described.milestone.name)
