"""What one write reads of the record once, however many rows it has."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from record.models import Recording

T = TypeVar("T")


def remembered(recording: Recording, key: Hashable, read: Callable[[], T]) -> T:
    """What was read under this key in this write; read when it is asked for the first time."""
    kept: dict[Hashable, Any] = vars(recording).setdefault("_remembered", {})
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found
