"""What an award, a company or another entity is called or belongs to, where that changed."""

from collections.abc import Iterator
from typing import Any

from portfolio.positions.kept_moments import Moment
from portfolio.reports.words import words
from record.calculations.as_of import AsOf
from record.models import LabelChange

from .kinds import LABEL, SUBJECTS
from .lines import HAPPENED, LEARNED, ChangeLine, Entities


def lines(at: AsOf, since: Moment, entities: Entities) -> Iterator[ChangeLine]:
    """A line for each label that counts from a day after `since`, or was recorded after it."""
    serial = at.serial if since.is_alone else since.serial
    for row in LabelChange.objects.at(at).select_related("recording", "citation").order_by("pk"):
        happened = row.counts_from > since.day
        told = entities.of_table(row.table, row.entity_id)
        if told is None or not (happened or row.recording_id > serial):
            continue
        model, about = told
        column: Any = model._meta.get_field(row.field)
        if column.is_relation and column.related_model not in entities.by_model:
            continue  # the citation of a label, or who looks after it: the audit trail has these
        yield ChangeLine(
            change=HAPPENED if happened else LEARNED,
            subject=LABEL,
            about=about,
            what=f"{about.name}, {column.verbose_name}",
            before=spelt(column, row.before, entities),
            after=spelt(column, row.after, entities) or "not stated",
            effective_on=row.effective_on,
            recording=row.recording,
            reason=row.note,
            sources=row.citation.text if row.citation else "",
            place=(SUBJECTS.index(LABEL), -row.counts_from.toordinal(), 0, row.pk),
        )


def spelt(column: Any, text: str, entities: Entities) -> str | None:
    """What a label says as a page writes it: an entity by its name, a code in words; None for nothing."""
    if not text:
        return None
    if column.is_relation:
        return entities.name(column.related_model, int(text))
    return str(dict(column.flatchoices).get(text, text if " " in text else words(text)))
