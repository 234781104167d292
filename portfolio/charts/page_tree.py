"""A page as a tree of its elements, each with the text of its start as it was written: a drawing has capitals in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

EMPTY = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
"""Elements that have no end."""


@dataclass(slots=True)
class Element:
    """An element: its name, its attributes with names in small letters, its start as written, and what is in it."""

    tag: str
    marks: dict[str, str] = field(default_factory=dict)
    start: str = ""
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        return set(self.marks.get("class", "").split())

    def every(self) -> Iterator["Element"]:
        """The element itself and all that are in it, in their order."""
        yield self
        for one in self.inside:
            if isinstance(one, Element):
                yield from one.every()

    def content(self) -> str:
        """What is in it, written again."""
        return "".join(escape(one) if isinstance(one, str) else one.written() for one in self.inside)

    def written(self) -> str:
        if self.start.endswith("/>") or self.tag in EMPTY:
            return self.start
        name = self.start[1:].rstrip(">").split()[0]
        return f"{self.start}{self.content()}</{name}>"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs}, self.get_starttag_text() or "")
        self.open[-1].inside.append(one)
        if tag not in EMPTY:
            self.open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest element of the name, and what was left open in it."""
        at = next((n for n in range(len(self.open) - 1, 0, -1) if self.open[n].tag == tag), 0)
        if at:
            del self.open[at:]

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def tree_of(html: str) -> Element:
    """The whole page as one element."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.open[0]
