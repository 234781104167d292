"""The bars of a picture: one name, one length, its words."""

from dataclasses import dataclass

from portfolio.reports.tables import Table

LEAST, WHOLE = 0.4, 100
"""The shortest bar, and the longest, in percent of the width."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Lengths in percent of the longest. `solid` is what facts carry; the rest is hatched: it rests on estimates.

    `promised`: how far the promise reaches; None where there is none to show.
    """

    name: str
    width: float
    text: str
    is_narrowest: bool
    is_known: bool
    solid: float
    promised: float | None = None

    @property
    def hatched(self) -> float:
        """How long the part is that rests on estimates: 0 where facts carry all of it."""
        return round(self.width - self.solid, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPicture:
    """Bars below each other, with their sentence and table."""

    title: str
    bars: list[Bar]
    summary: str
    table: Table
    hatch: str
    brief: str = ""
    """The first of its sentences, where they are several."""

    @property
    def is_hatched(self) -> bool:
        """True where a part of a bar rests on estimates."""
        return any(one.is_known and one.hatched for one in self.bars)

    @property
    def is_promised(self) -> bool:
        """True where a bar bears the mark of its promise."""
        return any(one.promised is not None for one in self.bars)


def bar(
    name: str,
    share: float,
    text: str,
    *,
    is_narrowest: bool,
    is_known: bool,
    by_facts: float = 1.0,
    promised: float | None = None,
) -> Bar:
    """The bar whose part of the longest is `share`, from 0 to 1.

    `by_facts` is the part of the bar itself that facts carry, `promised` that of the longest that was promised.
    """
    width = round(max(LEAST, share * WHOLE), 1)
    mark = None if promised is None else round(promised * WHOLE, 1)
    return Bar(name, width, text, is_narrowest, is_known, round(by_facts * width, 1), mark)
