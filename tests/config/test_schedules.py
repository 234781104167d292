"""What runs when: seeded once, kept as set, once a night also when the clocks change."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import current_app
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import ModelEntry

from config.celery import SCHEDULE, app
from record.services import schedules

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded():
    return schedules.seed(SCHEDULE)


def test_every_task_of_the_schedule_exists():
    app.loader.import_default_modules()
    assert {task for task, _ in SCHEDULE.values()} <= set(current_app.tasks)


def test_what_is_scheduled_is_said_in_the_words_of_the_file(seeded):
    assert {task.name: (task.task, schedules.words_of(task)) for task in seeded} == SCHEDULE
    assert {task.crontab.timezone.key for task in seeded} == {"UTC"}


def test_a_new_start_keeps_what_somebody_has_set(seeded):
    watch = PeriodicTask.objects.get(name="watch the milestones")
    schedules.reschedule(watch, "every night at 02:00", is_enabled=False)
    assert schedules.seed(SCHEDULE) == []
    kept = PeriodicTask.objects.get(name="watch the milestones")
    assert (schedules.words_of(kept), kept.enabled) == ("every night at 02:00", False)


def test_words_that_are_not_understood_change_nothing(seeded):
    with pytest.raises(ValueError, match='"now and then" is not understood'):
        schedules.reschedule(seeded[-1], "now and then", is_enabled=True)


@pytest.mark.parametrize("midnight", [datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC)])
@pytest.mark.parametrize("words", ["every night at 06:00", "every night at 02:00", "every night at 07:00"])
def test_a_task_runs_once_in_a_night_on_which_the_clocks_change(seeded, midnight, words):
    """New York's clocks go back at 06:00 UTC on 1 November, and on at 07:00 UTC on 8 March."""
    watch = PeriodicTask.objects.get(name="watch the milestones")
    schedules.reschedule(watch, words, is_enabled=True)
    runs: Counter[str] = Counter()
    with time_machine.travel(midnight - timedelta(days=1), tick=False) as clock:
        entry = ModelEntry(watch, app=app)
        entry.last_run_at = datetime.now(UTC)
        for _ in range(3 * 24 * 12):
            clock.shift(timedelta(minutes=5))
            if entry.is_due().is_due:
                runs[str(datetime.now(UTC).date())] += 1
                entry.last_run_at = datetime.now(UTC)
    assert set(runs.values()) == {1}
    assert str(midnight.date()) in runs
    assert len(runs) == 3
