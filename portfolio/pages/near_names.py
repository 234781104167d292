"""What an address may mean that is the identifier of nothing: what bears or bore that name, or a near one.

A name stands in an address as words with dashes: "MP Materials Corp." as mp-materials-corp.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from portfolio.models import Agency, Investment, Program
from portfolio.positions.names import names_borne
from portfolio.positions.near_words import nearest
from projects.calculations.names import bare_name
from record.calculations.as_of import AsOf
from record.models import Entity, LabelChange
from record.models.redirects import merged

FEW = 5
"""So many near names are shown at most."""


@dataclass(frozen=True, slots=True)
class Near:
    """The identifier of what is on record, and the name that it bears."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Called:
    """All that one thing is called: its name at an AsOf; its codes, and the names that it bore or was merged from."""

    slug: str
    name: str
    others: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.name, self.slug, *self.others


def called_at(model: type[Entity], at: AsOf) -> list[Called]:
    """All of a table that is on record at `at`, by its names; an award is called by who gets what."""
    manager: Any = model.objects
    entities = manager.at(at)
    into = merged(model, at)
    awards = names_borne("investment", at) if model is Investment else {}
    others: dict[int, list[str]] = {}
    changes = LabelChange.objects.filter(table=model._meta.db_table, field="name", recording__lte=at.serial)
    written = changes.order_by("pk").values_list("entity_id", "before", "after")
    old = [(pk, name) for pk, *names in written for name in names if name]
    for one in manager.filter(pk__in=list(into)) if into else ():
        old += [(one.pk, one.slug), (one.pk, str(getattr(one, "name", "")))]
    for pk, name in old:
        others.setdefault(into.get(pk, pk), []).append(name)
    found = []
    for entity in entities.values():
        name = awards.get(entity.slug) or str(getattr(entity, "name", entity.slug))
        codes = [entity.code] if isinstance(entity, Agency | Program) else []
        found.append(Called(entity.slug, name, (*codes, *others.get(entity.pk, ()))))
    return found


def borne_by(text: str, called: Iterable[Called]) -> str:
    """The identifier of the one thing that bears this name, or bore it; empty where none does, or several do."""
    wanted = slugify(text)
    found = {one.slug for one in called if wanted and any(slugify(name) == wanted for name in one.all)}
    return found.pop() if len(found) == 1 else ""


def near_to(text: str, called: Iterable[Called]) -> list[Near]:
    """At most five that are called nearly so.

    What is called so but for its form is first, then what has these words in its name, then what is written alike.
    """
    wanted = bare_name(text.replace("-", " ").replace("_", " "))
    if not wanted:
        return []
    names = {one.slug: (one, [bare_name(name.replace("-", " ")) for name in one.all]) for one in called}
    written = {f"{slug} {place}": name for slug, (_, all_) in names.items() for place, name in enumerate(all_)}
    alike: dict[str, float] = {}
    for key, score in nearest(wanted, written, most=len(written)):
        alike.setdefault(key.rpartition(" ")[0], score)
    ranked = []
    for slug, (one, known) in names.items():
        rank = min(_contained(wanted, name) for name in known)
        if rank < APART or slug in alike:
            ranked.append((rank, -alike.get(slug, 0.0), len(one.name), one.name.casefold(), one))
    return [Near(one.slug, one.name) for *_, one in sorted(ranked, key=lambda line: line[:-1])][:FEW]


APART = 3


def _contained(wanted: str, name: str) -> int:
    """0: the same words; 1: the name begins with them; 2: it has them, or is within them; 3: neither."""
    if name == wanted:
        return 0
    if f"{name} ".startswith(f"{wanted} "):
        return 1
    within = f" {wanted} " in f" {name} " or (len(name) > APART and f" {name} " in f" {wanted} ")
    return 2 if within else APART


def of_names(names: Mapping[str, str]) -> list[Called]:
    """Things that are no rows of their own: identifier → name."""
    return [Called(slug, name) for slug, name in names.items()]
