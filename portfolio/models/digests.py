"""Which letters went out, so that each goes once and none without news. Not facts: a record of letters."""

from django.conf import settings
from django.db import models


class LetterKind(models.TextChoices):
    WEEK = "week", "weekly letter of alerts and tranches"
    DAY = "day", "daily letter of proposals"
    HEAD = "head", "nightly letter of the head of the record"


class Digest(models.Model):
    """One letter to one reader about one week or day."""

    kind = models.CharField(max_length=4, choices=LetterKind, default=LetterKind.WEEK)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests")
    day = models.DateField(help_text="The day that it is about; of a weekly letter the Monday of the week.")
    read_serial = models.BigIntegerField("recording read", help_text="The last recording that it tells of.")
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of what it says.")
    was_sent = models.BooleanField(help_text="Off where nothing had changed, or where its worker died over it.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "kind", "reader"]
        constraints = [models.UniqueConstraint(fields=["reader", "kind", "day"], name="reader_has_each_letter_once")]

    def __str__(self) -> str:
        return f"{self.reader}, {self.get_kind_display()}, {self.day}"
