from datetime import date

import pytest
from django.utils import timezone

from record.models import Recording


@pytest.fixture
def on(record):
    """AsOf of a day as known now, or by an earlier recording."""

    def _on(day, serial=None):
        return Recording.objects.as_of(date.fromisoformat(day), timezone.now(), serial)

    return _on
