from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from portfolio.public_record.load import load_public_record
from projects.reference.load import load_reference
from record.models import Recording


def quiet(line):
    pass


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The reference data and the public record, loaded once for a module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(say=quiet)
        yield load_public_record(say=quiet, today=date(2026, 11, 24))
        transaction.set_rollback(True)


@pytest.fixture
def record(loaded, db):
    """The recording under which the public record was loaded."""
    return loaded


@pytest.fixture
def on(record):
    """AsOf of a day as known now, or by an earlier recording."""

    def _on(day, serial=None):
        return Recording.objects.as_of(date.fromisoformat(day), timezone.now(), serial)

    return _on
