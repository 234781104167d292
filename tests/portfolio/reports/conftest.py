"""Two times for the reports, and the public record projected as of its own day."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from portfolio.services import capacity
from record.models import Recording

DAY = date(2026, 6, 18)


@pytest.fixture
def on(record):
    """AsOf of a day as known now, or by an earlier recording."""

    def _on(day, serial=None):
        return Recording.objects.as_of(date.fromisoformat(day), timezone.now(), serial)

    return _on


@pytest.fixture(scope="module")
def projected(public_record, django_db_blocker):
    """The public record, projected once for a module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield capacity.run(Recording.objects.as_of(DAY, timezone.now()), draws=1_000)
        transaction.set_rollback(True)


@pytest.fixture
def at(projected, db):
    return Recording.objects.as_of(DAY, timezone.now())
