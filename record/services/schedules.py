"""When each task is started: seeded once, then an administrator's to change."""

from collections.abc import Mapping

from django_celery_beat.models import CrontabSchedule, PeriodicTask

from record.calculations.schedules import Recurrence

STALE_MESSAGE = 55  # seconds: what recurs every minute is not worth doing late


def seed(schedule: Mapping[str, tuple[str, str]]) -> list[PeriodicTask]:
    """Add what is not scheduled yet: name → (task, when in words). What is there stays as somebody has set it."""
    known = set(PeriodicTask.objects.filter(name__in=schedule).values_list("name", flat=True))
    return [
        PeriodicTask.objects.create(
            name=name,
            task=task,
            crontab=crontab(Recurrence.parse(words)),
            expire_seconds=STALE_MESSAGE if words == "every minute" else None,
        )
        for name, (task, words) in schedule.items()
        if name not in known
    ]


def crontab(recurrence: Recurrence) -> CrontabSchedule:
    """The crontab of a recurrence, in UTC, so that a clock change neither skips nor repeats a run."""
    made, _ = CrontabSchedule.objects.get_or_create(
        minute=recurrence.minute,
        hour=recurrence.hour,
        day_of_week=recurrence.day_of_week,
        day_of_month=recurrence.day_of_month,
        month_of_year="*",
        timezone="UTC",
    )
    return made


def words_of(task: PeriodicTask) -> str:
    """When the task runs, in words."""
    when = task.crontab
    if when is None:
        return str(task.schedule)
    return Recurrence(when.minute, when.hour, when.day_of_week, when.day_of_month).words


def reschedule(task: PeriodicTask, words: str, *, is_enabled: bool) -> None:
    """Run the task when `words` say, or not at all. Raises ValueError for words that are not understood."""
    task.crontab, task.interval, task.enabled = crontab(Recurrence.parse(words)), None, is_enabled
    task.save()
