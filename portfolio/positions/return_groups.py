"""By what returns are told: the package that was paid for, the company, agency, program, and the whole."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .investments import InvestmentAt
from .packages import key_of


class Level(StrEnum):
    """Of what a return is."""

    PACKAGE = "package"
    COMPANY = "company"
    AGENCY = "agency"
    PROGRAM = "program"
    PORTFOLIO = "portfolio"


def company_of(line: InvestmentAt) -> str:
    return (line.issuer or line.recipient).slug


KEYS: dict[Level, Callable[[InvestmentAt], str]] = {
    Level.PACKAGE: lambda line: "/".join(key_of(line)),
    Level.COMPANY: company_of,
    Level.AGENCY: lambda line: line.agency.code,
    Level.PROGRAM: lambda line: line.program_code,
    Level.PORTFOLIO: lambda line: "all",
}


@dataclass(frozen=True, slots=True)
class Group:
    """What one return is of: the places of its awards in a list."""

    level: Level
    key: str
    places: tuple[int, ...]


def groups_of(lines: Sequence[InvestmentAt], levels: Iterable[Level]) -> list[Group]:
    """The awards of each level by its key, in order."""
    found: list[Group] = []
    for level in levels:
        of_level: dict[str, list[int]] = defaultdict(list)
        for place, line in enumerate(lines):
            of_level[KEYS[level](line)].append(place)
        found += [Group(level, key, tuple(of_level[key])) for key in sorted(of_level)]
    return found
