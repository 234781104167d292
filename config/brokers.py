"""How the web process hands work to the worker."""

from pathlib import Path
from typing import Any

LONGEST_TASK = 6 * 3600  # seconds; what is not acknowledged by then would be handed out a second time


def broker(redis_url: str, *, folder: Path) -> tuple[str, dict[str, Any]]:
    """Return the broker's address and options: Redis when it is given, else files under `folder`."""
    if redis_url:
        return redis_url, {"visibility_timeout": LONGEST_TASK}
    queue, control = folder / "queue", folder / "control"
    for needed in (queue, control):
        needed.mkdir(parents=True, exist_ok=True)
    return "filesystem://localhost/", {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(control),
        "polling_interval": 0.1,
    }
