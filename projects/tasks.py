"""What the worker runs: each task reads the clock and calls one service."""

from typing import Any

from celery import shared_task
from celery.signals import beat_init, before_task_publish
from django.utils import timezone

from projects.services.heartbeats import record_heartbeat


@shared_task(ignore_result=True)
def heartbeat() -> None:
    """Say that the worker works."""
    record_heartbeat("worker", at=timezone.now())


@before_task_publish.connect(sender=heartbeat.name)
def say_that_beat_works(**_: Any) -> None:
    """Say that beat works: it alone sends the heartbeat, so sending it is the proof."""
    record_heartbeat("beat", at=timezone.now())


@beat_init.connect
def send_the_first_heartbeat(**_: Any) -> None:
    """Send one at once: a schedule that is new would send its first only after a minute."""
    heartbeat.delay()
