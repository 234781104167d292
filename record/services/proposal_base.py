"""The state that a proposal was shown against, and what of it has moved since."""

from collections.abc import Iterable, Iterator

from django.db.models import Count, Max

from projects.models import HealthChange
from record.calculations.as_of import AsOf
from record.calculations.hash_chain import fingerprint
from record.models import Fact, LabelChange, Retraction, Thing

MOST_TOLD = 3
# What the nightly watch works out by itself is no statement of anybody.
WORKED_OUT = (HealthChange,)


class Moved(Exception):
    """What was shown is no longer so; says what."""


def relations(thing: Thing) -> Iterator[tuple[type, str]]:
    """The tables of facts and of things that are about a thing, with the relation that leads to it."""
    for relation in thing._meta.related_objects:
        if issubclass(relation.related_model, Fact | Thing) and relation.related_model not in WORKED_OUT:
            yield relation.related_model, relation.field.name


def base_hash(things: Iterable[Thing], *, at: AsOf) -> str:
    """SHA-256 over what is on record of the things at `at`: their labels' recording, how many facts, the newest."""
    state = []
    for thing in things:
        state.append([thing._meta.db_table, thing.pk, thing.recording_id])
        for model, name in relations(thing):
            rows = model.objects.filter(**{name: thing})
            known = rows.known(at) if issubclass(model, Fact) else rows.filter(created_in_id__lte=at.serial)
            found = known.order_by().aggregate(count=Count("pk"), newest=Max("pk"))
            if found["count"]:
                state.append([model._meta.db_table, name, found["count"], found["newest"]])
    return fingerprint(state)


def moved(things: Iterable[Thing], *, since: int) -> str:
    """In words, what was recorded of the things after the recording `since`."""
    told = [words for thing in things for words in _news(thing, since)]
    more = f" and {len(told) - MOST_TOLD:,} more" if len(told) > MOST_TOLD else ""
    return "; ".join(told[:MOST_TOLD]) + more


def _news(thing: Thing, since: int) -> Iterator[str]:
    for change in LabelChange.objects.filter(
        table=thing._meta.db_table, thing_id=thing.pk, recording_id__gt=since
    ).select_related("recording"):
        yield f"{change.field.replace('_', ' ')} of {thing} was changed{_by(change)}"
    for model, name in relations(thing):
        noun = str(model._meta.verbose_name)
        rows = model.objects.filter(**{name: thing})
        for row in rows.filter(recording_id__gt=since).select_related("recording").order_by("pk")[: MOST_TOLD + 1]:
            yield f"{noun} {row} was recorded{_by(row)}"
        if issubclass(model, Fact) and model.is_retractable:
            gone = Retraction.objects.filter(table=model._meta.db_table, fact_id__in=rows.values("pk"))
            for one in gone.filter(recording_id__gt=since).select_related("recording"):
                yield f"{noun} {one.fact_id} was retracted{_by(one)}"


def _by(row: object) -> str:
    return f" by {row.recording.by_name} in recording {row.recording_id}"
