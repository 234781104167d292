"""The state that a proposal was shown against, and what of it has moved since."""

from collections.abc import Iterable, Iterator

from django.db.models import Count, Max

from record.calculations.as_of import AsOf
from record.calculations.hash_chain import fingerprint
from record.models import Entity, Fact, LabelChange, Retraction

MOST_TOLD = 3


class Moved(Exception):
    """What was shown is no longer so; says what."""


def is_worked_out(model: type) -> bool:
    """True for facts that a nightly job works out by itself: they are no statement of anybody."""
    return getattr(model, "is_worked_out", False)


def relations(entity: Entity) -> Iterator[tuple[type[Fact] | type[Entity], str]]:
    """The tables of facts and of entities that are about an entity, with the relation that leads to it."""
    for relation in entity._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and issubclass(model, Fact | Entity) and not is_worked_out(model):
            yield model, relation.field.name


def base_hash(entities: Iterable[Entity], *, at: AsOf) -> str:
    """SHA-256 over what is on record of the entities at `at`: their labels' recording, how many facts, the newest."""
    state = []
    for entity in entities:
        state.append([entity._meta.db_table, entity.pk, entity.recording_id])
        for model, name in relations(entity):
            rows = model.objects.filter(**{name: entity})
            found = rows.known(at).order_by().aggregate(count=Count("pk"), newest=Max("pk"))
            if found["count"]:
                state.append([model._meta.db_table, name, found["count"], found["newest"]])
    return fingerprint(state)


def moved(entities: Iterable[Entity], *, since: int) -> str:
    """In words, what was recorded of the entities after the recording `since`."""
    described = [words for entity in entities for words in _news(entity, since)]
    more = f" and {len(described) - MOST_TOLD:,} more" if len(described) > MOST_TOLD else ""
    return "; ".join(described[:MOST_TOLD]) + more


def _news(entity: Entity, since: int) -> Iterator[str]:
    for change in LabelChange.objects.filter(
        table=entity._meta.db_table, entity_id=entity.pk, recording_id__gt=since
    ).select_related("recording"):
        yield f"{change.field.replace('_', ' ')} of {entity} was changed{_by(change)}"
    for model, name in relations(entity):
        noun = str(model._meta.verbose_name)
        rows = model.objects.filter(**{name: entity})
        for row in rows.filter(recording_id__gt=since).select_related("recording").order_by("pk")[: MOST_TOLD + 1]:
            yield f"{noun} {row} was recorded{_by(row)}"
        if issubclass(model, Fact) and model.is_retractable:
            ids = model.objects.filter(**{name: entity}).values_list("pk", flat=True)
            gone = Retraction.objects.filter(table=model._meta.db_table, fact_id__in=ids)
            for one in gone.filter(recording_id__gt=since).select_related("recording"):
                yield f"{noun} {one.fact_id} was retracted{_by(one)}"


def _by(row: Fact | Entity | Retraction) -> str:
    return f" by {row.recording.by_name} in recording {row.recording_id}"
