"""Production gain: what distinct facilities make at one stage beyond what they made before, and what that changes.

Nothing is counted twice: a phase counts once however many awards reach it, and a total holds one mineral, one stage,
one unit. What does not count is listed apart with its reason, and unknown is never zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

ZERO = Decimal(0)


class Reach(StrEnum):
    """The furthest that an award to a facility has come; only a counting award makes its gain count."""

    COUNTED = "counted"
    CONDITIONAL = "conditional only"
    LETTERS = "letters only"
    NONE = "no award"


class Kind(StrEnum):
    """What a line of capacity is: only an increment of one product at a plant is a gain."""

    INCREMENT = "increment"
    TOTAL = "total, increment unknown"
    OUTPUT_AS_BASELINE = "recorded output used as baseline, no nameplate"
    UNKNOWN = "unknown whether increment or total"
    MIXED_PRODUCTS = "several products in one figure"
    NOT_CONVERTIBLE = "not convertible to the unit of account"
    NOT_A_PLANT = "a stockpile or prompt scrap, no production"


class Key(NamedTuple):
    """What may be added up: one mineral at one stage in one unit, where the plants stand alike."""

    mineral: str
    stage: str
    unit: str
    standing: str


@dataclass(frozen=True, slots=True)
class Line:
    """A capacity phase: one facility, one product, one stage, in the stage's unit of account.

    `gain` is its output above the baseline by year, a year missing where unknown; `why` says why one is.
    """

    phase: str
    facility: str
    key: Key
    kind: Kind
    gain: Mapping[int, Decimal]
    why: str = ""


class Award(NamedTuple):
    """That an investment reaches a facility, and how far it has come."""

    facility: str
    investment: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Total:
    """A gain in units of account a year: the sum of what is known, for `known` of `lines` lines."""

    gain: Decimal | None
    known: int
    lines: int
    facilities: int


class Apart(NamedTuple):
    """A line that is in no total, and why."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class Gains:
    """Totals by what may be added up and year; the lines that count, by phase; and those that do not."""

    totals: dict[tuple[Key, int], Total]
    counted: dict[str, Line]
    apart: list[Apart]


def gains(lines: Iterable[Line], awards: Iterable[Award], years: Iterable[int]) -> Gains:
    """The gain of the facilities that a counting award reaches, by mineral, stage, unit, standing and year.

    A line may be given once for each award on its plant. Raises ValueError where two such rows of one phase differ.
    """
    reached = reach_by_facility(awards)
    distinct: dict[str, Line] = {}
    for line in lines:
        if distinct.setdefault(line.phase, line) != line:
            raise ValueError(f"{line.phase} is given twice with different figures. Choose the one that counts.")
    counted: dict[str, Line] = {}
    apart: list[Apart] = []
    for phase, line in sorted(distinct.items()):
        reach = reached.get(line.facility, Reach.NONE)
        if line.kind is not Kind.INCREMENT:
            apart.append(Apart(line, line.kind))
        elif reach is not Reach.COUNTED:
            apart.append(Apart(line, reach))
        else:
            counted[phase] = line
    by_key: dict[Key, list[Line]] = defaultdict(list)
    for line in counted.values():
        by_key[line.key].append(line)
    asked = list(years)
    totals = {(key, year): _total(members, year) for key, members in sorted(by_key.items()) for year in asked}
    return Gains(totals, counted, apart)


def reach_by_facility(awards: Iterable[Award]) -> dict[str, Reach]:
    """The furthest reach of any award on each facility."""
    order = list(Reach)
    result: dict[str, Reach] = {}
    for award in awards:
        before = result.get(award.facility, Reach.NONE)
        result[award.facility] = min(before, award.reach, key=order.index)
    return result


def as_group(lines: Iterable[Line], group: str, members: Set[str]) -> list[Line]:
    """The lines of a product group: at each plant and stage the group's own, where none the members'.

    The members' lines come under the group's name, so that a plant stated both ways counts once. Stages and units stay
    apart, as everywhere.
    """
    chosen = [line for line in lines if line.key.mineral == group or line.key.mineral in members]
    stated = {(line.facility, line.key.stage) for line in chosen if line.key.mineral == group}
    return [
        replace(line, key=line.key._replace(mineral=group))
        for line in chosen
        if line.key.mineral == group or (line.facility, line.key.stage) not in stated
    ]


def gain_of_record(output: Decimal | None, baseline: Decimal | None) -> Decimal | None:
    """Recorded output of a line less its baseline, in one unit; None where one of the two is unknown."""
    return None if output is None or baseline is None else output - baseline


def _total(lines: list[Line], year: int) -> Total:
    known = [line.gain[year] for line in lines if year in line.gain]
    facilities = len({line.facility for line in lines})
    return Total(sum(known, ZERO) if known else None, len(known), len(lines), facilities)
