"""What was written under each recording, table by table: of this a recording's hash is made."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from record.calculations.formatting import moment
from record.calculations.recording_chain import recording_hash

from .recordings import Recording


class RecordedTable(models.Model):
    """The rows of one table under one recording, made by `record.services.recording_chain` as the recording closes."""

    is_append_only = True

    recording = models.ForeignKey(Recording, models.PROTECT, related_name="tables")
    table = models.CharField(max_length=63)
    columns = models.TextField(help_text="What was hashed of each row, in order, between semicolons.")
    rows = models.PositiveBigIntegerField()
    sha256 = models.CharField("SHA-256", max_length=64, help_text="Of all rows, in the order of their keys.")
    marks = models.TextField(blank=True, help_text="The first eight digits of the SHA-256 of each row.")

    class Meta:
        ordering = ["recording", "table"]
        constraints = [models.UniqueConstraint(fields=["recording", "table"], name="table_is_recorded_once")]

    def __str__(self) -> str:
        return f"{self.recording_id}: {self.table}"


def hash_of(recording: Recording, tables: Iterable[RecordedTable]) -> str:
    """The hash of a recording by what it says and what its tables are said to hold."""
    return recording_hash(content_of(recording, tables))


def content_of(recording: Recording, tables: Iterable[RecordedTable]) -> dict[str, Any]:
    """What the hash of a recording covers: what it says of itself, and table → count and SHA-256 of its rows."""
    return {
        "previous_hash": recording.previous_hash,
        "serial": recording.serial,
        "moment": moment(recording.moment),
        "by": recording.by_name,
        "account": recording.by_id,
        "why": recording.why,
        "channel": recording.channel,
        "approval": recording.approval,
        "form_key": recording.form_key,
        "tables": {one.table: [one.rows, one.sha256] for one in tables},
    }


def chain(to: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The hash of each recording up to `to` and what it covers, in order: enough to verify the chain elsewhere."""
    tables = RecordedTable.objects.defer("marks", "columns")
    known = (
        Recording.objects.filter(serial__lte=to).order_by("serial").prefetch_related(models.Prefetch("tables", tables))
    )
    for one in known.iterator(1_000):
        yield one.hash, content_of(one, one.tables.all())
