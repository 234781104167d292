"""What differs between two answers of one report: rows added, gone and restated, found by what names a row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

FIRST = 10
"""So many columns are tried in twos and threes."""
Row = Mapping[str, str]
"""A row as its file has it: column → text."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that differs: what names it, the row before and after, None where there was or is none."""

    key: tuple[str, ...]
    before: Row | None
    after: Row | None
    cells: tuple[str, ...] = ()
    """The columns that were restated; none of a row that was added or is gone."""

    @property
    def change(self) -> str:
        return "added" if self.before is None else "gone" if self.after is None else "restated"

    @property
    def row(self) -> Row:
        """The row as it is now, or as it was last."""
        return self.after or self.before or {}


@dataclass(frozen=True, slots=True)
class Difference:
    """Two answers beside each other; `named_by` are the columns that name a row."""

    named_by: tuple[str, ...]
    changed: Sequence[Changed]
    same: int
    only_before: tuple[str, ...] = field(default=())
    only_after: tuple[str, ...] = field(default=())
    """Columns that one of the answers has alone: they are not compared."""

    def count(self, change: str) -> int:
        """How many rows were added, are gone, or were restated."""
        return sum(1 for one in self.changed if one.change == change)


def difference(before: Sequence[Row], after: Sequence[Row], *, naming: Sequence[str]) -> Difference:
    """Compare two answers; `naming` are the columns that may name a row, the most telling first.

    A row is named by as few of them as tell all rows of each answer apart. Where none do, rows that are named alike are
    told apart by their place among those.
    """
    columns_before, columns_after = columns_of(before), columns_of(after)
    both = [name for name in columns_after if name in columns_before] if before and after else []
    usable = [name for name in naming if name in both or not both]
    named_by = next((some for some in few_of(usable) if tells_apart(some, before, after)), tuple(usable))
    old, new = by_key(before, named_by), by_key(after, named_by)
    changed, same = [], 0
    for key, row in new.items():
        if key not in old:
            changed.append(Changed(key, None, row))
        elif cells := tuple(name for name in both if old[key][name] != row[name]):
            changed.append(Changed(key, old[key], row, cells))
        else:
            same += 1
    changed += [Changed(key, row, None) for key, row in old.items() if key not in new]
    order = {"restated": 0, "added": 1, "gone": 2}
    return Difference(
        named_by,
        sorted(changed, key=lambda one: order[one.change]),
        same,
        tuple(name for name in columns_before if after and name not in columns_after),
        tuple(name for name in columns_after if before and name not in columns_before),
    )


def columns_of(rows: Sequence[Row]) -> list[str]:
    return list(rows[0]) if rows else []


def few_of(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """One of the names, two, three of the first; then more and more of all."""
    for some in (1, 2, 3):
        yield from combinations(names[:FIRST], some)
    yield from (tuple(names[:some]) for some in range(4, len(names) + 1))


def tells_apart(names: Sequence[str], *answers: Sequence[Row]) -> bool:
    """True where no two rows of an answer have the same texts under these names."""
    return all(len({tuple(row[name] for name in names) for row in rows}) == len(rows) for rows in answers)


def by_key(rows: Sequence[Row], names: Sequence[str]) -> dict[tuple[str, ...], Row]:
    """Each row by what names it; from the second one that is named alike on, with its place: "no. 2"."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for row in rows:
        key = tuple(row[name] for name in names)
        seen[key] += 1
        found[key if seen[key] == 1 else (*key, f"no. {seen[key]}")] = row
    return found
