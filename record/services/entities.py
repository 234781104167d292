"""Things are made and relabelled here; each change of a label is recorded before it is made."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from record.calculations.partial_dates import PartialDate
from record.models import Citation, Entity, LabelChange, Recording, Withdrawal
from record.models.dry_runs import unsaved_relations
from record.models.labels import column_of, label

from . import facts
from .recordings import require_open, save
from .timing import day_of, require_past
from .wording import check_columns, in_words

T = TypeVar("T", bound=Entity)


def create(entity: T, *, recording: Recording) -> T:
    """Put a new entity on record; one that was withdrawn under its identifier is put there again, as it is now said.

    Raises ValidationError when its identifier is taken or a field is wrong.
    """
    require_open(recording)
    withdrawal = Withdrawal.of(type(entity), entity.slug, recording=recording)
    if withdrawal is not None:
        return _restore(entity, withdrawal, recording)
    entity.created_in = entity.recording = recording
    require_valid(entity, recording=recording)
    return save(entity, recording=recording)


def require_valid(entity: Entity, *, recording: Recording) -> None:
    """Raises ValidationError by field, in words, for what the entity's columns or its constraints do not take."""
    at_hand = {"created_in", "recording", *unsaved_relations(entity)}
    check_columns(entity, but=at_hand)
    try:
        entity.full_clean(exclude=at_hand)
        if recording.dry_run is not None:
            recording.dry_run.require_unique(entity)
    except ValidationError as error:
        raise in_words(error, type(entity)) from error


def withdraw(entity: Entity, *, reason: str, recording: Recording) -> Withdrawal:
    """Take an entity off every list and total from this recording on. Raises ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError(f"{entity} is withdrawn with a reason. Say why it should not have been put on record.")
    withdrawal = Withdrawal(table=entity._meta.db_table, entity_id=entity.pk, note=reason.strip())
    return facts.record(withdrawal, recording=recording)


def _restore(entity: T, withdrawal: Withdrawal, recording: Recording) -> T:
    """Put a withdrawn entity on record again with the labels of `entity`, which becomes it."""
    facts.retract(withdrawal, reason="It is put on record anew.", recording=recording)
    stored = type(entity).objects.get(pk=withdrawal.entity_id)
    kept = {"id", "slug", "created_in", "recording"}
    names = [field.attname for field in entity._meta.concrete_fields if field.name not in kept]
    relabel(stored, {name: getattr(entity, name) for name in names}, recording=recording)
    entity.pk, entity.created_in_id, entity.recording_id = stored.pk, stored.created_in_id, stored.recording_id
    entity._state.adding, entity._state.db = False, stored._state.db
    return entity


def changes(entity: T, values: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What `values` would change of the entity: column → (before, after). The entity in memory then bears them."""
    named = {entity._meta.get_field(name).name: (name, value) for name, value in values.items()}
    before = {column: label(entity, column) for column in named}
    for name, value in named.values():
        setattr(entity, name, value)
    after = {column: label(entity, column) for column in named}
    return {column: (before[column], after[column]) for column in named if before[column] != after[column]}


def relabel(
    entity: T,
    values: dict[str, Any],
    *,
    recording: Recording,
    effective_on: PartialDate | None = None,
    citation: Citation | None = None,
    note: str = "",
) -> list[LabelChange]:
    """Change columns of an entity from a day on, and say what changed; nothing is written when nothing did.

    Raises ValidationError when a value is wrong, when somebody else changed the entity since it was read, when this
    recording changed it already, or when a later day's label is on record, which the new one would not replace.
    """
    require_open(recording)
    require_past("effective_on", effective_on, day_of(recording), what="Change it when the day has come.")
    seen = entity.recording_id
    changed = changes(entity, values)
    if not changed:
        return []
    if seen >= recording.serial:
        raise ValidationError(f"{entity} was changed in this recording already. Make all its changes at once.")
    require_valid(entity, recording=recording)
    _refuse_superseded(entity, changed, facts.counts_from(effective_on, citation), effective_on)
    written = [
        facts.record(
            LabelChange(
                table=entity._meta.db_table,
                entity_id=entity.pk,
                field=name,
                before=before,
                after=after,
                effective_on=effective_on,
                citation=citation,
                note=note,
            ),
            recording=recording,
        )
        for name, (before, after) in changed.items()
    ]
    entity.recording = recording
    if recording.dry_run is not None:
        return written
    columns: dict[str, Any] = {
        column_of(entity, name).attname: getattr(entity, column_of(entity, name).attname) for name in changed
    }
    updated = type(entity).objects.filter(pk=entity.pk, recording_id=seen).update(**columns, recording=recording)
    if not updated:
        raise ValidationError(f"Somebody else changed {entity} since you opened it. Look at it again, then change it.")
    return written


def _refuse_superseded(entity: Entity, names: Iterable[str], since: date, effective_on: PartialDate | None) -> None:
    """An undated change replaces every label before it; a dated one only those from days before its own."""
    if effective_on is None:
        return
    earlier = LabelChange.objects.filter(table=entity._meta.db_table, entity_id=entity.pk, field__in=names)
    later = earlier.filter(counts_from__gt=since).order_by("-counts_from").first()
    if later:
        raise ValidationError(
            f"{entity} bears its {later.field.replace('_', ' ')} since {later.effective_on}; a change from "
            f"{effective_on} would not be its label today. Give {later.effective_on} or a later day."
        )
