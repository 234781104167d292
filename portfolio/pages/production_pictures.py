"""The pictures of the lines at home: output by year, or odds where one plant is all there is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.charts.in_year import in_year
from portfolio.charts.odds import LARGE, SMALL, Odds
from portfolio.charts.production import Fan, Look, fan, top_of
from portfolio.positions.names import names_borne
from portfolio.positions.record_extent import record_extent
from portfolio.reports.production.by_products import host_limits
from portfolio.reports.production.demand_shares import demands_at
from portfolio.reports.production.drawn_lines import DrawnLines, Line
from portfolio.reports.production.output import HOME, OutputLine, outputs_at
from portfolio.reports.production.projected import COUNTED, Projected
from portfolio.reports.production.shares import key_of
from projects.calculations.line_draws import Basis, contributions
from projects.models import NationalDemand, ProjectedOutput, ProjectedPhase
from projects.models.estimated_phases import estimate_of
from projects.models.projectable import years_of
from record.calculations.as_of import AsOf

from .production_odds import LineOdds, odds_of, rough_of

AFTER = 5
"""Years after the last start to which an axis runs."""
WIDTH, HEIGHT = 800, 240
SMALL_WIDTH, SMALL_HEIGHT = 300, 160
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the pictures: a year, of one mineral or of all, and which answer they show."""

    year: int
    mineral: str = ""
    by_facts: bool = False
    with_rough: bool = False


@dataclass(frozen=True, slots=True)
class Pictures:
    """`odds_words`: by line the odds in few words. Of a plant of which output is recorded they are a sentence alone."""

    fans: list[Fan]
    odds: list[Odds]
    rough: list[Odds]
    odds_words: Mapping[Key, str]
    source: str
    """On what they rest, in words."""


def pictures(
    at: AsOf,
    found: Projected,
    drawn: DrawnLines,
    lines: Mapping[Key, list[ProjectedOutput]],
    names: Mapping[str, str],
    stages: Mapping[str, str],
    asked: Asked,
) -> Pictures:
    """A picture for each line: small of all minerals, over the same years; large of one, over its own."""
    titles = {key: f"{names.get(key[0], key[0])}, {stages.get(key[1], key[1])}" for key in sorted(lines)}
    outputs = outputs_at(at, found, (row for rows in lines.values() for row in rows))
    demands, source = demands_at(at), source_of(at, found)
    projects = names_borne("project", at)
    made = Pictures([], [], [], {}, source)
    words: dict[Key, str] = {}
    hosts = hosted(at, found) if asked.with_rough else {}
    lasts = {key: last_of_axis(found, key_of(rows[0]), asked.year) for key, rows in lines.items()}
    for number, (key, title) in enumerate(titles.items(), start=1):
        name, rows = f"fan-{number}-table", lines[key]
        output = outputs[key_of(rows[0])]
        last = lasts[key] if asked.mineral else max(lasts.values())
        if asked.with_rough and (
            rough := rough_of(name, title, drawn, rows, asked.year, last, output[0].base, hosts.get(key))
        ):
            made.rough.append(rough)
        size = LARGE if asked.mineral else SMALL
        odds = odds_of(
            name, title, drawn, rows, asked.year, last, size=size, by_facts=asked.by_facts, base=output[0].base
        )
        if odds:
            words[key] = odds.words
        if odds and not is_recorded(output):
            large = asked.mineral and with_year(odds, name, output, asked, demands.get(key[0], ()))
            made.odds.append(large or odds.picture)
            continue
        look = Look(
            width=WIDTH if asked.mineral else SMALL_WIDTH,
            height=HEIGHT if asked.mineral else SMALL_HEIGHT,
            last=last,
            source=source,
            condition=condition(at, drawn, key_of(rows[0]), asked, projects, found.by_phase),
            by_facts=asked.by_facts,
            with_rough=asked.with_rough,
        )
        picture = fan(name, title, output, asked.year, look, demands.get(key[0], ()))
        made.fans.append(said_as_odds(picture, odds) if odds else picture)
    return replace(made, odds_words=words)


