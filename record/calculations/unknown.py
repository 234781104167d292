"""Figures that can't be worked out: one bad row makes its own figure unknown, with the reason, and nothing else."""

TOO_LARGE = "its figures are too large or too small to be worked out exactly"


class NotKnown(ValueError):
    """What is on record gives no figure; the sentence says why."""


def reason_of(error: NotKnown | ArithmeticError) -> str:
    """Why a figure is unknown, in words."""
    return str(error) if isinstance(error, NotKnown) else TOO_LARGE
