"""Forms that were answered and brought no recording: by its key each is answered once. Not a fact; kept for a day."""

from django.db import models


class SentForm(models.Model):
    """A form under way, or answered. One that brings a recording is told by that, and leaves no row here."""

    key = models.CharField(max_length=40, unique=True)
    sent_at = models.DateTimeField(db_index=True)
    location = models.TextField(blank=True, help_text="Where its answer led; empty while it is under way.")

    def __str__(self) -> str:
        return self.location or "under way"
