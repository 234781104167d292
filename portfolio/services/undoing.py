"""A recording that was a mistake is taken back: a file, or a deal that should not have been approved.

Its entries are reversed, its facts retracted, its labels put back, and what it put on record is withdrawn: off every
list and total from then on, while its history stays. What was recorded since and rests on it is undone along with it,
or stops the undoing.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from portfolio.calculations.kinds import Kind
from portfolio.models import CorporateAction, Investment, Terms, Transaction
from portfolio.models.corporate_actions import SPLITS
from record.models import Entity, Fact, LabelChange, Recording, Retraction, Withdrawal
from record.models.labels import label
from record.services import entities, facts
from record.services.moved import is_worked_out

from . import ledger, rights

MOST_TOLD = 20
Rows = dict[tuple[type[models.Model], int], Any]
"""Rows by their table and id."""


def take_back(written: Recording, *, reason: str, recording: Recording, today: date, along: bool = False) -> None:
    """Undo what one recording wrote under another, newest first; with `along`, what rests on it as well.

    Raises ValidationError with the list of what rests on it, or that a label was changed since; PermissionDenied
    outside the writer's programs.
    """
    undone = undone_by(written, along=along)
    awards = {row for (model, _), row in undone.items() if model is Investment}
    for award in awards:
        rights.require_for(recording, award)
    _reverse(undone, written, reason, recording, today, along=along)
    for (model, _), row in undone.items():
        if issubclass(model, Fact) and model.is_retractable:
            facts.retract(row, reason=reason, recording=recording)
    _put_labels_back(written, undone, reason, recording)
    for (model, _), row in undone.items():
        if issubclass(model, Entity):
            entities.withdraw(row, reason=reason, recording=recording)


def undone_by(written: Recording, *, along: bool) -> Rows:
    """What is undone with a recording; with `along`, what rests on it as well.

    Raises ValidationError with the list of what rests on it and is not undone.
    """
    undone = written_by(written)
    later = resting_on(undone)
    while along and later:
        undone |= later
        later = resting_on(undone)
    left = list(later.values()) if later else [row for row in undone.values() if _outlives(row, undone, written)]
    if left:
        raise ValidationError(_list_of(left))
    return undone


def _outlives(row: Any, undone: Rows, written: Recording) -> bool:
    """True for a fact that can't be retracted, was recorded since, and is about an entity that stays as well."""
    if isinstance(row, Entity | Transaction) or row.is_retractable or row.recording_id == written.pk:
        return False
    named = [field for field in row._meta.concrete_fields if field.is_relation and _is_entity(field.related_model)]
    return any(
        getattr(row, field.attname) and (field.related_model, getattr(row, field.attname)) not in undone
        for field in named
    )


def _is_entity(model: Any) -> bool:
    return issubclass(model, Entity)


def standing_under(recordings: Collection[int]) -> set[int]:
    """Those of the recordings of which something stands that can be taken back; one question to the database."""
    found: list[Any] = []
    for model in _models():
        if issubclass(model, Entity):
            rows: Any = model.objects.standing().filter(created_in__in=recordings).order_by().values_list("created_in")
        elif model is Transaction or model.is_retractable:  # type: ignore[attr-defined]
            rows = _standing(model).filter(recording__in=recordings).order_by().values_list("recording")
        else:
            continue
        found.append(rows)
    found.append(labels_standing(recordings).order_by().values_list("recording"))
    return {serial for (serial,) in found[0].union(*found[1:])}


def labels_standing(recordings: Collection[int]) -> models.QuerySet[LabelChange]:
    """The changed labels of these recordings that nobody changed since."""
    same = {name: models.OuterRef(name) for name in ("table", "entity_id", "field")}
    later = LabelChange.objects.filter(**same, recording_id__gt=models.OuterRef("recording_id"))
    return LabelChange.objects.filter(~models.Exists(later), recording__in=recordings)


def relabelled_by(written: Recording) -> list[tuple[Entity, LabelChange]]:
    """Each label that a recording changed and that still stands so, with what bears it."""
    by_table: dict[str, Any] = {model._meta.db_table: model for model in _entity_models()}
    changes = labels_standing([written.serial]).order_by("pk")
    return [(by_table[one.table].objects.get(pk=one.entity_id), one) for one in changes if one.table in by_table]


def written_by(written: Recording) -> Rows:
    """What a recording put on record and still stands: its entities, its facts and its entries."""
    found: Rows = {}
    rows: Any
    for model in _models():
        if issubclass(model, Entity):
            anew = Withdrawal.objects.filter(table=model._meta.db_table, pk__in=_retracted_by(written)).values(
                "entity_id"
            )
            rows = model.objects.standing().filter(models.Q(created_in=written) | models.Q(pk__in=anew))
        else:
            rows = _standing(model).filter(recording=written)
        found |= {(model, row.pk): row for row in rows}
    return found


def resting_on(undone: Rows) -> Rows:
    """What names the entities and facts of `undone`, still stands, and is none of them."""
    by_model: dict[type[models.Model], list[int]] = {}
    for model, key in undone:
        by_model.setdefault(model, []).append(key)
    found: Rows = {}
    for model, keys in by_model.items():
        for relation in model._meta.related_objects:
            other = relation.related_model
            if other not in _models() or not isinstance(relation.field, models.ForeignKey):
                continue
            rows = other.objects.standing() if issubclass(other, Entity) else _standing(other)
            for row in rows.filter(**{f"{relation.field.name}__in": keys}):
                found[other, row.pk] = row
    return {key: row for key, row in (found | on_the_basis_of(undone)).items() if key not in undone}


