"""Things are made and relabelled here; each change of a label is recorded before it is made."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from projects.calculations.partial_dates import PartialDate
from projects.models import Citation, LabelChange, Recording, Thing

from . import facts

T = TypeVar("T", bound=Thing)


def create(thing: T, *, recording: Recording) -> T:
    """Put a new thing on record. Raises ValidationError when its identifier is taken or a field is wrong."""
    thing.created_in = thing.recording = recording
    thing.full_clean()
    thing.save(force_insert=True)
    return thing


def label(thing: Thing, name: str) -> str:
    """A column of a thing as text, a relation as the id of what it names; empty for none."""
    field = thing._meta.get_field(name)
    value = getattr(thing, field.attname)
    return "" if value is None else str(value)


def changes(thing: T, values: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What `values` would change of the thing: column → (before, after). The thing in memory then bears them."""
    before = {name: label(thing, name) for name in values}
    for name, value in values.items():
        setattr(thing, name, value)
    return {name: (before[name], label(thing, name)) for name in values if label(thing, name) != before[name]}


def relabel(
    thing: T,
    values: dict[str, Any],
    *,
    recording: Recording,
    effective_on: PartialDate | None = None,
    citation: Citation | None = None,
    note: str = "",
) -> list[LabelChange]:
    """Change columns of a thing from a day on, and say what changed; nothing is written when nothing did.

    Raises ValidationError when a value is wrong, when somebody else changed the thing since it was read, or when this
    recording changed it already.
    """
    seen = thing.recording_id
    changed = changes(thing, values)
    if not changed:
        return []
    if seen >= recording.serial:
        raise ValidationError(f"{thing} was changed in this recording already. Make all its changes at once.")
    thing.full_clean(exclude=["created_in", "recording"])
    written = [
        facts.record(
            LabelChange(
                table=thing._meta.db_table,
                thing_id=thing.pk,
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
    columns: dict[str, Any] = {
        _column(thing, name).attname: getattr(thing, _column(thing, name).attname) for name in changed
    }
    updated = type(thing).objects.filter(pk=thing.pk, recording_id=seen).update(**columns, recording=recording)
    if not updated:
        raise ValidationError(f"Somebody else changed {thing} since you opened it. Look at it again, then change it.")
    thing.recording = recording
    return written


def _column(thing: Thing, name: str) -> models.Field:
    return thing._meta.get_field(name)
