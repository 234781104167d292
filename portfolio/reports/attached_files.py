"""The files on record: each by its SHA-256, with all that it belongs to. Those of proposals stand with the proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf
from record.models import Attachment, Entity, Proposal

from . import columns as c
from .base import Answer, Column, Definition, Type
from .sources import COLUMNS as OF_SOURCES

SHA256 = next(column for column in OF_SOURCES if column.name == "file_sha256")


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file, each row that names it, and what these rows belong to."""

    attachments: Sequence[Attachment]
    of: Sequence[str]

    @property
    def first(self) -> Attachment:
        return self.attachments[0]


COLUMNS = (
    SHA256.of(lambda line: line.first.sha256),
    Column("file_name", "File", "As it was sent, without folders.", value=lambda line: line.first.name),
    Column("media_type", "Type", "Read from its content.", value=lambda line: line.first.media_type),
    Column("file_bytes", "Size", "Of the file.", Type.INTEGER, "bytes", value=lambda line: line.first.size),
    Column("belongs_to", "Belongs to", "The kind and the identifier of each thing on record that it was attached to.",
           value=lambda line: ";".join(line.of)),
    c.NOTE.of(lambda line: "; ".join(one.note for one in line.attachments if one.note) or None),
    c.RECORDING.of(lambda line: line.first.recording_id),
    c.RECORDED_AT.of(lambda line: line.first.recording.moment),
    c.RECORDED_BY.of(lambda line: line.first.recording.by_name),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    """Those of what stands at `at`, in the order of their SHA-256."""
    known = Attachment.objects.at(at).select_related("recording").exclude(table=Proposal._meta.db_table)
    by_hash: dict[str, list[Attachment]] = {}
    for one in known:
        by_hash.setdefault(one.sha256, []).append(one)
    rows = rows_of({(one.table, one.row_id) for one in known}, at)
    lines = []
    for _, files in sorted(by_hash.items()):
        standing = [one for one in files if (one.table, one.row_id) in rows]
        if standing:
            lines.append(FileLine(standing, sorted({rows[one.table, one.row_id] for one in standing})))
    return Answer(lines)


def rows_of(named: set[tuple[str, int]], at: AsOf) -> dict[tuple[str, int], str]:
    """Table and number → "milestone palisade-start", of what is on record and not withdrawn; one question a table."""
    models: dict[str, type[Model]] = {model._meta.db_table: model for model in apps.get_models()}
    found = {}
    for table in sorted({table for table, _ in named} & models.keys()):
        model, asked = models[table], {pk for one, pk in named if one == table}
        rows: Any = model._default_manager.filter(pk__in=asked)
        for row in rows.known(at):
            identifier = row.slug if isinstance(row, Entity) or hasattr(row, "slug") else row.pk
            found[table, row.pk] = f"{model._meta.verbose_name} {identifier}"
    return found


DEFINITION = Definition("files", "Files", "Which files are kept, and what do they belong to?", COLUMNS, (), answer)
