"""The kinds of objects that the API gives: each is the rows of a report, with the columns that name one of them.

No fact is read here in a second way: where a report answers a kind row by row, its rows are the objects.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any, Protocol

from portfolio.exports.json import AS_THEY_ARE
from portfolio.exports.text import formatter
from portfolio.reports import REPORTS, attached_files, deals, firms, phases, proposals, sites, terms
from portfolio.reports.base import Absent, Column, Definition, Line, Lines
from portfolio.reports.ledger_lines import LedgerLines

Placed = tuple[int, Line]
"""A line, and the position by which the next page begins after it."""


class Walk(Protocol):
    """How the lines of a kind are read page by page."""

    def following(self, lines: Any, after: int, count: int) -> list[Placed]:
        """At most `count` lines after a position; 0 is before the first."""

    def near(self, lines: Any, key: str) -> Iterator[Line]:
        """The lines among which the one of a key stands."""


class InOrder:
    """Of lines in memory: the position is the place in their order, which never changes at a recording."""

    def following(self, lines: Lines, after: int, count: int) -> list[Placed]:
        return [(after + place, line) for place, line in enumerate(lines[after : after + count], 1)]

    def near(self, lines: Lines, key: str) -> Iterator[Line]:
        return iter(lines)


class ByNumber:
    """Of the ledger: the position is the number of an entry, which the database finds without counting."""

    def following(self, lines: LedgerLines, after: int, count: int) -> list[Placed]:
        return [(line.number, line) for line in lines.following(after, count)]

    def near(self, lines: LedgerLines, key: str) -> Iterator[Line]:
        digits = key.removeprefix("T")
        number = int(digits[:18]) if digits.isascii() and digits.isdecimal() else 0
        return islice(lines.following(number - 1, 1), 1) if number else iter(())


@dataclass(frozen=True)
class Kind:
    """A kind of object: its address, its report, the columns that name one, and who may read it.

    `called`: columns that have another name here, since another report means something else by it.
    `permission`: what a reader must hold; empty where everybody who signed in reads the pages of it.
    `narrowed_by`: the filter by which one object is read alone.
    """

    name: str
    answered_by: Definition
    key: tuple[str, ...]
    called: Mapping[str, str] = field(default_factory=dict)
    permission: str = ""
    narrowed_by: str = ""
    walk: Walk = InOrder()  # noqa: RUF009 it holds nothing
    has_since: bool = False
    """True where it can be asked for what was recorded after a serial."""

    @cached_property
    def definition(self) -> Definition:
        columns = tuple(replace(one, name=self.called.get(one.name, one.name)) for one in self.answered_by.columns)
        return replace(self.answered_by, name=self.name, columns=columns)

    @cached_property
    def columns(self) -> dict[str, Column]:
        return {column.name: column for column in self.definition.columns}

    @cached_property
    def spellers(self) -> dict[str, Callable[[Line], Any]]:
        """Column → what spells its cells; looked up once a kind, not once a cell."""
        return {name: speller(column) for name, column in self.columns.items()}

    def key_of(self, line: Line) -> str:
        """The identifier of an object: its own, or all that names it, with colons between; as an address has it."""
        parts = [self.spellers[name](line) for name in self.key]
        return ":".join("" if part is None else str(part) for part in parts).replace("/", ":").rstrip(":")

    def cells(self, line: Line, names: Sequence[str]) -> dict[str, Any]:
        """The object as JSON has it: its identifier, and the columns of these names."""
        return {"id": self.key_of(line)} | {name: self.spellers[name](line) for name in names}


def speller(column: Column) -> Callable[[Line], Any]:
    """What JSON has of a column of a line: null for what is unknown, and for what there can be none of."""
    known, spell = column.known, (lambda value: value) if column.type in AS_THEY_ARE else formatter(column.type)

    def spelled(line: Line) -> Any:
        value = known(line)
        return None if value is None or isinstance(value, Absent) else spell(value)

    return spelled


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("deals", deals.DEFINITION, ("deal",), {"agencies": "deal_agencies", "instruments": "deal_instruments"}),
        Kind("investments", REPORTS["investments"], ("investment",), narrowed_by="investment"),
        Kind("terms", terms.DEFINITION, ("terms",)),
        Kind("entries", REPORTS["transactions"], ("transaction",), walk=ByNumber(), has_since=True),
        Kind("stakes", REPORTS["stakes"], ("stake", "line", "investment")),
        Kind("valuations", REPORTS["valuations"], ("package", "package_line", "investment")),
        Kind(
            "companies",
            firms.DEFINITION,
            ("company",),
            {"country": "seat_country", "shares_outstanding": "newest_share_count"},
        ),
        Kind("projects", sites.DEFINITION, ("project",), {"minerals": "site_minerals", "stage": "site_stage"}),
        Kind("phases", phases.DEFINITION, ("phase",)),
        Kind("estimates", REPORTS["phase-estimates"], ("phase", "estimated_field", "method", "stated_on")),
        Kind("milestones", REPORTS["milestones"], ("milestone",)),
        Kind("tranches", REPORTS["tranches"], ("tranche",)),
        Kind("sources", REPORTS["sources"], ("source",)),
        Kind("files", attached_files.DEFINITION, ("file_sha256",)),
        Kind("proposals", proposals.DEFINITION, ("proposal",), permission="record.view_proposal"),
        Kind("runs", REPORTS["capacity-runs"], ("run",)),
    )
}
"""Address → kind, in the order in which the API lists them."""
