"""Production gain by mineral, stage and year: what distinct facilities make beyond what they made before."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.support import Support
from portfolio.positions.filters import OF_A_FIGURE, Filters
from portfolio.positions.project_support import reach_by_project
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from portfolio.reports.figure_known import with_figure
from projects.models import ChainStage, Mineral, Project, ProjectedOutput, ProjectedPhase
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .drawn_lines import DrawnLines
from .odds import ODDS_COLUMNS, SIX, OddsYear, odds_of_year
from .output import BASE_COLUMNS, Base, bases_of
from .projected import (
    COUNTED,
    COUNTS,
    FLAG,
    MEASURE_COLUMNS,
    PHASES,
    PHASES_KNOWN,
    REACH,
    STANDING,
    WHY_UNKNOWN,
    Projected,
    notes_of,
    of_part,
    passes,
    projected_at,
    why_without_a_middle,
)
from .shares import attributed_means, key_of

HOME, HOME_CODE = "domestic", "US"
NO_NAMES: Mapping[str, str] = {}
NO_TOTAL = "the total funding of a project, or an award to it, is unknown"


@dataclass(frozen=True, slots=True)
class GainLine:
    """A projected line beside its attributed mean; `is_headline` None where its mineral has no chain.

    `odds` are with estimates; None where no middle is known.
    """

    output: ProjectedOutput
    attributed: Decimal | None
    estimated_share: Decimal | None
    odds: OddsYear | None
    base: Base
    is_headline: bool | None
    why: str | None


ESTIMATED_SHARE = Column(
    "estimated_share",
    "On estimates",
    "The part of the P50 with estimates that plants with an estimated field carry, or that estimates add, if more.",
    Type.FRACTION,
    unknown="a P50 of 0, or nothing is drawn",
    value=lambda line: line.estimated_share,
)
COLUMNS = (
    *of_part(lambda line: line.output, c.MINERAL, c.STAGE, c.YEAR, STANDING, c.UNIT, REACH, COUNTS, *MEASURE_COLUMNS),
    *of_part(lambda line: line.base, *BASE_COLUMNS),
    ESTIMATED_SHARE,
    *of_part(lambda line: line.odds, *ODDS_COLUMNS),
    Column(
        "attributed_mean",
        "Attributed mean",
        "The mean times the federal share of the funding. The whole gain is the supported one; never mixed.",
        Type.QUANTITY,
        unknown=NO_TOTAL,
        value=lambda line: line.attributed,
    ),
    *of_part(lambda line: line.output, FLAG),
    Column(
        "headline",
        "Headline",
        "The stage speaks for its chain; empty: no chain.",
        Type.BOOLEAN,
        unknown="no chain",
        is_optional=True,
        value=lambda line: line.is_headline,
    ),
    *of_part(lambda line: line.output, PHASES_KNOWN, PHASES),
    WHY_UNKNOWN,
)


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    headlines = {stage.slug: stage.is_headline for stage in ChainStage.objects.at(at).values()}
    reasons = why_not(found)
    means = attributed_means(at, found)
    drawn, bases = DrawnLines(found), bases_of(found)
    lines = [
        GainLine(
            line,
            means.get((key_of(line), line.year)),
            share_on_estimates(drawn, line),
            None if line.p50_estimated is None else odds_of_year(drawn, line),
            bases[key_of(line)],
            headlines.get(line.stage),
            reasons.get(key_of(line)) if line.known < line.phases else None,
        )
        for line in found.lines
        if passes(line, filters) and filters.year in (None, line.year)
        if filters.support in ("", line.reach) and filters.standing in ("", line.standing)
    ]
    return Answer(with_figure(COLUMNS, lines, filters), notes=notes_of(found.run, *apart(at, found, filters)))


def share_on_estimates(drawn: DrawnLines, line: ProjectedOutput) -> Decimal | None:
    """The part of the P50 with estimates that facts alone do not give: what plants with an estimated field carry of it,
    or by how much estimates raise it, whichever is more. Blank where the P50 is 0 or nothing is drawn.
    """
    if not line.p50_estimated:
        return None
    share = drawn.estimated_share(key_of(line), line.year)
    if share is None:
        return None
    carried, middle = Decimal(f"{share:.6f}"), Decimal(line.p50_estimated)
    return carried if line.p50 is None else max(carried, rounded(1 - Decimal(line.p50) / middle, SIX))


def why_not(
    found: Projected, *, with_estimates: bool = False, names: Mapping[str, str] = NO_NAMES
) -> dict[tuple[str, ...], str]:
    """By line, which of its phases are unknown, and why: by facts only, or with estimates as well.

    A page gives the names that stand for identifiers; a file has none.
    """
    described: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for phase in found.phases:
        why = why_without_a_middle(phase) if with_estimates else phase.why
        if why:
            described[key_of(phase)].append(f"{names.get(phase.phase.slug, phase.phase.slug)}: {why}")
    return {key: "; ".join(sorted(reasons)) for key, reasons in described.items()}


def apart(at: AsOf, found: Projected, filters: Filters, names: Mapping[str, str] = NO_NAMES) -> list[str]:
    """What is in no domestic gain, by its reason, in sentences.

    A page gives the names that stand for identifiers; a file has none.
    """
    mark = ", " if names is NO_NAMES else "; "
    return [
        f"{one.said}: {mark.join(sorted(names.get(slug, slug) for slug in one.projects))}."
        for one in reasons_apart(at, found, filters)
    ]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why projects are in no domestic gain: in few words, and as a sentence begins.

    `by_facts`: by facts alone they are in none, with estimates they are in it.
    """

    kind: str
    said: str
    projects: frozenset[str]
    by_facts: bool = False


