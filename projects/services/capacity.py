"""The projection run: read what is known, draw, and keep all of it in one recording, or nothing.

The same inputs and seed of a day are one run: asked again, the run on record is given back.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from projects.calculations import (
    bands,
    deterministic_output,
    distributions,
    draws,
    estimated_output,
    estimates,
    lead_times,
    months,
    output_tables,
    phases,
    projection,
    ramp_up,
    random_streams,
    tallies,
)
from projects.calculations.bands import Band
from projects.calculations.capacity_figures import CapacityFigure
from projects.calculations.deterministic_output import as_forecast, as_promised, as_recorded
from projects.calculations.distributions import SizeClass
from projects.calculations.months import projected_years
from projects.calculations.projection import project
from projects.models import ProjectedPhase, ProjectionRun
from projects.models.flawed_phases import set_aside
from projects.models.projectable import Line, as_phase, drawing, line_of
from record.calculations import partial_dates
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate

from .phase_inputs import Edge, curves_at, phases_at
from .runs_of_days import answer_for
from .written_runs import BANDS, MEASURES, Values, is_unknown_with_estimates, on_record, written

SEED, DRAWS, CORRELATION = 20260618, 10_000, 0.2
FORMULAS = (
    bands,
    deterministic_output,
    distributions,
    draws,
    estimated_output,
    estimates,
    lead_times,
    months,
    output_tables,
    partial_dates,
    phases,
    projection,
    ramp_up,
    random_streams,
    tallies,
)
NOT_INPUTS = {"id", "run", "recording"}

Say = Callable[[int, str], None]
Draw = Callable[
    [Sequence[ProjectedPhase], dict[str, Any], date, int, int], tuple[dict[str, Values], dict[Line, Values]]
]


def run_projection(
    *,
    at: AsOf,
    edge: Edge | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
    say: Say = lambda percent, saying: None,
    draw: Draw | None = None,
) -> ProjectionRun:
    """The run of `at.as_of` as known at `at`: the one on record with these inputs, else a new one.

    `draw` may share the work among others; by itself this process does it.
    """
    say(0, f"reading the phases as of {at.as_of}")
    rows = phases_at(at, edge or Edge())
    years = projected_years(at.as_of)
    parameters = {
        "first_year": years[0],
        "years": len(years),
        "correlation": CORRELATION,
        "curves": curves_at(at),
    }
    set_aside(rows, parameters, draws)
    asked = {
        "as_of": at.as_of.isoformat(),
        "seed": seed,
        "draws": draws,
        "parameters": parameters,
        "code_version": code_version(),
    }
    inputs_hash = hash_of({**asked, "phases": [formatted(row) for row in rows]})
    before = on_record(at, inputs_hash)
    if before is not None:
        answer_for(at, before)
        return before
    say(10, f"drawing {len(rows):,} phases {draws:,} times")
    by_phase, by_line = (draw or answers)(rows, parameters, at.as_of, seed, draws)
    say(80, "recording the answers")
    run = ProjectionRun(
        effective_on=PartialDate.of(at.as_of),
        read_serial=at.serial,
        seed=seed,
        draws=draws,
        parameters=parameters,
        code_version=code_version(),
        inputs_hash=inputs_hash,
        answer_hash=hash_of([[name, described(values)] for name, values in [*by_phase.items(), *by_line.items()]]),
        phases=len(rows),
        drawn=sum(1 for row in rows if not row.why),
        drawn_estimated=sum(1 for row in rows if not is_unknown_with_estimates(row)),
        drawn_roughly=sum(1 for row in rows if row.why and not row.why_estimated and row.size_class == SizeClass.C),
    )
    return written(run, rows, by_phase, by_line, at)


def answers(
    rows: Sequence[ProjectedPhase], parameters: dict[str, Any], as_of: date, seed: int, draws: int
) -> tuple[dict[str, Values], dict[Line, Values]]:
    """The measures by year, by phase and by line; of a line those phases alone that may be added up."""
    drawn_with = drawing(parameters, as_of, seed, draws)
    horizon, mixture = drawn_with.horizon, drawn_with.draws.mixture
    countable = [row for row in rows if row.mineral and (row.kind == CapacityFigure.INCREMENT or row.estimate)]
    phases = {row.phase.slug: as_phase(row, drawn_with.curves) for row in countable}
    drawable = [phases[row.phase.slug] for row in countable if not (row.why and row.why_estimated)]
    result = project(drawable, horizon, drawn_with.draws)
    by_phase: dict[str, Values] = {}
    members: dict[Line, list[Values]] = defaultdict(list)
    for row in countable:
        phase = phases[row.phase.slug]
        by_phase[phase.slug] = {
            "promised": as_promised(phase, horizon, row.promised_on, mixture) or [None] * horizon.count,
            "forecast": as_forecast(phase, horizon, mixture) or [None] * horizon.count,
            "recorded": as_recorded(phase, horizon),
            **by_measure(result.by_phase.get(phase.slug), horizon.count),
            **with_estimates(
                result.by_phase.get(phase.slug), result.phases_estimated.get(phase.slug), row.size_class, horizon.count
            ),
        }
        members[line_of(row)].append(by_phase[phase.slug])
    by_line = {
        line: {name: sums(values[name] for values in parts) for name in ("promised", "forecast", "recorded")}
        | by_measure(result.by_line.get(line), horizon.count)
        | estimated_bands(result.lines_estimated.get(line) or result.by_line.get(line), horizon.count)
        | rough_bands(result.lines_rough.get(line), horizon.count)
        for line, parts in sorted(members.items())
    }
    return by_phase, by_line


def by_measure(band: Band | None, count: int) -> dict[str, Sequence[Decimal | None]]:
    return {name: band.amounts(name) if band else [None] * count for name in BANDS}


def with_estimates(facts: Band | None, estimated: Band | None, size_class: str, count: int) -> dict[str, Any]:
    """The measures of a phase with its estimates; of a size of class C a rough range alone."""
    if size_class == SizeClass.C:
        return estimated_bands(facts, count) | rough_bands(estimated, count)
    return estimated_bands(estimated or facts, count) | rough_bands(None, count)


def estimated_bands(band: Band | None, count: int) -> dict[str, Sequence[Decimal | None]]:
    return {f"{name}_estimated": values for name, values in by_measure(band, count).items()}


def rough_bands(band: Band | None, count: int) -> dict[str, Sequence[Decimal | None]]:
    """A range without a middle."""
    return {f"{name}_rough": values for name, values in by_measure(band, count).items() if name in ("p10", "p90")}


def sums(parts: Iterable[Sequence[Decimal | None]]) -> list[Decimal | None]:
    """The sum by year of what is known; None where nothing is."""
    found = []
    for values in zip(*parts, strict=True):
        known = [value for value in values if value is not None]
        found.append(sum(known, Decimal(0)) if known else None)
    return found


def formatted(row: ProjectedPhase) -> dict[str, str]:
    """All that a run knows of a phase, as text; the same on either database."""
    columns = [field for field in ProjectedPhase._meta.concrete_fields if field.name not in NOT_INPUTS]
    own = {field.name: getattr(row, field.attname) for field in columns if field.name != "phase"}
    exact = {name: format(value.normalize(), "f") for name, value in own.items() if isinstance(value, Decimal)}
    return {"phase": row.phase.slug, **{name: str(value or "") for name, value in own.items()}, **exact}


def described(values: Values) -> dict[str, list[str]]:
    return {name: ["" if one is None else format(one, ".6f") for one in values[name]] for name in MEASURES}


def hash_of(value: Any) -> str:
    """SHA-256 of the value's canonical JSON."""
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def code_version() -> str:
    """SHA-256 over the text of the formulas that a run rests on."""
    return sha256(b"".join(Path(module.__file__).read_bytes() for module in FORMULAS)).hexdigest()
