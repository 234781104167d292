"""Signs of life of the background processes, and what they are asked to do. Not facts: they are overwritten."""

from datetime import timedelta

from django.db import models
from django.db.models import Q


class Heartbeat(models.Model):
    """When a process was last seen to work. Each writes its own row; `start_id` is another after each start."""

    role = models.CharField(max_length=40, help_text="web, worker or beat.")
    host = models.CharField(max_length=255, blank=True)
    start_id = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "host", "start_id"], name="heartbeat_is_kept_once_for_a_process")
        ]

    def __str__(self) -> str:
        return f"{self.role} on {self.host or 'unknown'} at {self.at:%Y-%m-%d %H:%M:%S}"


class JobState(models.TextChoices):
    QUEUED = "queued", "waiting"
    RUNNING = "running", "running"
    SUCCEEDED = "succeeded", "succeeded"
    FAILED = "failed", "failed"


class Job(models.Model):
    """One thing to be done once: what (`kind`), for which period (`key`). Its message only names this row.

    A message may be lost or come twice; this row is neither. Written by `record.services.jobs` alone.
    """

    kind = models.CharField(max_length=40)
    is_one_of_many = models.BooleanField(default=False, help_text="Whether others of its kind may run beside it.")
    key = models.CharField(max_length=80, help_text="The day or the period that it is about.")
    arguments = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    status = models.CharField(max_length=200, blank=True, help_text="What it does just now.")
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField(help_text="Later than queued when it is tried again after a while.")
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text="When its message left. Empty while the queue has none."
    )
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True, help_text="What came of it, in words.")
    attempts = models.PositiveSmallIntegerField(default=0)
    task_id = models.CharField(max_length=64, blank=True, help_text="The worker's own name for the run.")

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_is_kept_once_for_its_period"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(state=JobState.RUNNING, is_one_of_many=False),
                name="one_run_of_a_kind_at_a_time",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_is_a_percentage"),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(heartbeat_at__isnull=False), name="running_job_has_a_heartbeat"
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="job_that_is_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_unsent(self) -> bool:
        """True while it waits for its first attempt and its message could not leave: the queue did not answer."""
        return self.state == JobState.QUEUED and self.sent_at is None and self.not_before <= self.queued_at

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.SUCCEEDED, JobState.FAILED)

    @property
    def duration(self) -> timedelta | None:
        """How long the last run took; None while it has not ended."""
        if self.started_at is None or self.finished_at is None:
            return None
        return self.finished_at - self.started_at
