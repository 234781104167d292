"""When each process was last seen to work, and the heart of a running job."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from types import TracebackType

from django.db import DatabaseError, connection
from django.db.models import Max

from record.models.jobs import Heartbeat

log = logging.getLogger(__name__)


FORGOTTEN_AFTER = timedelta(days=1)


def record_heartbeat(role: str, *, at: datetime, host: str = "", start_id: str = "") -> None:
    """Keep `at` as the moment when this start of a process was last seen. Those silent for a day are forgotten."""
    _, is_new = Heartbeat.objects.update_or_create(role=role, host=host, start_id=start_id, defaults={"at": at})
    if is_new:
        Heartbeat.objects.filter(at__lt=at - FORGOTTEN_AFTER).delete()


def last_seen(*, host: str = "") -> dict[str, datetime]:
    """When any process of each role, on one host or on all, was last seen, by role."""
    found = Heartbeat.objects.filter(host=host) if host else Heartbeat.objects.all()
    return dict(found.values_list("role").annotate(Max("at")))


class HeartbeatThread:
    """Beats in a thread of its own while a block runs, so that a long statement is not taken for a dead worker."""

    def __init__(self, beat: Callable[[], object], *, every: float) -> None:
        self._beat, self._every = beat, every
        self._stopped = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> "HeartbeatThread":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self._beat()
            except DatabaseError as error:  # the next beat may reach the database again
                log.warning("A heartbeat was missed: %s", error)
        connection.close()
