"""How far tests go that are written over every value: to each of them with SOAK=1, else to the first, middle and last.

What is tried by turns has its turn whatever the machine is: the same tests try the same values each time.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

SOAK = os.environ.get("SOAK") == "1"


def some(values: Sequence[T]) -> list[T]:
    """Every value, or the first, the one in the middle and the last."""
    if SOAK or len(values) <= 3:
        return list(values)
    return [values[0], values[len(values) // 2], values[-1]]


def in_turn(values: Sequence[T], turn: int) -> list[T]:
    """Every value, or the one whose turn it is."""
    return list(values) if SOAK else [values[turn % len(values)]]
