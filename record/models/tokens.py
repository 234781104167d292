"""Tokens, with which a program asks in a person's name; and how often each person's programs asked. Not facts."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Q

from .accounts import Account

SECRET_BEGINS = "lodebook_"


class Scope(models.TextChoices):
    READ = "read", "read"
    PROPOSE = "propose", "read and propose"


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def live(self, now: datetime) -> "AccessTokenQuerySet":
        """Those that open something: neither expired nor revoked, of an account in use."""
        return self.filter(revoked_at=None, expires_at__gt=now, person__is_active=True)


class AccessToken(models.Model):
    """A token of a person. Its secret is shown once and kept as its SHA-256 alone: 256 random bits need no salt."""

    traced_columns = ("person_id", "name", "scope", "revoked_by_id")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60, help_text="What it is for.")
    scope = models.CharField("may", max_length=10, choices=Scope)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret.")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "token of an account"
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="token_expires_after_it_began")
        ]

    def __str__(self) -> str:
        return self.name


def digest_of(secret: str) -> str:
    """The SHA-256 under which a token is kept."""
    return sha256(secret.encode()).hexdigest()


class ApiCount(models.Model):
    """How often a person asked the API in a minute: one row for reads, and one for writes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    is_write = models.BooleanField()
    minute = models.BigIntegerField(help_text="Minutes since 1970.")
    asked = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "is_write"], name="count_of_a_person_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.asked}"


def count_one(person: Account, *, is_write: bool, minute: int) -> int:
    """Count one more in that minute; how many it makes. One statement, so that two servers count together."""
    table, unique = ApiCount._meta.db_table, "(person_id, is_write)"
    counted = f"CASE WHEN {table}.minute = excluded.minute THEN {table}.asked + 1 ELSE 1 END"
    sql = (
        f"INSERT INTO {table} (person_id, is_write, minute, asked) VALUES (%s, %s, %s, 1) ON CONFLICT {unique}"  # noqa: S608
        f" DO UPDATE SET asked = {counted}, minute = excluded.minute RETURNING asked"
    )
    asked: list[Any] = [person.pk, is_write, minute]
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        (found,) = cursor.fetchone()
    return int(found)
