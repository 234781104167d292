"""Sign-ins, and files that were taken, are written down with the newest recording."""

from typing import Any

from django.utils import timezone

from record.models import Access, Account, Recording
from record.models.access import AccessKind


def note(user: Account, kind: AccessKind, **told: Any) -> Access:
    """Write down what a person did now. Raises OperationalError where the database takes nothing."""
    return write(moment=timezone.now(), account=user.pk, by_name=user.get_username(), kind=kind, **told)


def write(**told: Any) -> Access:
    """Write down one access, with the newest recording."""
    return Access.objects.create(after_serial=Recording.objects.last_serial(), **told)


def signed_in(sender: Any, user: Account, **kwargs: Any) -> None:
    """What is called as somebody signs in."""
    note(user, AccessKind.SIGN_IN)
