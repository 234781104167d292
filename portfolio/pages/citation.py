"""A citation with its sources, and a source with what cites it."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from portfolio.reports import columns as c
from portfolio.reports.base import Column
from portfolio.reports.tables import RECORDING, Table
from portfolio.reports.words import words_of
from projects.models import StatementKind
from record.calculations.as_of import AsOf
from record.models import Citation, Fact, Source
from record.models.entities_at import EntitiesAt

from .files import FileLine, files_of

MOST = 50
"""Facts listed of one table; the rest are counted."""

COLUMNS = (
    Column("table", "What", "Which kind of fact.", value=lambda fact: noun(type(fact))),
    Column(
        "statement",
        "Fact",
        "The fact that cites it.",
        words=words_of(StatementKind.choices),
        is_prose=True,
        value=str,
    ),
    c.EFFECTIVE_ON,
    RECORDING,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """Sources, and the facts that rest on them."""

    sources: list[Source]
    facts: Table
    count: int
    files: list[FileLine]


def facts_citing(at: AsOf, citations: list[int]) -> tuple[Table, int]:
    """The facts known at `at` that cite any of `citations`, and how many they are.

    Two questions a table of facts.
    """
    lines, count, notes, labelled = [], 0, [], EntitiesAt(at)
    for model in apps.get_models():
        if not issubclass(model, Fact):
            continue
        known = model.objects.known(at).filter(citation__in=citations)
        number = known.count()
        if not number:
            continue
        count += number
        if number > MOST:
            notes.append(f"Of {number:,} rows of {noun(model)} the first {MOST} are listed.")
        lines += labelled.fill(known.select_related(*_named(model)).order_by("pk")[:MOST])
    table = Table(
        name="facts",
        title="What rests on it",
        columns=COLUMNS,
        lines=lines,
        empty="No fact on record cited it then.",
        notes=tuple(notes),
    )
    return table, count


def noun(model: type[Model]) -> str:
    """What a row of the table is called."""
    return str(model._meta.verbose_name)


def _named(model: type[Model]) -> list[str]:
    """Relations that a fact's own name may speak of."""
    return [
        field.name
        for field in model._meta.fields
        if field.is_relation and field.name not in {"recording", "citation"} and not field.null
    ]


def citation_page(at: AsOf, citation: Citation) -> Cited:
    sources = list(citation.sources.known(at).order_by("slug"))
    table, count = facts_citing(at, [citation.pk])
    return Cited(sources, table, count, files_of(at, *sources))


def source_page(at: AsOf, source: Source) -> Cited:
    table, count = facts_citing(at, list(source.citations.values_list("pk", flat=True)))
    return Cited([source], table, count, files_of(at, source))
