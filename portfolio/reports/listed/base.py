"""How a table of facts is declared as a report that can be read back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition
from record.calculations.as_of import AsOf
from record.models import Fact


@dataclass(frozen=True, slots=True)
class Part:
    """One column and the attribute of the fact that it shows: `phase.slug`, `effective_on`.

    `is_key`: among those that say of what the fact speaks. `shown_only`: worked out or given by the recording, so an
    import leaves it aside.
    """

    column: Column
    path: str
    is_key: bool = False
    is_required: bool = False
    shown_only: bool = False

    def value(self, fact: Fact) -> Any:
        """What the column shows of a fact; None where it says nothing."""
        value = value_of(fact, self.path)
        return None if value == "" else value


TRAILING = (
    Part(c.NOTE, "note"),
    Part(c.SOURCES, "citation.text"),
    Part(c.CONTROL, "recording.approval", shown_only=True),
    Part(c.RECORDING, "recording_id", shown_only=True),
    Part(c.RECORDED_AT, "recording.moment", shown_only=True),
    Part(c.RECORDED_BY, "recording.by_name", shown_only=True),
)


@dataclass(frozen=True)
class Listed:
    """A table of facts: a report of those that stand, and the columns by which an import reads them."""

    name: str
    title: str
    question: str
    model: type[Fact]
    own: tuple[Part, ...]
    version: int = 1

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return (*self.own, *TRAILING)

    @cached_property
    def keys(self) -> tuple[Part, ...]:
        return tuple(part for part in self.own if part.is_key)

    def standing(self, facts: Iterable[Fact]) -> dict[tuple, list[Fact]]:
        """Key → the facts of the newest recording that speaks of it; several when it said several at once."""
        found: dict[tuple, list[Fact]] = defaultdict(list)
        for fact in facts:
            key = tuple(value_of(fact, part.path) for part in self.keys)
            if found[key] and found[key][0].recording_id < fact.recording_id:
                found[key].clear()
            if not found[key] or found[key][0].recording_id == fact.recording_id:
                found[key].append(fact)
        return found

    def facts(self, query: Any) -> Any:
        """The facts of a query with all that their columns show, in one question."""
        related = {path.rpartition(".")[0].replace(".", "__") for path in (part.path for part in self.parts)}
        return query.select_related(*sorted(filter(None, related)))

    def answer(self, at: AsOf, filters: Filters) -> Answer:
        lines = []
        entities = self._entities(at)
        for key, facts in self.standing(self.facts(self.model.objects.at(at))).items():
            for fact in facts:
                for name, by_id in entities.items():
                    setattr(fact, name, by_id.get(getattr(fact, f"{name}_id")))
                lines.append((tuple(map(sortable, key)), fact.pk, fact))
        return Answer([fact for _, _, fact in sorted(lines)])

    def _entities(self, at: AsOf) -> dict[str, dict[int, Any]]:
        """Relation → the entities that it leads to, as they were called at `at`."""
        paths = [part.path.split(".") for part in self.own if "." in part.path]
        found = {}
        for name in {path[0] for path in paths}:
            beyond = sorted({path[1] for path in paths if path[0] == name and len(path) > 2})
            found[name] = self.model._meta.get_field(name).related_model.objects.select_related(*beyond).at(at)
        return found

    @cached_property
    def definition(self) -> Definition:
        return Definition(
            self.name,
            self.title,
            self.question,
            tuple(part.column.of(part.value) for part in self.parts),
            (),
            self.answer,
            version=self.version,
        )


def value_of(fact: Any, path: str) -> Any:
    """The attribute at the end of a path; None where a relation on the way leads nowhere."""
    for name in path.split("."):
        if fact is None:
            return None
        fact = getattr(fact, name)
    return fact


def sortable(value: Any) -> tuple:
    """A total order over values of which some are unknown."""
    return (value is not None, "" if value is None else str(value))
