"""Facts and entities: what every dated table shares.

A Fact is a row that says something from a day on and is never changed. A Thing is what facts are about; its columns
hold today's label and each change of one leaves a LabelChange, so that an older day can be read as it was.
"""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, Func, OuterRef, Q
from django.db.models.lookups import LessThanOrEqual

from record.calculations.as_of import AsOf
from record.calculations.once import once

from .fields import PartialDateField
from .labels import apply_label
from .recordings import Recording, Refusal
from .redirects import MERGES, Merged, RedirectedQuerySet, alike, is_marked, marks, merged, redirect
from .sources import Citation

UNDATED = date(1, 1, 1)


class Retraction(models.Model):
    """A fact that stops counting from this recording on. A ledger entry is reversed instead."""

    is_append_only = True

    table = models.CharField(max_length=63, help_text="The fact's table.")
    fact_id = models.BigIntegerField()
    reason = models.TextField()
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="retractions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "fact_id"], name="fact_is_retracted_once"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="retraction_gives_its_reason",
                violation_error_code="reason",
                violation_error_message="A retraction gives its reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.fact_id}"


class Unindexed(Func):
    """A column that is compared without its index. Most of what is on record counts on most days, and SQLite, which
    keeps no histogram, would look up nearly all rows one by one; measured on 1,000,000 entries, seven times slower.
    """

    template, arity = "%(expressions)s", 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class FactQuerySet(RedirectedQuerySet):
    def known(self, at: AsOf) -> Self:
        """What had been recorded and not retracted by `at`, whatever day it is about."""
        if not self.model.is_retractable:
            return self.read_at(at).filter(LessThanOrEqual(Unindexed("recording_id"), at.serial))
        retracted = Retraction.objects.filter(
            table=self.model._meta.db_table, fact_id=OuterRef("pk"), recording_id__lte=at.serial
        )
        return self.read_at(at).filter(~Exists(retracted), recording_id__lte=at.serial)

    def at(self, at: AsOf) -> Self:
        """What counts at `at`, oldest first: the last row of a subject is the one that wins."""
        counting = LessThanOrEqual(Unindexed("counts_from"), at.as_of)
        return self.known(at).filter(counting).order_by("counts_from", "recording_id", "pk")

    def counting(self, at: AsOf | None = None) -> Self:
        """Those not retracted by `at`, whatever day they are about; without one, as known now."""
        if at is not None:
            return self.known(at)
        gone = Retraction.objects.filter(table=self.model._meta.db_table).values("fact_id")
        return self.exclude(pk__in=gone)

    def latest_by(self, *fields: str) -> dict[Any, Any]:
        """The winning row for each value of `fields`; asks the database once. Call on `at(...)`."""
        winners = {}
        for row in self:
            key = tuple(getattr(row, name) for name in fields)
            winners[key if len(key) > 1 else key[0]] = row
        return winners


class Fact(models.Model):
    """Append-only; guarded by the database (see `triggers`)."""

    is_retractable: ClassVar[bool] = True
    """False where a newer row corrects (a label), or a reversal undoes (an entry)."""

    is_asked_by_row: ClassVar[bool] = False
    """True where a new row is compared with those that its own table held before it, of one statement too."""

    undone_by: ClassVar[str] = ""
    """Which other step undoes a mistake, in a sentence; empty where a fact is undone by itself."""

    replaces_earlier_of: ClassVar[str] = ""
    """The relation for which a newer row stands in place of the one before it; empty where rows stand side by side."""

    effective_on = PartialDateField(
        "effective on", help_text="The day from which it holds, as far as known, as in Feb 14 2026 or Q3 2026."
    )
    counts_from = models.DateField(
        editable=False, help_text="The day from which it counts; 0001-01-01 when undated, so it counts for every day."
    )
    note = models.TextField(blank=True)
    citation = models.ForeignKey(Citation, models.PROTECT, null=True, blank=True, related_name="+")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+")

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        """What the database refuses besides, of a new row of this table."""
        return []

    @property
    def is_undated(self) -> bool:
        return self.effective_on is None


