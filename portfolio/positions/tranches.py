"""Every tranche at an AsOf, with the award that it is part of."""

from dataclasses import dataclass

from portfolio.positions.tranche_state import TrancheStatus, tranche_statuses
from record.calculations.as_of import AsOf

from .filters import Filters
from .investments import InvestmentAt, on_record_at


@dataclass(frozen=True, slots=True)
class TrancheAt:
    standing: TrancheStatus
    award: InvestmentAt


def tranches_at(at: AsOf, filters: Filters | None = None) -> list[TrancheAt]:
    """Narrowed by the labels of the award; by award and name. The same few questions however many there are."""
    found = tranche_statuses(at)
    if not found:
        return []
    awards = {line.investment.pk: line for line in on_record_at(at)}
    lines = [TrancheAt(one, awards[one.tranche.investment_id]) for one in found]
    lines = [line for line in lines if filters is None or line.award.passes(filters)]
    return sorted(lines, key=lambda line: (line.award.slug, line.standing.tranche.slug))
