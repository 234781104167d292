"""Exits 0 when a process of this host was seen within three minutes: `python -m config.alive worker` (or beat)."""

import os
import socket
import sys

import django
from django.utils import timezone


def main(role: str) -> None:
    """Exit with a sentence when the process was not seen lately."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from config.health import STALE_AFTER, heartbeat_ages

    age = heartbeat_ages(now=timezone.now(), host=socket.gethostname())[role]
    if age is None or age >= STALE_AFTER:
        sys.exit(f"{role} was {'never seen' if age is None else f'last seen {age:.0f} seconds ago'}.")


if __name__ == "__main__":
    main(sys.argv[1])
