"""Whether a company or a project is on record already under another writing: what is asked before it is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from projects.calculations.names import bare_key, bare_name, near_names
from record.models import Entity, LabelChange
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
    by_slug: dict[str, E] = field(default_factory=dict)
    by_former: dict[str, list[E]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, entities: Iterable[E], named: Mapping[str, E]) -> "Known[E]":
        """Those entities; one that was merged is known by its own name as well, and found as what `named` gives."""
        found = cls()
        by_pk: dict[int, E] = {}
        for entity in entities:
            by_pk[entity.pk] = named[entity.slug]
            found.name_by_slug(entity.slug, named[entity.slug])
            found.add(named[entity.slug], name=_name(entity))
        for pk, name in _former_names(by_pk.values()):
            if pk in by_pk and by_pk[pk] not in found.by_former[bare_name(name)]:
                found.by_former[bare_name(name)].append(by_pk[pk])
        return found

    def add(self, entity: E, *, name: str = "") -> None:
        """Know one more; `name` where it is called otherwise as well."""
        bearing = self.by_name[bare_name(name or _name(entity))]
        bearing.extend([] if entity in bearing else [entity])
        self.name_by_slug(entity.slug, entity)
        for key in _keys(entity):
            if entity not in self.by_key[key]:
                self.by_key[key].append(entity)

    def name_by_slug(self, slug: str, entity: E) -> None:
        if slug not in self.by_slug:
            self.by_slug[slug] = entity
            self.by_key["slug", slug.casefold()].append(entity)

    def same(self, name: str) -> list[E]:
        """Those of that name, written in whichever way."""
        return list(self.by_name.get(bare_name(name), []))

    def called(self, text: str) -> list[E]:
        """Those that a text names: by its very identifier that one; else by identifier, name or ticker in force,
        however it is written; else by a former name.

        Several where it is, say, the ticker of one and the name of another.
        """
        if text in self.by_slug:
            return [self.by_slug[text]]
        bare, key = bare_name(text), bare_key(text)
        found = [*self.by_key.get(("slug", text.strip().casefold()), [])]
        found += self.by_name.get(bare, []) if bare else []
        found += self.by_key.get(("ticker", key), []) if key else []
        return list({one.slug: one for one in found or self.by_former.get(bare, [])}.values())

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
            for other in self.by_key.get(("ticker", bare_key(_name(entity))), []):
                asked.setdefault(other.slug, f"{_named(other)} bears that as its ticker.")
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
    rows = (row for row in _standing(type(entity)) if not within or _share(entity, row, within))
    return _known(type(entity), rows).questions(entity, names=names)


def standing(model: type[E]) -> Known[E]:
    """The entities of a table that are on record today and not withdrawn."""
    return _known(model, _standing(model))


def several(text: str, entities: Iterable[Entity]) -> str:
    """That a text names more than one, and what to do."""
    return f'"{text}" names several: {"; ".join(map(_named, entities))}. Write the identifier of one.'


def _known(model: type[E], entities: Iterable[E]) -> Known[E]:
    rows = {row.pk: row for row in entities}
    into = merged(model)
    return Known.of(rows.values(), {row.slug: rows.get(into.get(pk, pk), row) for pk, row in rows.items()})


def _former_names(entities: Iterable[Any]) -> Iterable[tuple[int, str]]:
    """Id of an entity and a name that it bore before; one question to the database, none of what bears no name."""
    table = next((one._meta.db_table for one in entities if hasattr(one, "name")), "")
    changes = LabelChange.objects.filter(table=table, field="name").exclude(before="")
    return changes.values_list("entity_id", "before") if table else ()


def _standing(model: Any) -> Iterable[Any]:
    return model.objects.standing()


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
