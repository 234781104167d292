"""Which weekly digests went out, so that each goes once and none without news. Not facts: a record of letters."""

from django.conf import settings
from django.db import models


class Digest(models.Model):
    """One letter to one reader about one week."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests")
    week = models.DateField(help_text="The Monday of the week in which it was sent.")
    read_serial = models.BigIntegerField("recording read", help_text="The last recording that it tells of.")
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of what it says of the alerts and the tranches.")
    was_sent = models.BooleanField(help_text="Off where nothing had changed since the one before.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-week", "reader"]
        constraints = [models.UniqueConstraint(fields=["reader", "week"], name="reader_has_one_digest_a_week")]

    def __str__(self) -> str:
        return f"{self.reader}, week of {self.week}"