def hosted(at: AsOf, found: Projected) -> dict[Key, Decimal]:
    """By line what the host streams of its by-products can give in a year; lines of which no host is known are left
    out.
    """
    limits = host_limits(at, found)
    given: dict[Key, Decimal] = defaultdict(Decimal)
    for phase in found.phases:
        if phase.phase_id in limits and (phase.standing, phase.reach) == (HOME, COUNTED):
            given[phase.mineral, phase.stage, phase.unit] += limits[phase.phase_id].limit
    return dict(given)


def with_year(
    odds: LineOdds, name: str, output: Sequence[OutputLine], asked: Asked, demands: Iterable[NationalDemand]
) -> Odds:
    """The picture with its year beside it: ranges, promise and demand, under the chance of producing."""
    line = next(one for one in output if one.year == asked.year)
    top, hatch = top_of(output, "p90_estimated"), f"{name}-year-hatch"
    year = in_year(hatch, line, top, demands, by_facts=asked.by_facts, chance=odds.chance)
    return replace(odds.picture, beside=year)


def said_as_odds(picture: Fan, odds: LineOdds) -> Fan:
    """The picture of a plant that runs already: its sentence gives the odds, its output is on record."""
    return replace(picture, said=odds.picture.said)


def is_recorded(output: Sequence[OutputLine]) -> bool:
    return any(line.recorded is not None for line in output)


def source_of(at: AsOf, found: Projected) -> str:
    """The run, the edition and both times, in words."""
    run, edition = found.run, record_extent(at).public_as_of
    rests = f" on the public record of {edition}" if edition else ""
    return f"Run of {run.effective_on}, {run.draws:,} draws{rests}. As of {at.as_of}, recording {at.serial}."


def last_of_axis(found: Projected, line: Line, year: int) -> int:
    """Five years after the last start of the line's plants, so far as the run reaches; never before the year asked.

    Where no start is known at all, the axis ends with the run.
    """
    reached = years_of(found.run)[-1]
    starts = [start for phase in found.phases if key_of(phase) == line if (start := start_of(phase)) is not None]
    return min(reached, max(year, max(starts) + AFTER)) if starts else reached


def condition(
    at: AsOf,
    drawn: DrawnLines,
    line: Line,
    asked: Asked,
    names: Mapping[str, str],
    recorded: Mapping[int, Sequence[ProjectedOutput]],
) -> str:
    """What has to happen for most of the figure: that the plant which carries most of it starts, where it has not yet.

    Empty where that plant runs, its start is not known, or no plant carries the figure. `recorded`: the outputs of each
    phase, by which one that makes some of it already is told.
    """
    basis = Basis.FACTS if asked.by_facts else Basis.ESTIMATES
    parts = contributions(drawn.of(line, basis), drawn.period(asked.year))
    most = max(parts, key=lambda one: one.carried, default=None)
    if most is None or most.carried <= 0:
        return ""
    phase = next(row for row in drawn.members[line] if row.phase.slug == most.slug)
    start, slug = start_of(phase), phase.phase.project.slug
    if start is None or start < at.as_of.year:
        return ""
    if any(row.recorded for row in recorded.get(phase.pk, ())):
        return f", if {names.get(slug, slug)} adds to what it makes in {start}"
    return f", if {names.get(slug, slug)} starts in {start}"


def start_of(phase: ProjectedPhase) -> int | None:
    """The year in which it starts: as said now, else as promised, else the middle of its estimate."""
    said = phase.due_on or phase.promised_on
    return said.end.year if said else estimated_start(phase)


def estimated_start(phase: ProjectedPhase) -> int | None:
    """The year of the middle of its estimated start; None where the start is not estimated."""
    estimate = estimate_of(phase.estimate)
    if estimate is None:
        return None
    if estimate.running is not None:
        return estimate.running.first_month // 12
    if estimate.lead is None:
        return None
    return int(estimate.lead.origin + estimate.lead.median_months) // 12
