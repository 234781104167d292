"""The public record of October, as a reader of that day asks for it."""

from datetime import date

from django.utils import timezone

from record.calculations.as_of import AsOf
from record.models import Recording

DAY = date(2026, 10, 8)


def asked() -> AsOf:
    """That day, as it is known now."""
    return Recording.objects.as_of(DAY, timezone.now())
