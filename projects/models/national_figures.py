"""What the national statistics say that the country makes at a stage, in the unit in which the stage counts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from projects.calculations.printed_symbols import SYMBOLS
from projects.calculations.units import content_of, in_measure
from record.calculations.as_of import AsOf

from .chain_links import StageStatistic
from .chains_on_record import Factors, factors_at
from .minerals import BaselineStatistic

Newest = Mapping[tuple[str, str], BaselineStatistic]


def newest_production(at: AsOf) -> dict[tuple[str, str], BaselineStatistic]:
    """(mineral, stage) → the newest national figure, a withheld one too: an older number never stands in for it."""
    rows = BaselineStatistic.objects.at(at).filter(metric="production").order_by("year", "pk")
    return {(row.mineral, row.stage): row for row in rows}


def is_number(row: BaselineStatistic) -> bool:
    return row.value is not None and not row.qualifier


def described(row: BaselineStatistic) -> str:
    """A figure as printed, with its year and edition."""
    reason = SYMBOLS.get(row.qualifier, "")
    printed = f"{row.raw} ({reason})" if reason else f"{row.raw} {row.unit}"
    return f"{row.mineral}, {row.stage}, {row.year}: {printed}, {row.edition}"


def amount_in(unit: str, mineral: str, one: StageStatistic, row: BaselineStatistic, factors: Factors) -> Decimal | None:
    """The figure in the unit of a stage; None where it is no number, or no conversion leads there."""
    if not is_number(row) or row.value is None:
        return None
    wanted = one.published_unit or unit
    printed, factor = in_measure(row.unit, wanted, factors)
    if printed != wanted and printed.lower() != content_of(wanted, mineral).lower():
        return None
    if one.from_product:
        conversion = factors.get((one.from_product, one.to_product))
        return None if conversion is None else row.value * factor * conversion
    return row.value * factor


@dataclass(frozen=True, slots=True)
class NationalProduction:
    """The newest figures of every stage, by the names under which they are published."""

    newest: Newest
    names: Mapping[str, list[StageStatistic]]
    factors: Factors

    @classmethod
    def at(cls, at: AsOf) -> Self:
        """As known at `at`; the same few questions however many stages there are."""
        names: dict[str, list[StageStatistic]] = defaultdict(list)
        for row in StageStatistic.objects.at(at).select_related("stage"):
            names[row.stage.slug if row.stage else row.stage_as_stated].append(row)
        return cls(newest_production(at), names, factors_at(at))

    def of(self, stage: str, unit: str, mineral: str) -> tuple[Decimal, str] | None:
        """What is made a year at a stage of a mineral, in `unit`, and as printed; None where that is not published."""
        rows = [one for one in self.names.get(stage, ()) if one.only_mineral in ("", mineral)]
        found = [(one, self.newest.get((one.published_mineral, one.published_stage))) for one in rows]
        printed = [(one, row) for one, row in found if row is not None]
        amounts = [amount_in(unit, mineral, one, row, self.factors) for one, row in printed]
        known = [amount for amount in amounts if amount is not None]
        if not known or len(known) < len(rows):
            return None
        return sum(known, Decimal(0)), "; ".join(described(row) for _, row in printed)
