"""The chain over everything: a recording gets its hash as it closes, over the one before and all that it wrote."""

from record.calculations.hash_chain import GENESIS
from record.calculations.recording_chain import HASH_VERSION, digest
from record.models import RecordedTable, Recording
from record.models.recorded_tables import hash_of

from . import recorded_rows


def close(recording: Recording) -> None:
    """Hash what was written under an open recording, and close it: nothing can be added to it afterwards."""
    tables = []
    for one in recorded_rows.under(recording.serial):
        for serial, rows in one.rows(recording.serial):
            found = digest(one.columns, rows)
            tables.append(
                RecordedTable(
                    recording_id=serial,
                    table=one.table,
                    columns=";".join(one.columns),
                    rows=found.rows,
                    sha256=found.sha256,
                    marks=found.marks,
                )
            )
    RecordedTable.objects.bulk_create(tables)
    before = Recording.objects.filter(serial=recording.serial - 1).values_list("hash", flat=True).first()
    recording.previous_hash, recording.hash_version = before or GENESIS, HASH_VERSION
    recording.hash = hash_of(recording, tables)
    recording.is_closed = True
    recording.save(update_fields=["previous_hash", "hash", "hash_version", "is_closed"])
