"""Files on their way to the record are kept here; mappings and matches are remembered; a bulk import is undone."""

import gzip
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction

from portfolio.calculations.kinds import Kind, Status
from portfolio.models import (
    Import,
    ImportMapping,
    ImportState,
    Investment,
    InvestmentStatus,
    Match,
    Transaction,
)
from record.models import Account, Channel, Entity, Fact, LabelChange, Recording, Retraction
from record.services import entities, facts
from record.services.recordings import SINGLE_CONTROL, open_recording
from record.services.wording import check_columns, check_constraints

from . import ledger, rights

APPROVAL = f"{SINGLE_CONTROL}: undo of an import"


def keep(
    *,
    kind: str,
    filename: str,
    content: bytes,
    why: str,
    by: Account,
    now: datetime,
    mapping: dict[str, Any] | None = None,
    sources: str = "",
) -> Import:
    """Keep a file that was sent; nothing of it is on record yet."""
    one = Import(
        kind=kind,
        filename=filename,
        content=gzip.compress(content, mtime=0),
        sha256=sha256(content).hexdigest(),
        size=len(content),
        mapping=mapping or {},
        sources=sources,
        why=why.strip(),
        by=by,
        by_name=by.get_username(),
        sent_at=now,
    )
    check_columns(one, but=["content", "row_outcomes"])
    check_constraints(one)
    one.save(force_insert=True)
    return one


def content_of(one: Import) -> bytes:
    """The file's bytes as they were sent."""
    return gzip.decompress(bytes(one.content))


def save_mapping(*, source: str, kind: str, content: dict[str, Any], recording: Recording) -> ImportMapping:
    """Remember how the files of a source are read; the one before it stays in the history."""
    return facts.record(ImportMapping(source=source, kind=kind, content=content), recording=recording)


def record_match(made: Match, *, recording: Recording) -> Match:
    """The match on record.

    Raises ValidationError when a difference is explained without words; PermissionDenied outside the writer's programs.
    """
    if made.investment is not None:
        rights.require_for(recording, made.investment)
    if made.explained is not None and not made.note.strip():
        raise ValidationError({"note": "An explained difference says why. Give the reason."})
    return facts.record(made, recording=recording)


def undo(one: Import, *, by: Account | None, why: str, today: date, by_name: str = "") -> Recording:
    """Take back all that an import wrote: entries reversed, facts retracted, labels put back; in one recording.

    What it put on record as an entity stays as a name without facts; an award among them has lapsed. Raises
    ValidationError when it was not written, was undone before, or when something recorded since rests on it.
    """
    with transaction.atomic():
        require_written(one)
        with open_recording(by=by, by_name=by_name, why=why, channel=Channel.FORM, approval=APPROVAL) as recording:
            undo_under(recording, one, reason=why, today=today)
    return recording


def undo_under(recording: Recording, one: Import, *, reason: str, today: date) -> Import:
    """The same under a recording that is open."""
    one = require_written(one)
    take_back(one.recording, reason=reason, recording=recording, today=today)
    one.state, one.undone_in = ImportState.UNDONE, recording
    one.outcome = f"Undone in recording {recording.serial}: {reason}"
    one.save(update_fields=["state", "undone_in", "outcome"])
    return one


def require_written(one: Import) -> Import:
    """The import as it stands. Raises ValidationError when there is nothing to undo."""
    one = Import.objects.select_for_update().get(pk=one.pk)
    if one.state != ImportState.WRITTEN or one.recording is None:
        raise ValidationError(f"{one} is {one.get_state_display()}: there is nothing to undo.")
    return one


def take_back(written: Recording, *, reason: str, recording: Recording, today: date) -> None:
    """Undo what one recording wrote, newest first, under another."""
    _reverse(written, reason, recording, today)
    made = {entity for model in _models(Entity) for entity in model.objects.filter(created_in=written)}
    awards = [entity for entity in made if isinstance(entity, Investment)]
    for model in _models(Fact):
        if model.is_retractable:
            gone = Retraction.objects.filter(table=model._meta.db_table).values("fact_id")
            for fact in model.objects.filter(recording=written).exclude(pk__in=gone).order_by("-pk"):
                facts.retract(fact, reason=reason, recording=recording)
    for award in awards:
        rights.require_for(recording, award)
        lapsed = InvestmentStatus(investment=award, status=Status.LAPSED, note=reason)
        facts.record(lapsed, recording=recording)
    _put_labels_back(written, made, reason, recording)


def _reverse(written: Recording, reason: str, recording: Recording, today: date) -> None:
    entries = Transaction.objects.filter(recording=written).select_related("investment__agency", "investment__program")
    standing = entries.exclude(kind=Kind.REVERSAL).filter(reversed_by__isnull=True)
    drafts = [
        ledger.Draft(
            investment=entry.investment,
            kind=Kind.REVERSAL,
            effective_on=entry.effective_on,
            reverses=entry,
            note=reason,
            citation=entry.citation,
        )
        for entry in standing.select_related("citation").order_by("-number")
    ]
    undone = entries.filter(kind=Kind.REVERSAL).exclude(reverses__recording=written).first()
    if undone is not None:
        raise ValidationError(
            f"{undone.reference} reverses an older entry, and a reversal is not reversed. Record that entry once more."
        )
    if drafts:
        ledger.record_all(drafts, recording=recording, today=today)


def _put_labels_back(written: Recording, made: set[Entity], reason: str, recording: Recording) -> None:
    """Each changed label bears again what it bore before. Raises ValidationError when it changed since."""
    for model in _models(Entity):
        changes = LabelChange.objects.filter(recording=written, table=model._meta.db_table)
        by_entity: dict[int, dict[str, LabelChange]] = {}
        for change in changes:
            by_entity.setdefault(change.entity_id, {})[change.field] = change
        for entity in model.objects.filter(pk__in=by_entity):
            if entity in made:
                continue
            moved = [
                name for name, change in by_entity[entity.pk].items() if entities.label(entity, name) != change.after
            ]
            if moved:
                raise ValidationError(f"{entity}: {moved[0]} was changed again since. Put it right on its page first.")
            before = {
                model._meta.get_field(name).attname: change.before or model._meta.get_field(name).get_default()
                for name, change in by_entity[entity.pk].items()
            }
            entities.relabel(entity, before, recording=recording, note=reason)


def _models(kind: type) -> Iterator[type]:
    """The tables of facts, or of entities, but not those that keep the history itself."""
    return (model for model in apps.get_models() if issubclass(model, kind) and model not in (Transaction, LabelChange))
