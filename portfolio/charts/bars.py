"""The bars of a picture: one name, one length, its words."""

from dataclasses import dataclass

BAR, BAR_LEFT, BAR_WIDTH = 34, 150, 520


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    y: int
    width: float
    text: str
    is_narrowest: bool
    is_known: bool

    @property
    def end(self) -> float:
        """Where its words begin."""
        return BAR_LEFT + self.width + 8


def bar(name: str, number: int, share: float, text: str, *, is_narrowest: bool, is_known: bool) -> Bar:
    """The bar in its place by number from 0; `share` is its part of the longest, from 0 to 1."""
    width = round(max(2.0, share * BAR_WIDTH), 1)
    return Bar(name, number * BAR + 6, width, text, is_narrowest, is_known)
