"""The files of something on record: by whom they were attached and when, each opened in one click."""

from dataclasses import dataclass

from django.db.models import Model

from record.calculations.as_of import AsOf
from record.models import Attachment


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file, and what it belongs to."""

    file: Attachment
    of: Model


def files_of(at: AsOf, *rows: Model) -> list[FileLine]:
    """The files of these rows known at `at`, oldest first; asks the database once."""
    named = {(row._meta.db_table, row.pk): row for row in rows}
    known = Attachment.objects.known(at).of_any(rows)
    return [FileLine(file, named[file.table, file.row_id]) for file in known]
