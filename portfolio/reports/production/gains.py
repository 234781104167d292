"""Production gain by mineral, stage and year: what distinct facilities make beyond what they made before."""

from portfolio.reports.base import Answer, Column, Definition, Row, Type
from portfolio.reports.filters import Filters
from projects.calculations.as_of import AsOf
from projects.models import ChainStage, ProjectedOutput

from .projected import (
    COUNTED,
    COUNTS,
    FLAG,
    MEASURE_COLUMNS,
    MINERAL,
    REACH,
    STAGE,
    STANDING,
    UNIT,
    YEAR,
    Projected,
    flag_of,
    measures,
    names_of,
    notes_of,
    passes,
    projected_at,
)

NO_TOTAL = "total funding of the projects is unknown"
COLUMNS = (
    MINERAL,
    STAGE,
    YEAR,
    STANDING,
    UNIT,
    REACH,
    COUNTS,
    *MEASURE_COLUMNS,
    Column(
        "attributed_mean",
        "Attributed mean",
        "The mean times the federal share of the funding. The whole gain is the supported one; never mixed.",
        Type.QUANTITY,
        unknown=NO_TOTAL,
    ),
    FLAG,
    Column("headline", "Headline", "The stage speaks for its chain; empty: no chain.", Type.BOOLEAN,
           unknown="no chain", is_optional=True),
    Column("known", "Drawn", "Phases that could be drawn.", Type.INTEGER),
    Column("phases", "Of phases", "Phases in the line; the others are unknown, not zero.", Type.INTEGER),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    headlines = {stage.slug: stage.is_headline for stage in ChainStage.objects.at(at).values()}
    rows = [row(line, headlines) for line in found.lines if passes(line, filters)]
    return Answer(rows, notes=notes_of(found.run, *apart(found, filters)))


def row(line: ProjectedOutput, headlines: dict[str, bool]) -> Row:
    return (
        line.mineral,
        line.stage,
        line.year,
        line.standing,
        line.unit,
        line.reach,
        line.reach == COUNTED,
        *measures(line),
        None,
        flag_of(line),
        headlines.get(line.stage),
        line.known,
        line.phases,
    )


def apart(found: Projected, filters: Filters) -> list[str]:
    """What is in no gain, by its reason."""
    phases = [one for one in found.phases if passes(one, filters, filters.project)]
    told = []
    for reach in sorted({one.reach for one in phases} - {COUNTED}):
        told.append(f"Not counted, {reach}: {names_of(one for one in phases if one.reach == reach)}.")
    for why in sorted({one.why for one in phases if one.reach == COUNTED} - {""}):
        told.append(f"Not known, {why}: {names_of(one for one in phases if one.reach == COUNTED and one.why == why)}.")
    abroad = [one for one in phases if one.standing != "domestic"]
    if abroad:
        told.append(f"Outside the domestic gain, since they stand abroad: {names_of(abroad)}.")
    return told


DEFINITION = Definition(
    "production-gains", "Production gains",
    "How much more will be made, by mineral, stage and year, at home and abroad?", COLUMNS, ("mineral",), answer,
)  # fmt: skip
