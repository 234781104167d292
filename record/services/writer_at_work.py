"""Who writes just now: whoever waited for the write lock in vain is told who holds it, since when and what for."""

import json
from datetime import datetime

from django.core.cache import caches
from django.utils.timezone import localtime

from record.models import Recording

KEY, KEPT = "writer-at-work", 7_200
"""Nobody sees into the transaction of another, so it is told beside the database; seconds for which it is kept."""


def note(recording: Recording) -> None:
    """Keep who opened this recording, until the next one."""
    at_work = {
        "serial": recording.serial,
        "by": recording.by_name,
        "why": recording.why,
        "since": recording.moment.isoformat(),
    }
    caches["answers"].set(KEY, json.dumps(at_work).encode(), KEPT)


def told(*, is_named: bool = True) -> str:
    """Who writes, since when and why, and the next step, in sentences.

    Where the recording that was noted last is on record, or none was, it is somebody; and to whom nobody `is_named`.
    """
    kept = caches["answers"].get(KEY) if is_named else None
    at_work = json.loads(kept) if kept else None
    if at_work is None or Recording.objects.filter(serial=at_work["serial"]).exists():
        who = "Somebody else is writing just now"
    else:
        since = localtime(datetime.fromisoformat(at_work["since"]))
        who = f"{at_work['by']} has been writing since {since:%H:%M:%S} ({at_work['why']})"
    return f"{who}, so nothing was written. Send it once more."
