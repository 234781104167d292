"""A run on record: its phases and its answers by year, under one recording, or nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from projects.calculations.distributions import SizeClass
from projects.models import PROJECTION, ProjectedOutput, ProjectedPhase, ProjectionRun
from projects.models.projectable import Line, line_of
from record.calculations.as_of import AsOf
from record.models import Channel
from record.services import facts
from record.services.recordings import open_recording, take_write_lock

from .runs_of_days import answer_for, note

BANDS = ("p10", "p50", "p90", "mean")
MEASURES = (
    "promised",
    "forecast",
    *BANDS,
    "recorded",
    *(f"{name}_estimated" for name in BANDS),
    "p10_rough",
    "p90_rough",
)

Values = Mapping[str, Sequence[Decimal | None]]


def on_record(at: AsOf, inputs_hash: str) -> ProjectionRun | None:
    return ProjectionRun.objects.filter(counts_from=at.as_of, inputs_hash=inputs_hash).first()


def written(
    run: ProjectionRun,
    rows: Sequence[ProjectedPhase],
    by_phase: dict[str, Values],
    by_line: dict[Line, Values],
    at: AsOf,
) -> ProjectionRun:
    """Put a run, its phases and its answers on record under one recording.

    Where another reader of the day was first, that run answers, and no recording is opened for it.
    """
    with transaction.atomic():
        take_write_lock()
        again = on_record(at, run.inputs_hash)
        if again is not None:
            answer_for(at, again)
            return again
        return recorded(run, rows, by_phase, by_line, at)


def recorded(
    run: ProjectionRun,
    rows: Sequence[ProjectedPhase],
    by_phase: dict[str, Values],
    by_line: dict[Line, Values],
    at: AsOf,
) -> ProjectionRun:
    with open_recording(
        by_name=PROJECTION, why=f"capacity projected as of {run.effective_on}", channel=Channel.JOB
    ) as recording:
        facts.record(run, recording=recording)
        note(at, run, recording)
        for row in rows:
            row.run, row.recording = run, recording
        saved = {row.phase.slug: row for row in ProjectedPhase.objects.bulk_create(rows, batch_size=500)}
        outputs = []
        for slug, values in by_phase.items():
            row = saved[slug]
            known = [0 if row.why else 1, 0 if is_unknown_with_estimates(row) else 1]
            outputs += years(run, line_of(row), values, known=known, phases=1, row=row)
        for line, values in by_line.items():
            of_line = [row for row in rows if row.phase.slug in by_phase and line_of(row) == line]
            known = [
                sum(1 for row in of_line if not row.why),
                sum(1 for row in of_line if not is_unknown_with_estimates(row)),
            ]
            outputs += years(run, line, values, known=known, phases=len(of_line))
        ProjectedOutput.objects.bulk_create(outputs, batch_size=500)
    return run


def is_unknown_with_estimates(row: ProjectedPhase) -> bool:
    """True where the answer with estimates leaves the phase out: it has none, or only a rough one."""
    return bool(row.why) and (bool(row.why_estimated) or row.size_class == SizeClass.C)


def years(
    run: ProjectionRun,
    line: Line,
    values: Values,
    *,
    known: Sequence[int],
    phases: int,
    row: ProjectedPhase | None = None,
) -> list[ProjectedOutput]:
    mineral, stage, unit, standing, reach = line
    first = run.parameters["first_year"]
    return [
        ProjectedOutput(
            run=run,
            recording=run.recording,
            projected_phase=row,
            mineral=mineral,
            stage=stage,
            unit=unit,
            standing=standing,
            reach=reach,
            year=first + number,
            known=known[0],
            known_estimated=known[1],
            phases=phases,
            **{name: values[name][number] for name in MEASURES},
        )
        for number in range(run.parameters["years"])
    ]
