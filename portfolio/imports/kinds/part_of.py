"""Rows that may be the sum of others, of the file or on record: a parent of 1,000 and its two children of 500 count
twice. Also rows that add up to one on record. What may be so is asked about; the answer is in the column same_as.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused
from record.calculations.formatting import dollars
from record.calculations.partial_dates import PartialDate

from .entry_columns import ANOTHER

MOST = 500
"""Rows of one group; in a larger one nobody lists a sum among its parts by hand."""
ANY_OF = 10
"""Up to so many candidates any of them may be the parts. Of more, nearly every sum is reached by chance."""
TOLD = 6


@dataclass(frozen=True, slots=True)
class Stated:
    """What a row or a fact on record states: of what, how much, in which days; None where the days don't matter."""

    group: tuple[Hashable, ...]
    amount: Decimal
    days: PartialDate | None = None
    row: Row | None = None
    on_record: str = ""

    def may_hold(self, part: "Stated") -> bool:
        """True where another of its group is smaller, and of its days."""
        if part is self or not 0 < part.amount < self.amount:
            return False
        if self.days is None:
            return True
        return part.days is not None and self.days.start <= part.days.start and part.days.end <= self.days.end

    def __str__(self) -> str:
        where = f"in row {self.row.number:,}" if self.row else f"of {self.on_record} on record"
        return f"{dollars(self.amount)} {where}"


def parts_of(whole: Decimal, others: Sequence[Stated]) -> list[Stated]:
    """At least two of the others whose amounts add up to the whole; none where there are none.

    Of a few any; of many two, or neighbours.
    """
    if len(others) <= ANY_OF:
        return _any(whole, others)
    return _two(whole, others) or _neighbours(whole, others)


def _any(whole: Decimal, others: Sequence[Stated]) -> list[Stated]:
    reached: dict[Decimal, list[Stated]] = {Decimal(0): []}
    for one in others:
        for total, parts in list(reached.items()):
            if total + one.amount <= whole:
                reached.setdefault(total + one.amount, [*parts, one])
    return reached.get(whole, [])


def _two(whole: Decimal, others: Sequence[Stated]) -> list[Stated]:
    seen: dict[Decimal, Stated] = {}
    for one in others:
        if other := seen.get(whole - one.amount):
            return [other, one]
        seen.setdefault(one.amount, one)
    return []


def _neighbours(whole: Decimal, others: Sequence[Stated]) -> list[Stated]:
    reached: dict[Decimal, int] = {Decimal(0): 0}
    total = Decimal(0)
    for place, one in enumerate(others, start=1):
        total += one.amount
        if (begins := reached.get(total - whole)) is not None:
            return list(others[begins:place])
        reached[total] = place
    return []


def wholes_of(stated: Iterable[Stated], on_record: Iterable[Stated] = ()) -> dict[int, RowRefused]:
    """Number of a row → the question, for each that may be the sum of others and does not say that it is another.

    Where rows add up to one on record, the last of them is asked.
    """
    groups: dict[tuple[Hashable, ...], tuple[list[Stated], list[Stated]]] = {}
    for one in stated:
        groups.setdefault(one.group, ([], []))[0].append(one)
    for one in on_record:
        if one.group in groups:
            groups[one.group][1].append(one)
    found: dict[int, RowRefused] = {}
    for new, known in groups.values():
        if len(new) > MOST:
            continue
        others = [*new, *known]
        by_start = defaultdict(list)
        for one in others:
            by_start[one.days and one.days.start].append(one)
        for whole in new:
            if whole.row is not None and whole.row["same_as"] != ANOTHER:
                # Within one day is only what is of that day: files have thousands of payments of exact days.
                near = by_start[whole.days.start] if whole.days and whole.days.is_day else others
                parts = parts_of(whole.amount, [one for one in near if whole.may_hold(one)])
                if parts:
                    found.setdefault(whole.row.number, _is_whole(whole, parts))
        unsaid = [one for one in new if one.row is not None and one.row["same_as"] != ANOTHER]
        for whole in known if len(unsaid) > 1 else ():
            parts = parts_of(whole.amount, [one for one in unsaid if whole.may_hold(one)])
            if parts and (row := parts[-1].row):
                found.setdefault(row.number, _is_part(whole, parts))
    return found


def _is_whole(whole: Stated, parts: Sequence[Stated]) -> RowRefused:
    return RowRefused(
        "same_as",
        "",
        f"{dollars(whole.amount)} is the sum of {_told(parts)}. Is this row the whole of them? Then take it, or its "
        f'parts, out of the file. Is it another one? Write "{ANOTHER}" in the column same_as.',
    )


def _is_part(whole: Stated, parts: Sequence[Stated]) -> RowRefused:
    return RowRefused(
        "same_as",
        "",
        f"{_told(parts)} add up to {whole}. Are they its parts? Then take them out of the file. Is this row another "
        f'one? Write "{ANOTHER}" in the column same_as.',
    )


def _told(parts: Sequence[Stated]) -> str:
    told = " and ".join(map(str, parts[:TOLD]))
    return f"{told} and {len(parts) - TOLD:,} more" if len(parts) > TOLD else told
