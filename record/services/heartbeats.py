"""When worker and beat were last seen to work, and the heart of a running job."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread
from types import TracebackType

from django.db import DatabaseError, connection

from record.models.jobs import Heartbeat

log = logging.getLogger(__name__)


def record_heartbeat(name: str, *, at: datetime) -> None:
    """Keep `at` as the moment when the process called `name` was last seen to work."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


class Heart:
    """Beats in a thread of its own while a block runs, so that a long statement is not taken for a dead worker."""

    def __init__(self, beat: Callable[[], object], *, every: float) -> None:
        self._beat, self._every = beat, every
        self._stopped = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Heart":
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
