"""What changed since a day: what happened after it, and what was learned or corrected of the time before."""

from collections.abc import Iterator
from dataclasses import replace

from portfolio.models import Terms
from portfolio.positions.filters import Filters
from portfolio.positions.kept_moments import Moment, compared_with
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .since import labels, projections
from .since.facts import Changes, retractions_since
from .since.kinds import KINDS, SUBJECTS, WITHDRAWN
from .since.lines import HAPPENED, LEARNED, About, ChangeLine, Entities
from .words import words, words_of

LISTS = {HAPPENED: "Happened", LEARNED: "Learned or corrected"}
NOT_OF_ONE = "it is about none"

COLUMNS = (
    Column("change", "List", "happened: effective after the day; learned_or_corrected: effective on or before it.",
           words=words_of(LISTS.items()), value=lambda line: line.change),
    Column("subject_kind", "Kind", f"What changed: {', '.join(SUBJECTS)}.", words=words,
           value=lambda line: line.subject),
    Column("what_changed", "What", "What the line is about, by name.", is_prose=True, value=lambda line: line.what),
    Column("value_before", "Before", "What stood there, as known on the day; of what happened, as known now.",
           unknown="nothing stood there", is_optional=True, is_prose=True, value=lambda line: line.before),
    Column("value_after", "After", "What stands there now.", is_prose=True, value=lambda line: line.after),
    c.EFFECTIVE_ON,
    Column("concerned_usd", "Dollars concerned", "An entry's own; of other lines of an award, its amount as stated. "
           "Several lines may be about the same dollars: never added up.", Type.USD, "USD",
           unknown="no amount is stated", is_optional=True, value=lambda line: line.amount),
    c.RECORDED_BY.of(lambda line: line.recording and line.recording.by_name),
    c.RECORDED_AT.of(lambda line: line.recording and line.recording.moment),
    c.RECORDED_WHY.of(lambda line: line.recording and line.recording.why),
    c.NOTE.of(lambda line: line.reason or None),
    c.SOURCES.of(lambda line: line.sources or None, unknown="no source is cited", is_optional=True),
    c.INVESTMENT.of(lambda line: line.about.investment, unknown=NOT_OF_ONE, is_optional=True),
    c.COMPANY.of(lambda line: line.about.company, unknown=NOT_OF_ONE, is_optional=True),
    c.PROJECT.of(lambda line: line.about.project, unknown=NOT_OF_ONE, is_optional=True),
    c.RECORDING.of(lambda line: line.recording and line.recording.pk),
    c.CONTROL.of(lambda line: line.recording and line.recording.approval),
)  # fmt: skip


def since_of(at: AsOf, filters: Filters) -> Moment:
    return compared_with(at, kept=filters.kept, day=filters.since)


def answer(at: AsOf, filters: Filters) -> Answer:
    since = since_of(at, filters)
    before, after = projections.runs(at, since)
    lines = [*of_facts(at, since)]
    if before and after and before != after:
        lines += projections.lines(at, before, after)
    found = [line for line in lines if passes(line, filters)]
    found.sort(key=lambda line: (line.change != HAPPENED, line.place))
    return Answer(found, notes=tuple(notes(since, before, after)))


def of_facts(at: AsOf, since: Moment) -> Iterator[ChangeLine]:
    entities, taken_back = Entities(at), retractions_since(at, since)
    stated = {one.investment_id: one.announced_amount for one in Terms.objects.at(at)}
    for kind in KINDS:
        for line in Changes(kind, at, since, entities, taken_back).lines():
            has_none = kind.is_of_award and line.amount is None
            yield replace(line, amount=stated.get(line.about.award)) if has_none else line
    yield from labels.lines(at, since, entities)
    if not since.is_alone:
        yield from withdrawn(entities, since)


def withdrawn(entities: Entities, since: Moment) -> Iterator[ChangeLine]:
    """Awards, companies, projects and others that were put on record by mistake."""
    by_table = {model._meta.db_table: (model, found) for model, found in entities.by_model.items()}
    for one in entities.withdrawals:
        if one.recording_id <= since.serial or one.table not in by_table:
            continue
        model, found = by_table[one.table]
        entity = found.get(one.entity_id)
        name = str(getattr(entity, "name", entity))
        yield ChangeLine(
            change=LEARNED,
            subject=WITHDRAWN,
            about=About(name=name),
            what=f"{name}, {model._meta.verbose_name}",
            before="on record",
            after="withdrawn",
            recording=one.recording,
            reason=one.note,
            sources=one.citation.text if one.citation else "",
            place=(SUBJECTS.index(WITHDRAWN), 0, one.pk),
        )


def passes(line: ChangeLine, filters: Filters) -> bool:
    about = line.about
    asked = ((filters.investment, about.investment), (filters.company, about.company), (filters.project, about.project))
    return all(wanted in ("", value) for wanted, value in asked)


def notes(since: Moment, before: object, after: object) -> Iterator[str]:
    if since.is_alone:
        yield (
            f"Nothing was on record on {since.day}, so that day is compared by effective day alone: what was learned "
            "since can't be told from what was known."
        )
    elif since.slug:
        yield f"Compared with {since.name}: {since.day}, as known up to recording {since.serial}."
    else:
        yield f"Compared with {since.day}, as known at its end: up to recording {since.serial}."
    if before is None or after is None:
        yield "No projection stood then, so no figure of output is compared."
    elif before != after:
        yield f"Projections: {before}, then {after}. One changes by what is known, so it stands with what was learned."


DEFINITION = Definition(
    "changes-since", "What changed since", "What happened since a day, and what was learned or corrected of before?",
    COLUMNS, ("kept", "since", "investment", "company", "project"), answer, is_projected=True,
    chosen=("kept", "since"), version=2,
)  # fmt: skip
