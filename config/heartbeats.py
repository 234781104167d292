"""Each process says by itself that it runs: a thread writes its role, host and start into the table of heartbeats."""

import logging
import os
import socket
import threading
import uuid

from django.db import DatabaseError, connection
from django.utils import timezone

log = logging.getLogger(__name__)

EVERY = 20  # seconds
START_ID = uuid.uuid4().hex[:12]

# A process that forks does so only between two heartbeats: a child that is made while the thread uses the database
# would inherit its connection and its locks, and wait for ever.
_no_fork = threading.Lock()
os.register_at_fork(before=_no_fork.acquire, after_in_parent=_no_fork.release, after_in_child=_no_fork.release)


def begin(role: str) -> "Heartbeats":
    """Start the thread of this process, whatever its queue does; return it."""
    thread = Heartbeats(role)
    thread.start()
    return thread


def beat(role: str) -> None:
    """Write one heartbeat on a connection that is closed after it. A database that is away is a line in the log."""
    from record.services.heartbeats import record_heartbeat

    with _no_fork:
        try:
            record_heartbeat(role, at=timezone.now(), host=socket.gethostname(), start_id=START_ID)
        except DatabaseError as error:
            log.warning("A heartbeat of %s was missed: %s", role, error)
        finally:
            connection.close()


class Heartbeats(threading.Thread):
    """Writes a heartbeat at once and then every `EVERY` seconds, until it is told to stop or the process ends."""

    def __init__(self, role: str) -> None:
        super().__init__(name=f"heartbeats of {role}", daemon=True)
        self.role = role
        self._stopped = threading.Event()

    def run(self) -> None:
        beat(self.role)
        while not self._stopped.wait(EVERY):
            beat(self.role)

    def stop(self) -> None:
        """End the thread, and wait until it has ended."""
        self._stopped.set()
        self.join()
