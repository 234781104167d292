"""What every figure rests on: each publication, and how much cites it."""

from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count

from portfolio.positions.filters import Filters
from portfolio.positions.investments import on_record_at
from record.calculations.as_of import AsOf
from record.models import CitedSource, Fact, Source

from . import columns as c
from .base import Answer, Column, Definition, Type
from .investments import AWARD_FILTERS
from .left_out import in_no_fiscal_year


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source, and how many facts cite it."""

    source: Source
    facts: int


COLUMNS = (
    Column(
        "source",
        "Source",
        "Identifier, as the other reports cite it.",
        page="source",
        value=lambda line: line.source.slug,
    ),
    Column("publisher", "Publisher", "Who published it.", value=lambda line: line.source.publisher),
    Column("title", "Title", "What it is called.", is_prose=True, value=lambda line: line.source.title),
    Column(
        "published_on",
        "Published",
        "As far as it is dated.",
        Type.PARTIAL_DATE,
        unknown="the source bears no date",
        value=lambda line: line.source.published_on,
    ),
    Column(
        "address",
        "Address",
        "Where it was read.",
        unknown="no address",
        value=lambda line: line.source.address or None,
    ),
    Column(
        "accessed_on",
        "Accessed",
        "The day it was read.",
        Type.DATE,
        unknown="not noted",
        value=lambda line: line.source.accessed_on,
    ),
    Column(
        "read_in",
        "Read in",
        "The secondary text in which it was read; empty where it was itself opened.",
        unknown="opened itself, or not noted",
        value=lambda line: line.source.read_in or None,
    ),
    Column(
        "file_sha256",
        "SHA-256",
        "Hash of the file, where one was kept.",
        unknown="no file was kept",
        value=lambda line: line.source.file_sha256 or None,
    ),
    Column(
        "facts",
        "Facts",
        "How many dated facts cite it, alone or with others.",
        Type.INTEGER,
        value=lambda line: line.facts,
    ),
    c.RECORDING.of(lambda line: line.source.recording_id),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    """Every source on record; narrowed, those that the facts of the awards asked for cite."""
    facts = facts_by_source(at, awards_asked(at, filters))
    sources = sorted(Source.objects.known(at), key=lambda source: source.slug)
    lines = [SourceLine(source, facts[source.pk]) for source in sources if facts[source.pk] or not filters.asked()]
    counted = "Narrowed by award, the facts of these awards alone are counted."
    return Answer(lines, notes=(counted, *in_no_fiscal_year(at, filters)))


def awards_asked(at: AsOf, filters: Filters) -> list[int] | None:
    """Ids of the awards that the filters ask for; None when nothing is asked."""
    if not filters.asked():
        return None
    return [line.investment.pk for line in on_record_at(at) if not line.is_withdrawn and line.passes(filters)]


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


DEFINITION = Definition("sources", "Sources", "What does each figure rest on?", COLUMNS, AWARD_FILTERS, answer)