class EntityQuerySet(models.QuerySet):
    def known(self, at: AsOf) -> Self:
        """What was on record by `at` and not withdrawn, with today's labels."""
        withdrawn = Withdrawal.objects.known(at).filter(table=self.model._meta.db_table, entity_id=OuterRef("pk"))
        return self.ever(at).filter(~Exists(withdrawn))

    def ever(self, at: AsOf) -> Self:
        """What was put on record by `at`, withdrawn or not: for the history."""
        return self.filter(created_in_id__lte=at.serial)

    def standing(self) -> Self:
        """What is not withdrawn now."""
        return self.exclude(pk__in=Withdrawal.standing(self.model).values("entity_id"))

    def at(self, at: AsOf, *, with_withdrawn: bool = False) -> dict[int, Any]:
        """Every entity on record at `at` by its id, each with the labels that it bore then, and once: the id of one
        that was merged leads to what it was merged into.

        `with_withdrawn`: those that were withdrawn by then as well. The same few questions to the database however many
        entities there are.
        """
        rows = self.ever(at) if with_withdrawn else self.known(at)
        entities = {entity.pk: entity for entity in rows.annotate(**marks(self.model, at))}
        named = {one.name for one in self.model._meta.concrete_fields if one.related_model in MERGES}
        is_merged = any(is_marked(entity) for entity in entities.values())
        for (entity_id, name), text in labels_at(self.model, at).items():
            if entity_id in entities:
                apply_label(entities[entity_id], name, text)
                is_merged = is_merged or name in named
        if not is_merged:
            return entities
        redirect(entities.values(), at)
        into = merged(self.model, at)
        gone = {pk: into[pk] for pk in entities if pk in into}
        if not gone:
            return entities
        absent = set(gone.values()) - entities.keys()
        every: Any = self.model._default_manager
        heads = every.filter(pk__in=absent).at(at) if absent else {}
        return Merged({pk: entity for pk, entity in (entities | heads).items() if pk not in gone}, gone)

    def bearing(self, at: AsOf, **label: Any) -> dict[int, Any]:
        """Those that bore one label at `at`, as `operator=company`; labelled as `at` does.

        Beside those that bear it today only those are read whose label was ever changed.
        """
        ((name, value),) = label.items()
        column: Any = self.model._meta.get_field(name)
        changed = LabelChange.objects.filter(table=self.model._meta.db_table, field=name).values("entity_id")
        wanted = getattr(value, "pk", value)
        bearing = alike(name, column.related_model, wanted, at)
        found = self.filter(bearing | Q(pk__in=changed)).at(at)
        return {pk: entity for pk, entity in found.items() if getattr(entity, column.attname) == wanted}


class Entity(models.Model):
    """Something with a stable identifier. Changed only by `projects.services.entities`, under a recording."""

    slug = models.SlugField("identifier", max_length=80, unique=True)
    created_in = models.ForeignKey(Recording, models.PROTECT, related_name="+", editable=False)
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+", editable=False)

    objects = EntityQuerySet.as_manager()

    class Meta:
        abstract = True


class Withdrawal(Fact):
    """That an entity was put on record by mistake: it is off every list and total from this recording on.

    Its history stays. The note is the reason. It is retracted when the entity is put on record anew.
    """

    undone_by = "Put on record anew what was withdrawn, under the same identifier, by its form or a file."

    table = models.CharField(max_length=63)
    entity_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["table", "entity_id"], name="withdrawal_of_entity")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""),
                name="withdrawal_gives_its_reason",
                violation_error_code="note",
                violation_error_message="A withdrawal gives its reason.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.entity_id}: withdrawn"

    @classmethod
    def standing(cls, model: type[Any]) -> FactQuerySet:
        """Those of a table's entities that are withdrawn now."""
        retracted = Retraction.objects.filter(table=cls._meta.db_table, fact_id=OuterRef("pk"))
        return cls.objects.filter(~Exists(retracted), table=model._meta.db_table)

    @classmethod
    def of(cls, model: type[Any], slug: str, *, recording: Recording) -> Self | None:
        """What withdrew the entity of that identifier; None where it stands, there is none, or a trial put it back."""
        found: Any = cls.standing(model).filter(entity_id__in=model.objects.filter(slug=slug).values("pk")).first()
        noted = recording.dry_run.of(Retraction) if recording.dry_run is not None else []
        is_back = any(found and (one.table, one.fact_id) == (found._meta.db_table, found.pk) for one in noted)
        return None if is_back else found


class LabelChange(Fact):
    """One column of an entity, before and after. Written only on a change, so most entities have none.

    A relation is kept as the id of what it names.
    """

    is_retractable = False
    undone_by = "Write the label as it was on the page of what bears it, or take back the recording from My desk."

    table = models.CharField(max_length=63)
    entity_id = models.BigIntegerField()
    field = models.CharField(max_length=63)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["table", "entity_id"], name="label_change_of_entity")]

    def __str__(self) -> str:
        return f"{self.table} {self.entity_id}: {self.field}"


@once
def labels_at(model: type[Entity], at: AsOf) -> dict[tuple[int, str], str]:
    """(id of the entity, column) → its text at `at`, for every label of `model` that was ever changed.

    The latest effective change that counts wins. An undated one speaks of every day, so it outranks all that was
    recorded before it; before any counts, the label is the one that the first change found.
    """
    labels: dict[tuple[int, str], tuple[date, str]] = {}
    for change in LabelChange.objects.filter(table=model._meta.db_table).order_by("recording_id", "pk"):
        key = (change.entity_id, change.field)
        since, text = labels.setdefault(key, (UNDATED, change.before))
        if change.recording_id > at.serial or change.counts_from > at.as_of:
            continue
        if change.is_undated or change.counts_from >= since:
            labels[key] = (change.counts_from, change.after)
    return {key: text for key, (since, text) in labels.items()}
