"""How the columns of a source become ours: renamed, left out by name, filled in, translated."""

import csv
import json
from collections.abc import Mapping as Map
from dataclasses import asdict, dataclass, field, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Self

from .renamed import RENAMED
from .tables import UnreadableFile

DATES = ("iso", "month first", "day first")
OTHERS = ("refused", "left out")
USUAL = Path(__file__).parent / "usual_headings.csv"
WHAT_IS_WRONG = "what_is_wrong"
"""The column that a file of refused rows has besides its own; it is not read when the file is sent again."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What is known of the files of one source.

    `columns` gives our name for a column of the file, `ignored` names those that are left out, `constants` what every
    row says, `values` translates cells of a column of ours, in whatever case. `rows_left_out` names columns of the
    file with the values by which a row is left out: {"Stage": ["cancelled"]}. `signed` names the column that a
    negative amount decides: {"amount_usd": ["kind", "obligation", "deobligation"]}; there a zero is left out, for no
    money moves. `melted` names the columns of a wide file whose cells are rows of their own, with what each says:
    {"Imports_t": {"metric": "imports", "unit": "t"}, "2024": {"year": "2024"}}; `melted_into` is the column of ours
    for their cells. `otherwise` names the column of the file that fills one of ours where it is empty. `others` says
    what becomes of rows about awards of which none is ours: "refused" or "left out". `sheet` names the sheet of a
    workbook that has several.
    """

    source: str = ""
    kind: str = ""
    columns: Map[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    constants: Map[str, str] = field(default_factory=dict)
    values: Map[str, Map[str, str]] = field(default_factory=dict)
    signed: Map[str, tuple[str, str, str]] = field(default_factory=dict)
    otherwise: Map[str, str] = field(default_factory=dict)
    melted: Map[str, Map[str, str]] = field(default_factory=dict)
    melted_into: str = ""
    rows_left_out: Map[str, list[str]] = field(default_factory=dict)
    others: str = "refused"
    dates: str = "iso"
    sheet: str = ""
    note: str = ""

    @classmethod
    def of(cls, content: Map[str, Any]) -> Self:
        """The mapping that a dictionary spells. Raises UnreadableFile for a part that no mapping has."""
        known = {part.name for part in fields(cls)}
        if unknown := sorted(set(content) - known):
            raise UnreadableFile(f"A mapping has no part called {unknown[0]}. It has {', '.join(sorted(known))}.")
        found = cls(**{**content, "ignored": tuple(content.get("ignored", ()))})
        if found.others not in OTHERS:
            raise UnreadableFile(f'Rows about others are {" or ".join(OTHERS)}, not "{found.others}".')
        if found.dates not in DATES:
            raise UnreadableFile(f'The dates of a mapping are {", ".join(DATES)}, not "{found.dates}".')
        if found.melted and not found.melted_into:
            raise UnreadableFile(
                "A mapping with columns that are rows of their own says which column takes their cells."
            )
        return found

    @property
    def headings(self) -> set[str]:
        """Every heading of its files that it speaks of."""
        return {*self.columns, *self.ignored, *self.melted, *self.otherwise.values()}

    def content(self) -> dict[str, Any]:
        """What `of` reads back."""
        return {**asdict(self), "ignored": list(self.ignored)}

    def text(self) -> str:
        """The same text for the same mapping."""
        return json.dumps(self.content(), sort_keys=True, ensure_ascii=False)


def plain_name(name: str) -> str:
    """A heading as names are written: "Amount (USD)" is amount_usd."""
    return "_".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


def column_of(kind: str, heading: str) -> str:
    """The name of our column that a heading of a file of this kind spells, today's or that of an earlier version."""
    name = plain_name(heading)
    return RENAMED.get(kind, {}).get(name, name)


def match(
    header: list[str], known: list[str], mapping: Mapping, required: list[str], *, kind: str = ""
) -> dict[int, str]:
    """Place in the file → our column, for every column that is read; those left out have no place.

    Raises UnreadableFile for columns that nobody knows (each with the nearest known name), for two columns that mean
    the same, and for a required one that is missing.
    """
    found: dict[int, str] = {}
    unknown = []
    for place, name in enumerate(header):
        if name == WHAT_IS_WRONG or name in mapping.ignored or name in mapping.otherwise.values():
            continue
        wanted = mapping.columns.get(name, column_of(kind, name))
        if wanted in known:
            found[place] = wanted
        else:
            unknown.append(name)
    if unknown:
        raise UnknownColumns(unknown, known)
    for place, name in found.items():
        twice = [header[other] for other, same in found.items() if same == name and other != place]
        if twice:
            raise UnreadableFile(f"{header[place]} and {twice[0]} both mean {name}. Leave one out by name.")
    if both := [name for name in found.values() if name in mapping.constants]:
        raise UnreadableFile(f"{both[0]} is said of all rows, and the file has a column of it. Leave one of them out.")
    decided = {decides for decides, *_ in mapping.signed.values()}
    absent = [name for name in required if name not in {*found.values(), *mapping.constants, *decided}]
    if absent:
        spare = [name for name in header if name not in mapping.columns]
        near = next((name for name in spare if likely(name, absent) == absent[0]), "")
        hint = (
            f' Is "{near}" meant? Match it.'
            if near
            else " Add it, match one of the file's columns to it, or say it of all rows."
        )
        raise UnreadableFile(f"The column {absent[0]} is missing.{hint}")
    return found


class UnknownColumns(UnreadableFile):
    """Columns that no one knows. `names` are theirs, `hints` the likely column of ours for each, or an empty text."""

    def __init__(self, names: list[str], known: list[str]) -> None:
        self.names = names
        self.hints = {name: likely(name, known) for name in names}
        first = self.hints[names[0]]
        meant = f" Did you mean {first}?" if first else ""
        others = f"{', '.join(names[1:6])}{'...' if len(names) > 6 else ''}"
        more = f" So {'is' if len(names) == 2 else 'are'} {len(names) - 1:,} more: {others}."
        super().__init__(
            f"The column {names[0]} is unknown.{meant}{more if len(names) > 1 else ''} "
            f"Match {'each' if len(names) > 1 else 'it'}, or leave it out by name in a mapping of this source."
        )


@cache
def usual() -> dict[str, list[str]]:
    """Heading → the columns of ours that it usually means, the first that a kind has."""
    with USUAL.open(encoding="utf-8", newline="") as file:
        return {row["heading"]: row["columns"].split() for row in csv.DictReader(file)}


def likely(heading: str, known: list[str]) -> str:
    """The column that a heading usually means, else the one that is called most like it; empty where none is."""
    name = plain_name(heading)
    return next((one for one in usual().get(name, ()) if one in known), "") or nearest(name, known)


def nearest(name: str, known: list[str]) -> str:
    """The known name that is most like `name`; empty when none is."""
    return next(iter(get_close_matches(name, known, 1)), "")