def on_the_basis_of(undone: Rows) -> Rows:
    """What was recorded after a split of a company, of its day or later, on the basis after it.

    The entries of shares and the terms of its awards, and its further actions.
    """
    found: Rows = {}
    moved = models.Q(shares__isnull=False) | models.Q(shares_received__isnull=False)
    for split in [row for (model, _), row in undone.items() if model is CorporateAction and row.kind in SPLITS]:
        since = {"counts_from__gte": split.counts_from, "recording_id__gt": split.recording_id}
        of_award = since | {"investment__in": Investment.objects.filter(issuer_id=split.company_id)}
        actions = _standing(CorporateAction).filter(company_id=split.company_id, **since)
        rows = [*_standing(Transaction).filter(moved, **of_award), *_standing(Terms).filter(**of_award), *actions]
        found |= {(type(row), row.pk): row for row in rows}
    return found


def _models() -> list[type[models.Model]]:
    """The tables of entities and of facts that somebody states; not those that keep the history itself."""
    kept = (LabelChange, Withdrawal)
    every = (model for model in apps.get_models() if issubclass(model, Entity | Fact) and model not in kept)
    return [model for model in every if not is_worked_out(model)]


def _standing(model: type[Any]) -> models.QuerySet:
    """The facts of a table that no retraction has undone; of the ledger, the entries that no reversal has undone."""
    if model is Transaction:
        return model.objects.exclude(kind=Kind.REVERSAL).filter(reversed_by__isnull=True).order_by("number")
    if not model.is_retractable:
        return model.objects.order_by("pk")
    retracted = Retraction.objects.filter(table=model._meta.db_table).values("fact_id")
    return model.objects.exclude(pk__in=retracted).order_by("pk")


def _retracted_by(written: Recording) -> models.QuerySet:
    return Retraction.objects.filter(recording=written, table=Withdrawal._meta.db_table).values("fact_id")


def _list_of(rows: Iterable[Any]) -> str:
    """What rests on it, in words."""
    described = [f"{row._meta.verbose_name} {row}{_place(row)} (recording {_serial(row)})" for row in rows]
    more = f"; and {len(described) - MOST_TOLD:,} more" if len(described) > MOST_TOLD else ""
    listed = "; ".join(described[:MOST_TOLD])
    return f"What was recorded since rests on it: {listed}{more}. Undo these first, or along with it."


def _place(row: Any) -> str:
    return f" of {row.investment}: {row.get_kind_display()}" if isinstance(row, Transaction) else ""


def _serial(row: Any) -> int:
    return row.created_in_id if isinstance(row, Entity) else row.recording_id


def _reverse(undone: Rows, written: Recording, reason: str, recording: Recording, today: date, *, along: bool) -> None:
    """Reverse the entries newest first. Raises ValidationError with the list of the later ones that rest on them."""
    reversal = Transaction.objects.filter(recording=written, kind=Kind.REVERSAL).exclude(reverses__recording=written)
    older = reversal.filter(reversed_by__isnull=True).first()
    if older is not None:
        raise ValidationError(
            f"{older.reference} reverses an older entry, and a reversal is not reversed. Record that entry once more."
        )
    keys = {key for model, key in undone if model is Transaction}
    while True:
        refused = _refused(_reversals(keys, reason), recording, today)
        later = _later_entries(refused, written, keys)
        if not along or not later:
            break
        keys |= {one.number for one in later}
    if refused and later:
        raise ValidationError(_list_of(later))
    drafts = _reversals(keys, reason)
    if drafts:
        ledger.record_all(drafts, recording=recording, today=today)


def _reversals(numbers: Collection[int], reason: str) -> list[ledger.Draft]:
    entries = Transaction.objects.filter(number__in=numbers).select_related(
        "investment__agency", "investment__program", "citation"
    )
    return [ledger.undoing(entry, reason) for entry in entries.order_by("-number")]


def _refused(drafts: Collection[ledger.Draft], recording: Recording, today: date) -> set[int]:
    """The awards of which the ledger refuses a reversal."""
    batch = ledger.Batch(recording, today=today)
    rows = {row.reference: row for row in map(batch.add, drafts)}
    return {rows[reference].investment_id for reference in batch.refusals(most=1)}


def _later_entries(awards: Collection[int], written: Recording, but: Collection[int]) -> list[Transaction]:
    """The entries of these awards that were recorded since and still stand."""
    found = _standing(Transaction).filter(investment__in=awards, recording_id__gt=written.pk).exclude(number__in=but)
    return list(found.select_related("investment"))


def _put_labels_back(written: Recording, undone: Rows, reason: str, recording: Recording) -> None:
    """Each changed label bears again what it bore before. Raises ValidationError when it changed since."""
    for model in _entity_models():
        changes = LabelChange.objects.filter(recording=written, table=model._meta.db_table)
        by_entity: dict[int, dict[str, LabelChange]] = {}
        for change in changes:
            by_entity.setdefault(change.entity_id, {})[change.field] = change
        for entity in model.objects.filter(pk__in=by_entity):
            if (model, entity.pk) in undone:
                continue
            moved = [name for name, change in by_entity[entity.pk].items() if label(entity, name) != change.after]
            if moved:
                raise ValidationError(f"{entity}: {moved[0]} was changed again since. Put it right on its page first.")
            before = {}
            for name, change in by_entity[entity.pk].items():
                column: Any = model._meta.get_field(name)
                before[column.attname] = change.before or column.get_default()
            entities.relabel(entity, before, recording=recording, note=reason)


def _entity_models() -> Iterator[type[Entity]]:
    return (model for model in _models() if issubclass(model, Entity))
