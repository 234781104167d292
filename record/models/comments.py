"""Comments: what a person says about a proposal or about something on record; only added, never changed."""

from typing import Any

from django.db import models
from django.db.models import Q

from .accounts import person
from .facts import Fact
from .recordings import Refusal, is_not_the_writer


class Comment(Fact):
    """What somebody said about a row, named by its table and id. The note is the text."""

    is_retractable = False
    undone_by = "Write another comment that corrects it."

    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    said_by = person("Who says it.")

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [(is_not_the_writer("said_by_id", "NEW.recording_id"), "a comment names who says it")]

    class Meta:
        indexes = [models.Index(fields=["table", "row_id"], name="comment_about_row")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""),
                name="comment_says_something",
                violation_error_code="note",
                violation_error_message="Write the comment.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.said_by}: {self.note}"

    @classmethod
    def about(cls, row: models.Model) -> Any:
        """What was said about a row, the oldest first."""
        found = cls.objects.filter(table=row._meta.db_table, row_id=row.pk)
        return found.select_related("said_by", "recording").order_by("pk")
