"""What the database itself refuses, table by table: SQL conditions on OLD and NEW, each with its sentence.

Facts are only ever added, under the newest recording and while it is open; an entity changes only under a newer
recording that says which of its columns change.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from record.calculations.hash_chain import GENESIS

from .facts import Entity, Fact, LabelChange, Retraction
from .recordings import Recording, Refusal, in_schema
from .rights import RightsChange
from .sources import Citation, CitedSource, Source

NEVER_DELETED: list[Refusal] = [("1 = 1", "rows here are never deleted")]
RECORDINGS = in_schema(Recording)
CLOSING = ["is_closed", "previous_hash", "hash", "hash_version"]
"""What is set as a recording closes, and never again."""


def guarded() -> Iterator[type[models.Model]]:
    """Every table that keeps facts or entities, the recordings among them, and whatever calls itself append-only."""
    yield Recording
    yield from (
        model
        for model in apps.get_models()
        if issubclass(model, Fact | Entity) or getattr(model, "is_append_only", False)
    )


def refusals(model: type[models.Model], vendor: str) -> dict[str, list[Refusal]]:
    """Event → what is refused then, for one table."""
    events = {"insert": refused_insert(model), "update": refused_update(model), "delete": NEVER_DELETED}
    if vendor == "postgresql":
        return {**events, "truncate": NEVER_DELETED}
    # REPLACE deletes the row that stands in its way; where recursive_triggers is off, this alone stops it.
    replaced = [(replaces(model, columns), "this row exists and stays") for columns in unique_columns(model)]
    updated = [
        (replaces(model, columns, but_itself=True), "another row bears this and stays")
        for columns in unique_columns(model)[1:]
        if issubclass(model, Entity)
    ]
    return {**events, "insert": [*replaced, *events["insert"]], "update": [*updated, *events["update"]]}


def is_asked_by_row(model: type[models.Model]) -> bool:
    """True where a new row is compared with those that its own table held before it."""
    return model is Recording or (issubclass(model, Fact) and model.is_asked_by_row)


def refused_insert(model: type[models.Model]) -> list[Refusal]:
    """What makes a new row refused."""
    if model is Recording:
        return [
            (
                f"NEW.serial <> (SELECT coalesce(max(serial), 0) FROM {RECORDINGS}) + 1",
                "a recording takes the next serial",
            ),
            (f"NEW.moment < (SELECT max(moment) FROM {RECORDINGS})", "the moments of recordings never run back"),
            (
                f"EXISTS (SELECT 1 FROM {RECORDINGS} r WHERE r.serial = NEW.serial - 1 AND NOT r.is_closed)",
                "the recording before is still open",
            ),
        ]
    found: list[Refusal] = []
    if any(field.name == "recording" for field in model._meta.local_fields):
        found.append((not_open("NEW.recording_id"), "a fact belongs to the newest recording, while open: open one"))
    if issubclass(model, Entity):
        found.append(("NEW.created_in_id <> NEW.recording_id", "an entity is made in the recording that it names"))
    if model is Retraction:
        kept = [fact._meta.db_table for fact in guarded() if issubclass(fact, Fact) and not fact.is_retractable]
        tables = ", ".join(f"'{table}'" for table in sorted(kept))
        found.append((f'NEW."table" IN ({tables})', "what stands there is corrected by a newer row, never retracted"))
    if model is RightsChange:
        of_the_past = f"NEW.made_in_id IS NOT NULL AND {not_open('NEW.made_in_id')}"
        found.append((of_the_past, "a change of rights names the newest recording, while open, or none"))
    if model is CitedSource:
        found.append((not_named("NEW.source_id", "NEW.citation_id"), "a citation is of the sources that it names"))
    return [*found, *model.refused_insert()] if issubclass(model, Fact) else found


def refused_update(model: type[models.Model]) -> list[Refusal]:
    """What makes a changed row refused."""
    if model is Recording:
        hash_before = f"coalesce((SELECT r.hash FROM {RECORDINGS} r WHERE r.serial = NEW.serial - 1), '{GENESIS}')"
        return [
            ("OLD.is_closed", "rows here are never changed: a recording is closed for good"),
            (f"NOT NEW.is_closed OR {any_differs(model, but=CLOSING)}", "a recording is only ever closed"),
            (f"length(NEW.hash) <> 64 OR NEW.previous_hash <> {hash_before}", "a recording is closed with its hash"),
        ]
    if not issubclass(model, Entity):
        return [("1 = 1", "rows here are never changed: add a newer fact, or retract or reverse this one")]
    unsaid = " OR ".join(
        f"({differs(field.column)} AND NOT EXISTS ({label_change(model)} AND c.field = '{field.name}'))"
        for field in labels(model)
    )
    return [
        (
            f"NEW.recording_id <= OLD.recording_id OR {not_open('NEW.recording_id')}",
            "a label changes under a new recording: open one",
        ),
        (f"NOT EXISTS ({label_change(model)}) OR {unsaid}", "a change of a label is recorded before it is made"),
        ("NEW.id <> OLD.id OR NEW.slug <> OLD.slug OR NEW.created_in_id <> OLD.created_in_id", "an identifier stays"),
    ]


def not_open(column: str) -> str:
    newest = f"(SELECT max(serial) FROM {RECORDINGS})"
    closed = f"(SELECT r.is_closed FROM {RECORDINGS} r WHERE r.serial = {newest})"
    return f"coalesce({column} <> {newest} OR {closed}, 1 = 1)"


def not_named(source: str, citation: str) -> str:
    text = f"(SELECT ';' || c.text || ';' FROM {in_schema(Citation)} c WHERE c.id = {citation})"
    slug = f"(SELECT ';' || s.slug || ';' FROM {in_schema(Source)} s WHERE s.id = {source})"
    return f"replace({text}, {slug}, '') = {text}"


def labels(model: type[Entity]) -> list[models.Field]:
    """The columns of an entity that may be changed."""
    fixed = {"id", "slug", "created_in", "recording"}
    return [field for field in model._meta.local_concrete_fields if field.name not in fixed]


def label_change(model: type[Entity]) -> str:
    table = model._meta.db_table
    return (
        f"SELECT 1 FROM {in_schema(LabelChange)} c WHERE c.\"table\" = '{table}'"
        " AND c.entity_id = NEW.id AND c.recording_id = NEW.recording_id"
    )


def differs(column: str) -> str:
    """That a column changes, an absent value told from a given one; spelt alike for both databases."""
    old, new = f'OLD."{column}"', f'NEW."{column}"'
    return f"(coalesce({old} <> {new}, 1 = 1) AND NOT ({old} IS NULL AND {new} IS NULL))"


def any_differs(model: type[models.Model], but: list[str]) -> str:
    return " OR ".join(differs(field.column) for field in model._meta.local_concrete_fields if field.name not in but)


def unique_columns(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The sets of columns that are unique in a table, the primary key first."""
    single = [(field.column,) for field in model._meta.local_concrete_fields if field.unique and not field.primary_key]
    several = [
        tuple(model._meta.get_field(name).column for name in constraint.fields)
        for constraint in model._meta.total_unique_constraints
    ]
    return [(model._meta.pk.column,), *single, *several]


def replaces(model: type[models.Model], columns: tuple[str, ...], *, but_itself: bool = False) -> str:
    key = model._meta.pk.column
    same = " AND ".join(f't."{column}" = NEW."{column}"' for column in columns)
    other = f' AND t."{key}" <> OLD."{key}"' if but_itself else ""
    return f"EXISTS (SELECT 1 FROM {in_schema(model)} t WHERE {same}{other})"
