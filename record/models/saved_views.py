"""A question that a person saved under a name: a page with all that it was asked. Not a fact."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from record.roles import ADMINISTRATOR, AUDITOR, MANAGER, OFFICER, roles_of

from .accounts import Account

EVERYBODY = "everybody"
SHARED = [
    ("", "me alone"),
    *((role, f"every {role}") for role in (MANAGER, OFFICER, AUDITOR, ADMINISTRATOR)),
    (EVERYBODY, EVERYBODY),
]


class SavedView(models.Model):
    """The address of a page; one of the same person and name takes the place of the one before."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=2000, help_text="The page's path, with its filters, columns and order.")
    shared_with = models.CharField(max_length=20, blank=True, choices=SHARED, help_text="Who sees it besides.")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="view_of_a_name_once")]

    def __str__(self) -> str:
        return self.name


def views_for(person: Account | AnonymousUser) -> list[SavedView]:
    """Their own by name, then those that others share with a role of theirs; one question to the database."""
    shared = Q(shared_with=EVERYBODY) | Q(shared_with__in=sorted(roles_of(person)))
    rows = SavedView.objects.filter(Q(person_id=person.pk) | shared).select_related("person").order_by("name", "pk")
    return sorted(rows, key=lambda one: one.person_id != person.pk)
