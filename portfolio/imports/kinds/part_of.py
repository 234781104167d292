"""Rows that may be the sum of other rows of the file: a parent of 1,000 beside its two children of 500 counts twice."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused

from .entry_columns import ANOTHER

MOST = 500
"""Rows of one group; in a larger one nobody lists a sum among its parts by hand."""
TOLD = 6


@dataclass(frozen=True, slots=True)
class Stated:
    """What a row states: of what, how much; `holds` says of another whether it may be a part of this one."""

    row: Row
    group: Hashable
    amount: Decimal
    holds: Callable[["Stated"], bool] = lambda other: True


def parts_of(whole: Stated, others: Sequence[Stated]) -> list[Stated]:
    """At least two neighbours among the others whose amounts add up to the whole; none where there are none."""
    reached: dict[Decimal, int] = {Decimal(0): 0}
    total = Decimal(0)
    for place, one in enumerate(others, start=1):
        total += one.amount
        begins = reached.get(total - whole.amount)
        if begins is not None and place - begins > 1:
            return list(others[begins:place])
        reached[total] = place
    return []


def wholes_of(stated: Iterable[Stated]) -> dict[int, RowRefused]:
    """Number of a row → the question, for each that may be the sum of others and does not say that it is another."""
    groups: dict[Hashable, list[Stated]] = {}
    for one in stated:
        groups.setdefault(one.group, []).append(one)
    found = {}
    for group in groups.values():
        for whole in group if 2 < len(group) <= MOST else ():
            if whole.row["same_as"] == ANOTHER or whole.amount <= 0:
                continue
            parts = parts_of(whole, [one for one in group if one is not whole and whole.holds(one)])
            if parts:
                found[whole.row.number] = question(whole, parts)
    return found


def question(whole: Stated, parts: Sequence[Stated]) -> RowRefused:
    told = " and ".join(f"{one.amount:,.2f} in row {one.row.number:,}" for one in parts[:TOLD])
    more = f" and {len(parts) - TOLD:,} more" if len(parts) > TOLD else ""
    return RowRefused(
        "same_as",
        "",
        f"{whole.amount:,.2f} is the sum of {told}{more}. Is this row the whole of them? Then take it, or its "
        f'parts, out of the file. Is it another one? Write "{ANOTHER}" in the column same_as.',
    )
