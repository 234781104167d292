"""How a project is supported: only what is committed or later counts."""

from collections.abc import Set
from enum import StrEnum

from portfolio.calculations.kinds import Status


class Support(StrEnum):
    """The strongest award that reaches a project."""

    COUNTED = "counted"
    CONDITIONAL = "conditional only"
    LETTER = "letters only"
    ANNOUNCED = "announced only"
    ENDED = "ended awards only"
    NONE = "no award"


def support_of(statuses: Set[Status]) -> Support:
    """Counted when a committed or later award is among them, else the strongest there is."""
    if any(status.is_committed_money for status in statuses):
        return Support.COUNTED
    for status, support in (
        (Status.CONDITIONAL, Support.CONDITIONAL),
        (Status.LOI, Support.LETTER),
        (Status.ANNOUNCED, Support.ANNOUNCED),
        (Status.TERMINATED, Support.ENDED),
        (Status.LAPSED, Support.ENDED),
    ):
        if status in statuses:
            return support
    return Support.NONE
