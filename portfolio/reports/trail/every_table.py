"""Every table of the record as a part of the trail, also those whose rows speak of other tables."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Q

from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf
from record.models import Entity, Fact, LabelChange, Retraction, Source
from record.models.entities_at import EntitiesAt

from .paths import ABOUT, named, ways_to
from .table_history import BY_TABLE, Stream, rows_about
from .values import in_words


class Entities(Stream):
    """Things are told as they are called since; what each was called before stands in the changes of labels."""

    @property
    def columns(self) -> list[str]:
        return []

    @property
    def read(self) -> dict[str, str]:
        return {name: column for name, column in super().read.items() if not name.startswith("described_")}


class ByTable(Stream):
    """Rows that name what they are about by its table and its number: labels, claims, proposals."""

    def about(self, entity: type[Entity], slug: str) -> Q:
        table, number = BY_TABLE
        return Q(**{table: entity._meta.db_table, f"{number}__in": entity.objects.filter(slug=slug).values("pk")})

    def complete(self, piece: list[dict[str, Any]]) -> None:
        super().complete(piece)
        slugs = names({(values["described_table"], values["described_entity_id"]) for values in piece})
        for values in piece:
            kind, slug = slugs.get((values["described_table"], values["described_entity_id"]), (None, None))
            values["entity"] = slug
            if kind in ABOUT:
                values[f"of_{kind}"] = slug
            for name in BY_TABLE:
                values["words"].pop(name)
            if self.model is LabelChange:
                values["noun"] = f"label: {values['words']['field']}"

    @property
    def fact(self) -> str:
        return "label" if self.model is LabelChange else self.noun

    def described_by(self, values: dict[str, Any]) -> tuple[str | None, str | None]:
        words = values["words"]
        if self.model is LabelChange:
            return words["before"] or None, words["after"] or None
        return None, in_words([name for name in self.columns if name not in BY_TABLE], words)


class Retractions(Stream):
    """Facts that stopped counting, with the reason."""

    def about(self, entity: type[Entity], slug: str) -> Q:
        found = Q(pk__in=[])
        for model in facts():
            if ways_to(model, entity):
                of_it = model._default_manager.filter(rows_about(model, entity, slug, self.labelled))
                found |= Q(table=model._meta.db_table, fact_id__in=of_it.values("pk"))
        return found

    def complete(self, piece: list[dict[str, Any]]) -> None:
        by_table: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for values in piece:
            by_table[values["described_table"]].append(values)
        for model in facts():
            rows = by_table.get(model._meta.db_table, [])
            if not rows:
                continue
            columns = {"pk": "pk", **{f"of_{name}": way.column for name, way in named(model).items()}}
            query = model._default_manager.filter(pk__in=[values["described_fact_id"] for values in rows])
            of = {found[0]: dict(zip(columns, found, strict=True)) for found in query.values_list(*columns.values())}
            for values in rows:
                found = of.get(values["described_fact_id"], {})
                values |= {name: value for name, value in found.items() if name != "pk"}
                values["noun"] = str(model._meta.verbose_name)
                values["slug"] = values["described_fact_id"]
            self.name_subjects(rows, model)

    def described_by(self, values: dict[str, Any]) -> tuple[str | None, str | None]:
        return None, f"reason: {values['described_reason']}"


def facts() -> list[type[Fact]]:
    return [model for model in apps.get_models() if issubclass(model, Fact)]


def names(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """(table, number) → the noun of the entity and its identifier; one question a table."""
    by_table: dict[str, set[int]] = defaultdict(set)
    for table, number in wanted:
        by_table[table].add(number)
    found = {}
    for model in apps.get_models():
        numbers = by_table.get(model._meta.db_table)
        if numbers and issubclass(model, Entity):
            for pk, slug in model._default_manager.filter(pk__in=numbers).values_list("pk", "slug"):
                found[model._meta.db_table, pk] = (str(model._meta.verbose_name), slug)
    return found


def streams(at: AsOf, filters: Filters, labelled: EntitiesAt) -> Sequence[Stream]:
    """Every table that is written under a recording; what was asked for of it."""
    asked = (at, filters, labelled)
    found: list[Stream] = [Retractions(Retraction, *asked, event="retracted"), Stream(Source, *asked)]
    for model in apps.get_models():
        if issubclass(model, Entity):
            found.append(Entities(model, *asked, serial="created_in", event="put on record"))
        elif issubclass(model, Fact):
            columns = {field.name for field in model._meta.concrete_fields}
            found.append((ByTable if columns.issuperset(BY_TABLE) else Stream)(model, *asked))
    return found
