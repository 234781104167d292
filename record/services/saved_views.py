"""Views are saved and dropped here, each by the person alone whose it is."""

from datetime import datetime

from django.core.exceptions import ValidationError

from record.models import Account, SavedView

from .wording import check_columns


def save(*, person: Account, name: str, address: str, shared_with: str, now: datetime) -> SavedView:
    """Keep the address under the name, in the place of what the person kept there before.

    Raises ValidationError by field, for a name that is missing or too long, or a role that is none.
    """
    view = SavedView.objects.filter(person=person, name=name.strip()).first() or SavedView(person=person)
    view.name, view.address, view.shared_with, view.saved_at = name.strip(), address, shared_with, now
    check_columns(view)
    view.save()
    return view


def drop(*, person: Account, number: int) -> str:
    """Forget a view of the person; what it was called. Raises ValidationError where they have none of that number."""
    view = SavedView.objects.filter(person=person, pk=number).first()
    if view is None:
        raise ValidationError("You have no such view. Open the page again.")
    view.delete()
    return view.name
