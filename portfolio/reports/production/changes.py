"""Two runs side by side: what changed in the inputs, what changed in the answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from portfolio.positions.failed_runs import PROJECTION
from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.models import ProjectedPhase, ProjectionRun
from record.calculations.as_of import AsOf

from .projected import MEASURES, Projected, passes, projected


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One input or one measure that differs between two runs, each as text."""

    changed: str
    mineral: str
    subject: str
    year: int | None
    field: str
    earlier: str | None
    later: str | None
    difference: Decimal | None = None


COLUMNS = (
    Column("changed", "Changed", "An input, or an answer.", is_prose=True, value=lambda line: line.changed),
    c.MINERAL,
    Column("subject", "Of", "The phase, or the line: stage, standing, reach.", value=lambda line: line.subject),
    c.YEAR,
    Column("field", "What", "The input's or the measure's name.", value=lambda line: line.field),
    Column("earlier_value", "Before", "In the earlier run.", unknown="not there", is_prose=True,
           value=lambda line: line.earlier),
    Column("later_value", "After", "In the later run.", unknown="not there", is_prose=True,
           value=lambda line: line.later),
    Column("difference", "Difference", "After less before.", Type.QUANTITY, unknown="no numbers", is_optional=True,
           value=lambda line: line.difference),
)  # fmt: skip
INPUTS = [
    "mineral",
    "stage",
    "unit",
    "standing",
    "kind",
    "reach",
    "shared_group",
    "baseline",
    "added",
    "start",
    "start_flag",
    "promised_on",
    "due_on",
    "risk_stage",
    "success_share",
    "slip_median_months",
    "slip_sigma",
    "curve",
    "utilisation",
    "recorded_months",
    "override",
    "why",
]
SETTINGS = ("effective_on", "seed", "draws", "code_version")


def answer(at: AsOf, filters: Filters) -> Answer:
    """The runs that were asked for; else the newest, and the one before the later of the two."""
    runs = {run.pk: run for run in ProjectionRun.objects.at(at)}
    later = filters.run or next(reversed(runs), None)
    earlier = filters.against or before_it(list(runs), later)
    absent = [number for number in (filters.run, filters.against) if number and number not in runs]
    if absent or later is None or earlier is None:
        missing = f"Run {absent[0]} is not on record." if absent else "There are no two runs on record to compare."
        return Answer([], notes=(f"{missing} Runs: {', '.join(map(str, runs)) or 'none'}.",))
    before, after = projected(runs[earlier], at), projected(runs[later], at)
    lines = [*settings(before, after), *inputs(before, after, filters), *answers(before, after, filters)]
    return Answer(
        lines,
        notes=(f"Run {earlier} of {before.run.effective_on}, then {later} of {after.run.effective_on}.",),
    )


def before_it(numbers: list[int], later: int | None) -> int | None:
    """The run that stands before another in the order of the record; None before the first."""
    place = numbers.index(later) if later in numbers else 0
    return numbers[place - 1] if place else None


def settings(before: Projected, after: Projected) -> Iterator[ChangeLine]:
    """What the run as a whole was asked with: day, seed, draws, formulas, horizon, each figure of each curve."""
    olds, news = asked(before.run), asked(after.run)
    for name in (*olds, *(name for name in news if name not in olds)):
        old, new = olds.get(name), news.get(name)
        if old != new:
            yield ChangeLine("input", "", "the run", None, name, old, new)


def asked(run: ProjectionRun) -> dict[str, str]:
    own = {name: str(getattr(run, name)) for name in SETTINGS}
    curves = {
        f"{curve['series']}: {name}": value
        for curve in run.parameters.get("curves", ())
        for name, value in curve.items()
        if name != "series" and value != ""
    }
    return own | {name: str(value) for name, value in run.parameters.items() if name != "curves"} | curves


def inputs(before: Projected, after: Projected, filters: Filters) -> Iterator[ChangeLine]:
    olds, news = ({row.phase.slug: row for row in one.phases} for one in (before, after))
    for slug in sorted(olds.keys() | news.keys()):
        old, new = olds.get(slug), news.get(slug)
        if not passes(new or old, filters):
            continue
        for name in INPUTS:
            was, now = stated(old, name), stated(new, name)
            if was != now:
                yield ChangeLine("input", (new or old).mineral, slug, None, name, was, now)


def stated(row: ProjectedPhase | None, name: str) -> str | None:
    value = None if row is None else getattr(row, name)
    return None if value in (None, "", {}) else str(value)


def answers(before: Projected, after: Projected, filters: Filters) -> Iterator[ChangeLine]:
    olds, news = (
        {(row.mineral, f"{row.stage}, {row.standing}, {row.reach}", row.year): row for row in one.lines}
        for one in (before, after)
    )
    for key in sorted(olds.keys() | news.keys()):
        old, new = olds.get(key), news.get(key)
        if not passes(new or old, filters):
            continue
        for name in MEASURES:
            was, now = (None if row is None else getattr(row, name) for row in (old, new))
            if was != now:
                difference = None if None in (was, now) else now - was
                yield ChangeLine("answer", *key, name, plain(was), plain(now), difference)


def plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


DEFINITION = Definition(
    "capacity-changes", "What changed in the projection",
    "What changed from one run to another, in the inputs and in the answer?", COLUMNS,
    ("mineral", "run", "against"), answer, runs=(PROJECTION,),
)  # fmt: skip