def reasons_apart(at: AsOf, found: Projected, filters: Filters) -> list[Reason]:
    """Each reason with its projects, also those without a capacity on record."""
    phases = [one for one in found.phases if passes(one, filters, filters.project)]
    reasons = [
        Reason(reach, f"Not counted, {reach}", frozenset(slugs))
        for reach, slugs in sorted(not_counted(at, phases, filters).items())
    ]
    unknown: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for one in phases:
        if one.reach == COUNTED and one.why:
            why = why_without_a_middle(one)
            said = f"Not known, {why}" if why else f"By facts alone not known, with estimates in the gain, {one.why}"
            unknown[said, not why].add(one.phase.project.slug)
    reasons += [
        Reason("not known by facts alone" if by_facts else "cannot be drawn", said, frozenset(slugs), by_facts)
        for (said, by_facts), slugs in sorted(unknown.items())
    ]
    abroad = {one.phase.project.slug for one in phases if one.standing != HOME}
    if not filters.mineral:
        standings = {one.slug for one in Project.objects.at(at).values() if one.country not in ("", HOME_CODE)}
        abroad |= standings
    if abroad:
        reasons.append(Reason("abroad", "Outside the domestic gain, since they stand abroad", frozenset(abroad)))
    if silent := without_capacity(at, found, filters):
        reasons.append(Reason("no capacity", "Not known, no capacity for it is on record", silent))
    return reasons


def without_capacity(at: AsOf, found: Projected, filters: Filters) -> frozenset[str]:
    """The projects that are said to make the mineral asked for, and of which no capacity for it is on record."""
    minerals = [one for one in Mineral.objects.at(at).values() if one.slug == filters.mineral]
    names = {name.casefold() for one in minerals for name in (one.name, *one.other_names)}
    having = {one.phase.project_id for one in found.phases if one.mineral == filters.mineral}
    return frozenset(
        one.slug
        for one in Project.objects.at(at).values()
        if one.pk not in having and filters.project in ("", one.slug)
        if names & {part.strip().casefold() for part in one.minerals_text.split(";")}
    )


def not_counted(at: AsOf, phases: list[ProjectedPhase], filters: Filters) -> dict[str, set[str]]:
    """The projects that no counting award reaches, by their strongest award; all of them where no mineral is asked."""
    names: dict[str, set[str]] = defaultdict(set)
    for one in phases:
        names[one.reach].add(one.phase.project.slug)
    if not filters.mineral:
        reaches = reach_by_project(at)
        for project in Project.objects.at(at).values():
            reach = reaches.get(project.pk)
            names[reach.support.value if reach else Support.NONE.value].add(project.slug)
    return {reach: found for reach, found in names.items() if reach != COUNTED}


DEFINITION = Definition(
    "production-gains",
    "Production gains",
    "How much more will be made, by mineral, stage and year, at home and abroad?",
    COLUMNS,
    ("mineral", "stage", "year", "standing", "support", *OF_A_FIGURE),
    answer,
    is_projected=True,
    chosen=(),
    version=4,
)
