"""What a person typed in a form and has not sent: theirs alone, and gone once the form is sent. Not a fact."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from .accounts import Account


class Draft(models.Model):
    """One form of one person, by its address; another saving takes the place of the one before."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.CharField(max_length=500, help_text="The form's path, with what it asks.")
    kind = models.CharField(max_length=200, help_text="What the form is for, as its heading says.")
    name = models.CharField(max_length=300, blank=True, help_text="What it is about.")
    step = models.CharField(max_length=100, blank=True, help_text="How far it is, in words.")
    fields = models.JSONField(help_text="Name, values and labels of each field.")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "address"], name="draft_of_a_form_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}" if self.name else self.kind


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as a list shows it. `address` opens its form, filled in; `number` is that of its page to delete it."""

    number: int
    kind: str
    name: str
    step: str
    saved_at: datetime
    address: str


def drafts_of(person: Account | AnonymousUser) -> list[DraftLine]:
    """What a person has begun and not sent, the newest first; one question to the database."""
    rows = Draft.objects.filter(person_id=person.pk).order_by("-saved_at", "-pk")
    return [DraftLine(one.pk, one.kind, one.name, one.step, one.saved_at, one.address) for one in rows]
