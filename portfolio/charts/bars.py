"""The bars of a picture: one name, one length, its words."""

from dataclasses import dataclass

from portfolio.reports.tables import Table

BAR, BAR_LEFT, BAR_WIDTH = 34, 150, 520


@dataclass(frozen=True, slots=True)
class Bar:
    """`solid` is how much of its width facts carry; the rest is hatched, since it rests on estimates."""

    name: str
    y: int
    width: float
    text: str
    is_narrowest: bool
    is_known: bool
    solid: float

    @property
    def hatched(self) -> float:
        """How long the part is that rests on estimates: 0 where facts carry all of it."""
        return round(self.width - self.solid, 1)

    @property
    def turn(self) -> float:
        """Where that part begins."""
        return BAR_LEFT + self.solid

    @property
    def end(self) -> float:
        """Where its words begin."""
        return BAR_LEFT + self.width + 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPicture:
    """Bars below each other, with their sentence and table; `room` is what the words behind the longest need."""

    title: str
    bars: list[Bar]
    summary: str
    table: Table
    hatch: str
    room: int = 320

    @property
    def left(self) -> int:
        return BAR_LEFT

    @property
    def width(self) -> int:
        return BAR_LEFT + BAR_WIDTH + self.room

    @property
    def height(self) -> int:
        return len(self.bars) * BAR + 8

    @property
    def is_hatched(self) -> bool:
        """True where a part of a bar rests on estimates."""
        return any(one.is_known and one.hatched for one in self.bars)


def bar(
    name: str, number: int, share: float, text: str, *, is_narrowest: bool, is_known: bool, by_facts: float = 1.0
) -> Bar:
    """The bar in its place by number from 0; `share` is its part of the longest, from 0 to 1.

    `by_facts` is the part of the bar itself that facts carry.
    """
    width = round(max(2.0, share * BAR_WIDTH), 1)
    return Bar(name, number * BAR + 6, width, text, is_narrowest, is_known, round(by_facts * width, 1))
