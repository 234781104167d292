"""A clock that stands until it is moved, and kinds of work of a test's own."""

from datetime import UTC, datetime

import pytest

from record.services import jobs

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def kind(monkeypatch):
    """Register kinds of work for one test."""
    monkeypatch.setattr(jobs, "KINDS", {})

    def _kind(work, name="count", **more):
        found = jobs.Kind(
            name=name, label=name, work=work, period_for=lambda now: (str(now.date()), {"day": str(now.date())}), **more
        )
        jobs.register(found)
        return found

    return _kind
