"""How a project is supported: only what is committed or later counts."""

from collections.abc import Set
from enum import StrEnum

from portfolio.calculations.kinds import COMMITTED, Status


class Support(StrEnum):
    """The strongest award that reaches a project, the strongest first."""

    COUNTED = "counted"
    CONDITIONAL = "conditional only"
    LETTER = "letters only"
    ANNOUNCED = "announced only"
    ENDED = "ended awards only"
    NONE = "no award"


SUPPORT = dict.fromkeys(COMMITTED, Support.COUNTED) | {
    Status.APPROVED: Support.CONDITIONAL,
    Status.CONDITIONAL: Support.CONDITIONAL,
    Status.LOI: Support.LETTER,
    Status.ANNOUNCED: Support.ANNOUNCED,
    Status.TERMINATED: Support.ENDED,
    Status.LAPSED: Support.ENDED,
}


def support_of(statuses: Set[Status]) -> Support:
    """Counted when a committed or later award is among them, else the strongest there is.

    Raises KeyError, with the status, for one whose support is not defined here.
    """
    found = {SUPPORT[status] for status in statuses}
    return next((support for support in Support if support in found), Support.NONE)
