"""Codes that bear what is said of them."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """Members are written as code and label; a call with the code alone looks one up."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make the member from its text and what is said of it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
