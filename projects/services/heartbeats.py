"""When worker and beat were last seen to work."""

from datetime import datetime

from projects.models.jobs import Heartbeat


def record_heartbeat(name: str, *, at: datetime) -> None:
    """Keep `at` as the moment when the process called `name` was last seen to work."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
