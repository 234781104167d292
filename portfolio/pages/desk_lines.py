"""One line of the desk and one section of it: what, in words, and where a person does something about it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio.models import FeedCandidate
from portfolio.positions.nearest import Nearest
from record.models import Proposal

SHOWN = 5
"""How many lines a section shows; the page of all of them is one link away."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms of the record that the desk leads to, each with its address, empty where there is none."""

    again: Callable[[Proposal], str]
    duplicate: Callable[[Proposal], str]
    amend: Callable[[Proposal], str]
    undoable: Callable[[Collection[int]], set[int]]
    """Those of the recordings of which something stands that can be taken back."""
    ways: Callable[[FeedCandidate, Nearest], tuple[tuple[str, str], ...]]
    """Of a candidate of a feed: how it is recorded, and how it is said to be the same as another."""
    no_facts: tuple[str, ...]
    """What the recordings of proposals and decisions bear as their approval: nothing is written by them."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A step that is taken on the desk itself: the name of its address, what is sent of the line, what is asked."""

    step: str
    button: str
    label: str
    sent: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    """Where one of several is chosen: value and words; else a sentence is asked, where there is a label."""


@dataclass(frozen=True, slots=True)
class Line:
    """What it is, where it leads, and its details, each with its heading.

    `red` says why it is marked, empty where it is not. `links` lead to what may be done about it elsewhere, `asks` are
    done here. `key` is what a form of its section sends of it; `sources` are identifiers of what is to be looked at.
    """

    what: str
    address: str
    pairs: tuple[tuple[str, str], ...] = ()
    red: str = ""
    key: str = ""
    sources: str = ""
    links: tuple[tuple[str, str], ...] = ()
    asks: tuple[Ask, ...] = ()


def line(what: str, address: str, **said: Any) -> Line:
    """A line; what is no field of it is a detail, named by its heading, `next_step` for "Next step".

    A detail that is empty is left out.
    """
    own = {name: said.pop(name) for name in ("red", "key", "sources", "links", "asks") if name in said}
    pairs = tuple(
        (name.replace("_", " ").capitalize(), str(value)) for name, value in said.items() if value not in (None, "")
    )
    return Line(what, address, pairs, **own)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind, the most urgent first; `more` leads to all of them, else the desk itself shows them all."""

    slug: str
    title: str
    every: Sequence[Line]
    more: str = ""
    most: int = SHOWN
    links: tuple[tuple[str, str], ...] = ()
    is_open: bool = False

    @property
    def lines(self) -> Sequence[Line]:
        return self.every if self.is_open else self.every[: self.most]

    @property
    def count(self) -> int:
        return len(self.every)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.lines)

    @property
    def all_of_it(self) -> str:
        """The address of all its lines."""
        return self.more or f"?all={self.slug}#desk-{self.slug}"

    @property
    def sources(self) -> list[str]:
        """Each source of the lines that are shown, once."""
        return list(dict.fromkeys(one for line in self.lines for one in line.sources.split(";") if one))


def section(slug: str, title: str, lines: Sequence[Line], more: str = "", **shown: Any) -> Section:
    """The first lines, and how many there are."""
    return Section(slug, title, lines, more, **shown)
