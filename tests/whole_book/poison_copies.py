"""Poison in the tables that pages read as they stand: stored runs, estimates, proposals, jobs, and what is left.

Each row is a copy of one on record with one figure changed. A run is copied whole, its figures poisoned one by one.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from typing import Any

from django.db import models

from portfolio.models import (
    AwardRound,
    DueDate,
    FeedAnswer,
    Import,
    KeptRun,
    MissingAward,
    ProgramAuthority,
    RecordCheckRun,
    StatedTotal,
    Valuation,
)
from projects.models import (
    Chain,
    ChainStage,
    Conversion,
    FeedShare,
    HealthChange,
    LeadTimePrior,
    NationalDemand,
    PhaseEstimate,
    ProjectedOutput,
    ProjectedPhase,
    ProjectionRun,
    RampUpPoint,
    RunOfDay,
    WatchedDay,
)
from record.models import Access, Attachment, Job, Proposal, ProposalVersion, Recording
from record.models.recordings import Channel
from record.services.recordings import open_recording
from tests.cast import now

from .poison import MODELS, Poison, candidates, numeric_columns

COPIED: tuple[type[models.Model], ...] = (
    Access, Attachment,
    Job, Proposal, ProposalVersion,
    PhaseEstimate, LeadTimePrior, FeedShare, Conversion, RampUpPoint, NationalDemand, WatchedDay,
    HealthChange, StatedTotal, DueDate, ProgramAuthority, AwardRound, MissingAward, RecordCheckRun, Import, FeedAnswer,
    Chain,
    ChainStage,
    Valuation,
    KeptRun,
)  # fmt: skip
OF_A_RUN: tuple[type[models.Model], ...] = (ProjectionRun, ProjectedPhase, ProjectedOutput)
REFERENCES = {
    "fact_id", "entity_id", "row_id", "after_serial", "read_serial", "base_serial", "head_number", "head_serial",
    "hash_version", "account",
}  # fmt: skip
"""Columns that name another row, or a version: no figure stands in them."""
numbers = count(1)


def figures(model: type[models.Model]) -> list[models.Field]:
    """The numeric columns of a table that hold a figure."""
    return [field for field in numeric_columns(model) if field.name not in REFERENCES]


def poisons_of_copies() -> list[Poison]:
    """As `poison.poisons`, for the tables of this module."""
    return [Poison(model, field.name, value) for model in (*COPIED, *OF_A_RUN) for field in figures(model)
            for value in dict.fromkeys(candidates(field))]  # fmt: skip


def values_of(row: Any) -> dict[str, Any]:
    """The columns of a row but its own number."""
    fields = row._meta.concrete_fields
    return {one.name: getattr(row, one.name) for one in fields if not one.primary_key}


def copy(row: Any, under: Recording, **changes: Any) -> Any:
    """A further row that says the same but for the changes; a text that no two rows share is another one."""
    model, number = type(row), next(numbers)
    together = {
        name for one in model._meta.constraints if isinstance(one, models.UniqueConstraint) for name in one.fields
    }
    values = values_of(row)
    for field in model._meta.concrete_fields:
        is_alone = field.unique or field.name in together
        if field.name in values and is_alone and isinstance(field, models.CharField) and not field.choices:
            values[field.name] = f"p{number}-{values[field.name]}"[: field.max_length]
        elif field.name in values and is_alone and isinstance(field, models.DateField):
            values[field.name] = values[field.name].replace(year=1900 + number % 290, day=1)
        elif isinstance(field, models.OneToOneField):
            values[field.name] = None
        elif field.name in ("recording", "created_in") and isinstance(field, models.ForeignKey):
            values[field.name] = under
    made = model(**(values | changes))
    made.save(force_insert=True)
    return made


def write_copies(of: Sequence[Poison]) -> int | None:
    """Put every poison on record in a copy; the number of the copied run, None where none of them is in a run."""
    rows = {model: model._default_manager.order_by("pk").last() for model in COPIED}
    with open_recording(by_name="tester", why="poison", channel=Channel.JOB) as under:
        for poison in of:
            if poison.model in COPIED:
                copy(rows[poison.model], under, **{poison.column: poison.value})
        in_run = [poison for poison in of if poison.model in OF_A_RUN]
        return copied_run(in_run, under) if in_run else None


def copied_run(of: Sequence[Poison], under: Recording) -> int:
    """The newest run once more, whole, of the same day, the poisons spread over its rows."""
    before = ProjectionRun.objects.order_by("pk").last()
    spread = {model: spread_over(model, of) for model in OF_A_RUN}
    kept = {"counts_from": before.counts_from, "draws": before.draws}  # pages draw anew as often as the run did
    run = copy(before, under, **(next(iter(spread[ProjectionRun]), {}) | kept))
    phases = {}
    rows = before.projected_phases.order_by("pk")
    for row, changes in zip(rows, padded(spread[ProjectedPhase], len(rows)), strict=False):
        phases[row.pk] = copy(row, under, run=run, **changes)
    outputs = ProjectedOutput.objects.filter(run=before).order_by("pk")
    for one, changes in zip(outputs, padded(spread[ProjectedOutput], len(outputs)), strict=False):
        copy(one, under, run=run, projected_phase=phases.get(one.projected_phase_id), **changes)
    RunOfDay.objects.create(day=now().as_of, read_serial=under.serial, run=run, recording=under)  # so that it answers
    return run.pk


def spread_over(model: type[models.Model], of: Sequence[Poison]) -> list[dict[str, Any]]:
    """Changes for one row after another: of one column one value each."""
    by_column: dict[str, list[Any]] = defaultdict(list)
    for poison in of:
        if poison.model is model:
            by_column[poison.column].append(poison.value)
    most = max(map(len, by_column.values()), default=0)
    return [{name: values[place] for name, values in by_column.items() if place < len(values)} for place in range(most)]


def padded(changes: list[dict[str, Any]], rows: int) -> list[dict[str, Any]]:
    return [*changes, *({} for _ in range(rows - len(changes)))]


POISONED = {*MODELS, *COPIED, *OF_A_RUN}
