"""Sums over figures of which some are unknown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.partial_sums import least_of
from portfolio.positions.investments import InvestmentAt
from portfolio.reports.base import Absent


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of what is known, and of how many that is.

    `total` is None when nothing is known, and when what is known comes to 0 beside what is not: no "at least $0".
    """

    total: Decimal | None
    known: int
    of: int

    @classmethod
    def over(cls, amounts: Iterable[Decimal | None]) -> "Sum":
        all_of_them = list(amounts)
        known = [amount for amount in all_of_them if amount is not None]
        return cls(least_of(known, len(all_of_them)), len(known), len(all_of_them))

    @property
    def missing(self) -> int:
        return self.of - self.known

    @property
    def why_none(self) -> str:
        """Of how many it is not published, where `total` is None; the others are 0."""
        if not self.known:
            return f"not published for any of {self.of:,}"
        return f"not published for {self.missing:,} of {self.of:,}, 0 for the other{'' if self.known == 1 else 's'}"

    @property
    def shown(self) -> Decimal | Absent | None:
        """What stands in a cell: the sum, None when no part of it is known, "none" when there is nothing to sum."""
        return self.total if self.of else Absent("none", "no award of this kind is committed")

    def share_of(self, other: "Sum") -> float:
        """How long a bar is beside another's, from 0 to 1."""
        return float(self.total / other.total) if self.total and other.total else 0.0


@dataclass(frozen=True, slots=True)
class AwardSums:
    """What the awards of one entity come to: the figures of those that are committed or later."""

    awards: Sequence[InvestmentAt]

    @property
    def money(self) -> list[InvestmentAt]:
        return [award for award in self.awards if award.is_money]

    @property
    def committed(self) -> Sum:
        return Sum.over(award.committed for award in self.money if not award.instrument.family.is_lending)

    @property
    def face_value(self) -> Sum:
        return Sum.over(award.face_value for award in self.money if award.instrument.family.is_lending)

    @property
    def exposure(self) -> Sum:
        return Sum.over(award.figures.exposure for award in self.money)
