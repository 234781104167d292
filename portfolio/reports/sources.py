"""What every figure rests on: each publication, and how much cites it."""

from collections import Counter

from django.apps import apps
from django.db.models import Count

from projects.calculations.as_of import AsOf
from projects.models import CitedSource, Fact, Source

from .base import Answer, Column, Definition, Type
from .filters import Filters

COLUMNS = (
    Column("source", "Source", "Identifier, as the other reports cite it.", page="source"),
    Column("publisher", "Publisher", "Who published it."),
    Column("title", "Title", "What it is called."),
    Column(
        "published_on", "Published", "As far as it is dated.", Type.PARTIAL_DATE, unknown="the source bears no date"
    ),
    Column("address", "Address", "Where it was read.", unknown="no address"),
    Column("accessed_on", "Accessed", "The day it was read.", Type.DATE, unknown="not noted"),
    Column("file_sha256", "SHA-256", "Hash of the file, where one was kept.", unknown="no file was kept"),
    Column("facts", "Facts", "How many dated facts cite it, alone or with others.", Type.INTEGER),
    Column("recording", "Recording", "Serial of the recording that added it.", Type.INTEGER),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    facts = facts_by_source(at)
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
    ]
    return Answer(rows)


def facts_by_source(at: AsOf) -> Counter[int]:
    """How many facts known at `at` cite each source; one question a table of facts, however many there are."""
    of_citation: Counter[int] = Counter()
    for model in apps.get_models():
        if issubclass(model, Fact):
            counted = model.objects.known(at).exclude(citation=None).order_by().values_list("citation")
            of_citation.update(dict(counted.annotate(Count("pk"))))
    of_source: Counter[int] = Counter()
    for source, citation in CitedSource.objects.values_list("source_id", "citation_id"):
        of_source[source] += of_citation[citation]
    return of_source


DEFINITION = Definition("sources", "Sources", "What does each figure rest on?", COLUMNS, (), answer)
