"""Whether a company or a project is on record already under another writing: what is asked before it is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from projects.calculations.names import bare_key, bare_name, near_names
from record.models import Entity
from record.models.redirects import merged

E = TypeVar("E", bound=Entity)

LABELS = {"ticker": "ticker", "cik": "CIK", "uei": "UEI"}
"""What a company is known by besides its name."""
CODES = {**LABELS, "code": "code"}
KEYS = tuple(CODES)
"""What an entity is known by besides its name: a company's numbers, the code of an agency or a program."""
MOST = 3


@dataclass(slots=True)
class Known(Generic[E]):
    """The entities of one table by their bare names and by their keys; what a file adds is added here as well."""

    by_name: dict[str, list[E]] = field(default_factory=lambda: defaultdict(list))
    by_key: dict[tuple[str, str], list[E]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, entities: Iterable[E], named: Mapping[str, E]) -> "Known[E]":
        """Those entities; one that was merged is known by its own name as well, and found as what `named` gives."""
        found = cls()
        for entity in entities:
            found.add(named[entity.slug], name=_name(entity))
        return found

    def add(self, entity: E, *, name: str = "") -> None:
        """Know one more; `name` where it is called otherwise as well."""
        bearing = self.by_name[bare_name(name or _name(entity))]
        bearing.extend([] if entity in bearing else [entity])
        for key in _keys(entity):
            if entity not in self.by_key[key]:
                self.by_key[key].append(entity)

    def same(self, name: str) -> list[E]:
        """Those of that name, written in whichever way."""
        return list(self.by_name.get(bare_name(name), []))

    def near(self, name: str) -> list[E]:
        """Those of a name that is near it, the nearest first."""
        return [one for other in near_names(bare_name(name), self.by_name) for one in self.by_name[other]][:MOST]

    def bearing(self, entity: E) -> Iterator[tuple[str, E]]:
        """Others that bear a key of the entity, each with the name of the key."""
        for key in _keys(entity):
            for other in self.by_key.get(key, []):
                if other.slug != entity.slug and not _on_two_exchanges(key[0], entity, other):
                    yield key[0], other

    def questions(self, entity: E, *, names: Iterable[str] = ("name", *KEYS)) -> list[str]:
        """What is asked before the entity bears these labels; nothing where it is like no other."""
        wanted = set(names)
        noun = str(entity._meta.verbose_name)
        asked: dict[str, str] = {}
        if "name" in wanted:
            for other in self.same(_name(entity)):
                asked.setdefault(other.slug, f"{_named(other)} bears the same name.")
            for other in self.near(_name(entity)):
                asked.setdefault(other.slug, f"{_named(other)} bears a name that is near it.")
        for key, other in self.bearing(entity):
            if key in wanted:
                label = CODES[key]
                asked[other.slug] = f"{_named(other)} bears the same {label}, {getattr(other, key)}."
        asked.pop(entity.slug, None)
        return [f"{sentence} Is it the same {noun}, or another one?" for sentence in asked.values()]


def questions(entity: Entity, *, names: Iterable[str] = ("name", *KEYS), within: str = "") -> list[str]:
    """The same of what is on record today and not withdrawn; `within` a relation, of those that share it alone."""
    rows: dict[int, Any] = {row.pk: row for row in _standing(entity) if not within or _share(entity, row, within)}
    into = merged(type(entity))
    named = {row.slug: rows.get(into.get(pk, pk), row) for pk, row in rows.items()}
    return Known.of(rows.values(), named).questions(entity, names=names)


def _standing(entity: Any) -> Iterable[Any]:
    return type(entity).objects.standing()


def _share(one: Any, other: Any, relation: str) -> bool:
    return getattr(one, f"{relation}_id") == getattr(other, f"{relation}_id")


def _name(entity: Any) -> str:
    """Its name; a phase is called by its product and its stage."""
    if hasattr(entity, "name"):
        return str(entity.name)
    return " ".join(part for part in (entity.product, entity.stage_as_stated) if part)


def _named(entity: Any) -> str:
    return f"{_name(entity)} [{entity.slug}]"


def _keys(entity: Any) -> Iterator[tuple[str, str]]:
    for name in KEYS:
        if text := bare_key(getattr(entity, name, "") or ""):
            yield name, text


def _on_two_exchanges(key: str, one: Any, other: Any) -> bool:
    """A ticker names a company on its own exchange alone."""
    exchanges = {one.exchange.casefold(), other.exchange.casefold()} - {""} if key == "ticker" else set()
    return len(exchanges) == 2
