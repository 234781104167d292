"""Attachments: a file that belongs to something on record, such as the agreement behind an award."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.files import File
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q

from record.models.facts import Fact, FactQuerySet


class FileType(models.TextChoices):
    """The types that are kept, as a server names them."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG image"
    JPEG = "image/jpeg", "JPEG image"
    GIF = "image/gif", "GIF image"
    TIFF = "image/tiff", "TIFF image"
    WEBP = "image/webp", "WebP image"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint presentation"
    ODT = "application/vnd.oasis.opendocument.text", "OpenDocument text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation", "OpenDocument presentation"


class AttachmentQuerySet(FactQuerySet):
    def of(self, row: models.Model) -> "AttachmentQuerySet":
        """Those of one row of the record, oldest first."""
        return self.of_any([row])

    def of_any(self, rows: Iterable[models.Model]) -> "AttachmentQuerySet":
        """Those of any of these rows, oldest first; asks the database once."""
        ids: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            ids[row._meta.db_table].append(row.pk)
        found = self.filter(pk__in=()) if not ids else self
        named = Q()
        for table, pks in ids.items():
            named |= Q(table=table, row_id__in=pks)
        return found.filter(named).select_related("recording").order_by("pk")


class Attachment(Fact):
    """A file as it was sent. Its bytes are kept under their SHA-256 in the storage of attachments.

    What it belongs to is named by table and number, so that a file moves no proposal. The note says what it shows.
    """

    table = models.CharField(max_length=63, help_text="The table of what it belongs to.")
    row_id = models.BigIntegerField(help_text="Its number there.")
    name = models.CharField("file", max_length=150, help_text="As it was sent, without folders.")
    media_type = models.CharField("type", max_length=100, choices=FileType, help_text="Read from its content.")
    size = models.BigIntegerField(help_text="Bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)

    objects = AttachmentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["table", "row_id"], name="attachment_of_row")]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="attachment_is_not_empty",
                violation_error_message="The file is empty. Attach one that has something in it.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="attachment_has_a_name",
                violation_error_message="The file has no name. Give it one.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def row(self) -> Any:
        """What it belongs to; None where no table keeps it."""
        model = next((one for one in apps.get_models() if one._meta.db_table == self.table), None)
        return model and model._default_manager.filter(pk=self.row_id).first()

    @row.setter
    def row(self, row: models.Model) -> None:
        self.table, self.row_id = row._meta.db_table, row.pk

    @property
    def stored_as(self) -> str:
        """Its name in the storage."""
        return place_of(self.sha256)

    def stored(self) -> "File[bytes]":
        """The stored bytes, to be read. Raises FileNotFoundError where they are gone."""
        return storages["attachments"].open(self.stored_as)


def place_of(digest: str) -> str:
    """Where the bytes of a SHA-256 lie in the storage."""
    return f"{digest[:2]}/{digest}"
