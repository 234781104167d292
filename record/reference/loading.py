"""One load of data files: what they say now is compared with what earlier loads said, and the difference is written.

Only what a load itself wrote is changed or taken back by a later one: an officer's correction of a loaded figure stays
until the file itself says something new. Loading the same files twice writes nothing and opens no recording.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects

from record.calculations.partial_dates import PartialDate
from record.models import Channel, Citation, Entity, Fact, LabelChange, Recording, Retraction, Source
from record.models.labels import label
from record.services import entities, facts, same_day, sources
from record.services.recordings import open_recording, take_write_lock
from record.services.timing import day_of

from .rows import UnreadableFile

F = TypeVar("F", bound=Fact)
T = TypeVar("T")

SAYS_NO_LONGER = "The file that it was loaded from no longer says this."
SAYS_SO_NOW = "The file that it was loaded from says so now."
NOT_CONTENT = {"id", "recording", "counts_from"}
NO_DAYS: Mapping[str, PartialDate | None] = {}


class Known(dict[str, T]):
    """Things by name; asking for one that is not there raises UnreadableFile."""

    def __init__(self, kind: object, entities: Mapping[str, T]) -> None:
        super().__init__(entities)
        self.kind = kind

    def __missing__(self, name: str) -> T:
        nearest = get_close_matches(name, self, 1)
        meant = f" Did you mean {nearest[0]}?" if nearest else " Add it to its file first."
        raise UnreadableFile(f'No {self.kind} is called "{name}".{meant}')


@contextmanager
def loading(*, loader: str, why: str, approval: str, say: Callable[[str], None]) -> Iterator["Loading"]:
    """A load by `loader`, all of it or nothing, under one recording that is opened by the first difference."""
    with transaction.atomic(), ExitStack() as stack:
        take_write_lock()
        load = Loading(loader=loader, why=why, approval=approval, say=say, stack=stack)
        yield load


class Loading:
    """What one load knows while it runs; see `loading`."""

    def __init__(self, *, loader: str, why: str, approval: str, say: Callable[[str], None], stack: ExitStack) -> None:
        self.loader = loader
        self.why = why
        self.approval = approval
        self.say = say
        self.is_different = False
        self._stack = stack
        self._entities: dict[type[Entity], Known] = {}
        self._changes: dict[type[Entity], dict[tuple[int, str], list[LabelChange]]] = {}

    @cached_property
    def recording(self) -> Recording:
        """The recording of this load; asked for only when there is something to write."""
        self.is_different = True
        return self._stack.enter_context(
            open_recording(by_name=self.loader, why=self.why, channel=Channel.IMPORT, approval=self.approval)
        )

    @cached_property
    def _citations(self) -> dict[str, Citation]:
        """The citations on record by their text, each with its sources at hand."""
        return {one.text: one for one in Citation.objects.prefetch_related("sources")}

    def tell(self, name: object, *, new: int, changed: int, total: int) -> None:
        """One line of progress."""
        news = f"{new} new, {changed} changed or gone" if new or changed else "as before"
        self.say(f"  {name}: {total} ({news})")

    def cite(self, slugs: Iterable[str]) -> Citation | None:
        """The citation of these sources, with its sources at hand; None for no source."""
        text = ";".join(dict.fromkeys(slugs))
        if text and text not in self._citations:
            citation = sources.cite(text.split(";"))
            prefetch_related_objects([citation], "sources")
            self._citations[text] = citation
        return self._citations.get(text)

    def sources(self, wanted: dict[str, dict[str, Any]]) -> None:
        """Put sources on record. Raises UnreadableFile when one is on record otherwise."""
        known = {source.slug: source for source in Source.objects.all()}
        new = 0
        for slug, values in wanted.items():
            if slug not in known:
                sources.add_source(recording=self.recording, slug=slug, **values)
                new += 1
            elif changed := [name for name, value in values.items() if getattr(known[slug], name) != value]:
                raise UnreadableFile(
                    f"The source {slug} is on record with another {changed[0].replace('_', ' ')}. A changed page is a "
                    "new source: give it an id of its own."
                )
        self.tell("sources", new=new, changed=0, total=len(wanted))

    def entities(
        self,
        model: type[T],
        wanted: dict[str, dict[str, Any]],
        *,
        create: Callable[..., T] = entities.create,
        since: Mapping[str, PartialDate | None] = NO_DAYS,
    ) -> Known[T]:
        """Put entities on record by identifier, relabelled where the file says something new; none is removed.

        `since`: by identifier, the day from which a new label holds; for every day where it names none.
        """
        known = self._known_entities(model)
        counted: Counter[str] = Counter()
        for slug, values in wanted.items():
            if slug not in known:
                with naming(slug):
                    known[slug] = create(model(slug=slug, **values), recording=self.recording)
                counted["new"] += 1
            elif news := {name: value for name, value in values.items() if self._is_news(known[slug], name, value)}:
                with naming(slug):
                    entities.relabel(
                        known[slug], news, recording=self.recording, effective_on=since.get(slug), note=SAYS_SO_NOW
                    )
                counted["changed"] += 1
        self.tell(model._meta.verbose_name_plural, new=counted["new"], changed=counted["changed"], total=len(wanted))
        return known

    def facts(
        self,
        model: type[F],
        wanted: list[F],
        *,
        record: Callable[..., F] | None = None,
        reasons: Sequence[tuple[F, str]] = (),
    ) -> list[F]:
        """Put facts on record, each by the service of its table, and take back those that the files no longer say.

        `reasons`: facts that are taken back, each with the reason that the file gives.

        Returns the row of each wanted fact, in the same order: the one on record, or the new one.
        """
        stated = self._said(model)
        rows, new = [], 0
        for fact in wanted:
            known = stated[_content(fact)]
            if known:
                rows.append(known.pop(0))
            else:
                setattr(fact, same_day.SHOWN, True)  # what its files say no longer is taken back below
                with naming(fact):
                    rows.append(record(fact, recording=self.recording) if record else self._by_service(fact))
                new += 1
        left = [row for rows in stated.values() for row in rows]
        retracted = self._retracted(model) if left else set()
        gone = [row for row in left if row.pk not in retracted]
        why = {_content(fact): reason for fact, reason in reasons}
        for row in gone:
            facts.retract(row, reason=why.get(_content(row), SAYS_NO_LONGER), recording=self.recording)
        self.tell(model._meta.verbose_name_plural, new=new, changed=len(gone), total=len(wanted))
        return rows

    def _by_service(self, fact: F) -> F:
        return facts.record_by_service(fact, recording=self.recording, today=day_of(self.recording))

    def _said(self, model: type[F]) -> dict[tuple, list[F]]:
        """What earlier loads said and did not take back themselves, by content."""
        own = self._retracted(model, by_name=self.loader)
        stated = defaultdict(list)
        for row in model.objects.filter(recording__by_name=self.loader).order_by("pk"):
            if row.pk not in own:
                stated[_content(row)].append(row)
        return stated

    def _retracted(self, model: type[Fact], by_name: str | None = None) -> set[int]:
        retractions = Retraction.objects.filter(table=model._meta.db_table)
        if by_name:
            retractions = retractions.filter(recording__by_name=by_name)
        return set(retractions.values_list("fact_id", flat=True))

    def _known_entities(self, model: type[T]) -> Known[T]:
        if model not in self._entities:
            self._entities[model] = Known(
                model._meta.verbose_name, {entity.slug: entity for entity in model.objects.all()}
            )
            self._changes[model] = defaultdict(list)
            changes = LabelChange.objects.filter(table=model._meta.db_table).select_related("recording")
            for change in changes.order_by("recording_id", "pk"):
                self._changes[model][change.entity_id, change.field].append(change)
        return self._entities[model]

    def _is_news(self, entity: Entity, name: str, value: Any) -> bool:
        """True when the file says another label than earlier loads did, whatever officers made of it since."""
        changes = self._changes[type(entity)][entity.pk, name]
        own = [change for change in changes if change.recording.by_name == self.loader]
        first = changes[0].before if changes else label(entity, name)
        loaded = own[-1].after if own else first
        return label(type(entity)(**{name: value}), name) != loaded


@contextmanager
def naming(subject: object) -> Iterator[None]:
    """Raise what a service refuses as UnreadableFile that also says of what it was refused."""
    try:
        yield
    except ValidationError as error:
        raise UnreadableFile(f"{subject}: {sentence(error)}") from error


def sentence(error: Exception) -> str:
    """An error of a load in one line, each message with its field where it has one."""
    if hasattr(error, "error_dict"):
        return " ".join(f"{name}: {text}" for name, texts in error.message_dict.items() for text in texts)
    return " ".join(getattr(error, "messages", [str(error)]))


def _content(fact: Fact) -> tuple:
    """What a fact says, comparable between one on record and one that is to be."""
    columns = (field for field in fact._meta.concrete_fields if field.name not in NOT_CONTENT)
    return tuple(field.to_python(getattr(fact, field.attname)) for field in columns)
