"""What every figure rests on: each publication, and how much cites it."""

from collections import Counter

from django.apps import apps
from django.db.models import Count

from portfolio.positions.filters import Filters
from portfolio.positions.investments import on_record_at
from record.calculations.as_of import AsOf
from record.models import CitedSource, Fact, Source

from .base import Answer, Column, Definition, Type
from .investments import FILTERS

COLUMNS = (
    Column("source", "Source", "Identifier, as the other reports cite it.", page="source"),
    Column("publisher", "Publisher", "Who published it."),
    Column("title", "Title", "What it is called.", is_prose=True),
    Column(
        "published_on", "Published", "As far as it is dated.", Type.PARTIAL_DATE, unknown="the source bears no date"
    ),
    Column("address", "Address", "Where it was read.", unknown="no address"),
    Column("accessed_on", "Accessed", "The day it was read.", Type.DATE, unknown="not noted"),
    Column("file_sha256", "SHA-256", "Hash of the file, where one was kept.", unknown="no file was kept"),
    Column("facts", "Facts", "How many dated facts cite it, alone or with others.", Type.INTEGER),
    Column("recording", "Recording", "Serial of the recording that added it.", Type.INTEGER, is_grouped=False),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    """Every source on record; narrowed, those that the facts of the awards asked for cite."""
    facts = facts_by_source(at, awards_asked(at, filters))
    sources = Source.objects.filter(recording_id__lte=at.serial)
    rows = [
        (
            source.slug,
            source.publisher,
            source.title,
            source.published_on,
            source.address or None,
            source.accessed_on,
            source.file_sha256 or None,
            facts[source.pk],
            source.recording_id,
        )
        for source in sorted(sources, key=lambda source: source.slug)
        if facts[source.pk] or not filters.asked()
    ]
    return Answer(rows, notes=("Narrowed by award, the facts of these awards alone are counted.",))


def awards_asked(at: AsOf, filters: Filters) -> list[int] | None:
    """Ids of the awards that the filters ask for; None when nothing is asked."""
    if not filters.asked():
        return None
    return [line.investment.pk for line in on_record_at(at) if line.passes(filters)]


def facts_by_source(at: AsOf, awards: list[int] | None = None) -> Counter[int]:
    """How many facts known at `at` cite each source, of all entities or of some awards alone.

    One question a table of facts, however many there are.
    """
    of_citation: Counter[int] = Counter()
    for model in apps.get_models():
        if not issubclass(model, Fact):
            continue
        cited = model.objects.known(at).exclude(citation=None)
        if awards is not None:
            if not any(column.name == "investment" for column in model._meta.concrete_fields):
                continue
            cited = cited.filter(investment_id__in=awards)
        of_citation.update(dict(cited.order_by().values_list("citation").annotate(Count("pk"))))
    of_source: Counter[int] = Counter()
    for source, citation in CitedSource.objects.values_list("source_id", "citation_id"):
        of_source[source] += of_citation[citation]
    return of_source


DEFINITION = Definition("sources", "Sources", "What does each figure rest on?", COLUMNS, FILTERS, answer)
