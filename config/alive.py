"""Exits 0 when the process named was seen within three minutes: `python -m config.alive worker` (or beat)."""

import os
import sys

import django
from django.utils import timezone


def main(name: str) -> None:
    """Exit with a sentence when the process was not seen lately."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from config.health import STALE_AFTER, heartbeat_ages

    age = heartbeat_ages(now=timezone.now())[name]
    if age is None or age >= STALE_AFTER:
        sys.exit(f"{name} was {'never seen' if age is None else f'last seen {age:.0f} seconds ago'}.")


if __name__ == "__main__":
    main(sys.argv[1])
