"""A projection of many phases, shared among workers: each part is a job, and the run is put together from all of them.

A part holds whole lines, so its bands are final; the parts together answer to the last digit what one worker would. A
part whose worker died is drawn again, and what is drawn stays drawn when the run itself is begun anew.
"""

import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from projects.models import CapacityPhase, ProjectedPhase, ProjectionPart
from projects.models.projectable import Line, line_of
from record.models import Job, JobState
from record.services import jobs
from record.services.recordings import confirm_run

from .capacity import NOT_INPUTS, Values, answers, code_version, hash_of

PART = "projection part"
SHARED_ABOVE = 2_000
"""Phases. One worker draws a thousand in about two seconds, so that fewer gain nothing by being handed round."""
PARTS_A_LIMIT = 4
"""A part holds up to a quarter of the phases above which a run is shared."""
PAUSE = 0.2

COLUMNS = [field for field in ProjectedPhase._meta.concrete_fields if field.name not in NOT_INPUTS | {"phase"}]


class PartFailed(Exception):
    """A part could not be drawn; it says why."""


def draw(
    rows: Sequence[ProjectedPhase],
    parameters: dict[str, Any],
    as_of: date,
    seed: int,
    draws: int,
    *,
    progress: jobs.Progress,
    above: int = SHARED_ABOVE,
) -> tuple[dict[str, Values], dict[Line, Values]]:
    """What `capacity.answers` gives, by as many workers as take a part. Raises PartFailed."""
    if len(rows) <= above:
        return answers(rows, parameters, as_of, seed, draws)
    asked = {
        "as_of": as_of.isoformat(),
        "seed": seed,
        "draws": draws,
        "parameters": parameters,
        "code_version": code_version(),
    }
    formatted = [as_text(row) for row in rows]
    key = hash_of({**asked, "phases": formatted})
    parts = pieces(rows, max(1, above // PARTS_A_LIMIT))
    hand_round(key, asked, parts, progress.clock())
    by_phase: dict[str, Values] = {}
    by_line: dict[Line, Values] = {}
    for answer in answered(key, len(parts), progress):
        by_phase |= {slug: read(values) for slug, values in answer["by_phase"]}
        by_line |= {tuple(line): read(values) for line, values in answer["by_line"]}
    ordered = {row.phase.slug: by_phase[row.phase.slug] for row in rows if row.phase.slug in by_phase}
    return ordered, dict(sorted(by_line.items()))


def pieces(rows: Sequence[ProjectedPhase], size: int) -> list[list[ProjectedPhase]]:
    """Parts of whole lines, of up to `size` phases each; a longer line is a part of its own."""
    lines: dict[Line, list[ProjectedPhase]] = defaultdict(list)
    for row in rows:
        lines[line_of(row)].append(row)
    found: list[list[ProjectedPhase]] = []
    for _, members in sorted(lines.items()):
        if found and len(found[-1]) + len(members) <= size:
            found[-1].extend(members)
        else:
            found.append(list(members))
    return found


def hand_round(key: str, asked: dict[str, Any], parts: Sequence[Sequence[ProjectedPhase]], now: datetime) -> None:
    """Keep each part with its job, but for those that are drawn already, and tell the workers."""
    with transaction.atomic():
        ProjectionPart.objects.exclude(asked_hash=key).delete()
        ProjectionPart.objects.bulk_create(
            (
                ProjectionPart(asked_hash=key, number=number, asked=asked, phases=[as_text(row) for row in part])
                for number, part in enumerate(parts, 1)
            ),
            ignore_conflicts=True,
        )
        confirm_run()
    open_parts = ProjectionPart.objects.filter(asked_hash=key, answer__isnull=True).values_list("number", flat=True)
    for number in open_parts.order_by("number"):
        jobs.ask(PART, key=f"{key[:40]} {number}", arguments={"key": key, "number": number}, now=now, again=True)


def answered(key: str, count: int, progress: jobs.Progress) -> list[dict[str, Any]]:
    """The answers of all parts. This worker draws as well, and waits only for those that others are at."""
    while True:
        done = ProjectionPart.objects.filter(asked_hash=key, answer__isnull=False).count()
        progress.say(10 + 70 * done // count, f"{done} of {count} parts drawn")
        if done == count:
            found = ProjectionPart.objects.filter(asked_hash=key).order_by("number")
            return list(found.values_list("answer", flat=True))
        failed = Job.objects.filter(kind=PART, key__startswith=key[:40], state=JobState.FAILED).first()
        if failed is not None:
            raise PartFailed(f"Part {failed.key[41:]} of the projection failed: {failed.outcome}")
        job = jobs.claim(now=progress.clock(), kind=PART)
        if job is not None:
            jobs.run(job, clock=progress.clock)
            continue
        jobs.requeue_dead(now=progress.clock())
        time.sleep(PAUSE)


def work(progress: jobs.Progress, *, key: str, number: int) -> str:
    """The job of one part: its outcome in words. Drawn a second time, it changes nothing."""
    part = ProjectionPart.objects.filter(asked_hash=key, number=number).first()
    if part is None or part.answer is not None:
        return "It was drawn before."
    asked = part.asked
    if asked["code_version"] != code_version():
        raise PartFailed("This worker runs another version of the formulas. Restart all workers, then project again.")
    rows = [as_row(text) for text in part.phases]
    progress.say(10, f"drawing {len(rows):,} phases")
    as_of = date.fromisoformat(asked["as_of"])
    by_phase, by_line = answers(rows, asked["parameters"], as_of, asked["seed"], asked["draws"])
    answer = {
        "by_phase": [[slug, written_out(values)] for slug, values in by_phase.items()],
        "by_line": [[line, written_out(values)] for line, values in by_line.items()],
    }
    with transaction.atomic():
        ProjectionPart.objects.filter(pk=part.pk, answer__isnull=True).update(answer=answer)
        confirm_run()
    return f"Drew {len(rows):,} phases."


def clear() -> None:
    """Take the parts away: their run is on record."""
    with transaction.atomic():
        ProjectionPart.objects.all().delete()
        confirm_run()


def as_text(row: ProjectedPhase) -> dict[str, Any]:
    """What a run knows of a phase, fit for JSON and back."""
    values = {field.name: getattr(row, field.attname) for field in COLUMNS}
    formatted = {
        field.name: values[field.name]
        if values[field.name] is None or isinstance(field, models.JSONField)
        else str(values[field.name])
        for field in COLUMNS
    }
    return {"phase": row.phase.slug, **formatted}


def as_row(text: dict[str, Any]) -> ProjectedPhase:
    values = {field.name: field.to_python(text[field.name]) for field in COLUMNS}
    return ProjectedPhase(phase=CapacityPhase(slug=text["phase"]), **values)


def written_out(values: Values) -> dict[str, list[str | None]]:
    return {name: [None if one is None else str(one) for one in column] for name, column in values.items()}


def read(values: dict[str, list[str | None]]) -> Values:
    return {name: [None if one is None else Decimal(one) for one in column] for name, column in values.items()}


KIND = jobs.Kind(
    name=PART,
    label="Draw a part of a projection",
    work=work,
    limit=timedelta(minutes=30),
    is_one_of_many=True,
)
