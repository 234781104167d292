"""What the awards that count bring to each site, by kind of funding."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.models.investments import ReachBasis
from portfolio.positions.investments import InvestmentAt, investments_at
from record.calculations.as_of import AsOf

MEASURES = {Family.LOAN: "loan principal", Family.AWARD: "grants", Family.EQUITY: "equity cash"}


def money_by_project(at: AsOf) -> dict[int, list[InvestmentAt]]:
    """The awards that count, by the id of each project that they reach."""
    return by_project(line for line in investments_at(at) if line.is_money)


def by_project(lines: Iterable[InvestmentAt]) -> dict[int, list[InvestmentAt]]:
    """The awards by the id of each project that they reach."""
    awards: dict[int, list[InvestmentAt]] = defaultdict(list)
    for line in lines:
        for project in line.projects:
            awards[project.pk].append(line)
    return awards


def amount_of(awards: list[InvestmentAt], family: Family, project: int) -> tuple[Decimal | None, str]:
    """What awards of a family bring to a site, 0 where there is none; None and why where it is not known."""
    total = Decimal(0)
    for line in awards:
        if line.instrument.family is not family:
            continue
        reach = next(reach for reach in line.reaches if reach.project_id == project)
        principal = line.terms.principal if line.terms and family is Family.LOAN else None
        amount = principal if principal is not None else line.figures.committed
        if amount is None:
            return None, f"the amount of {line.slug} is unknown"
        if reach.amount is not None and principal is None:
            total += reach.amount
        elif reach.share is not None:
            total += amount * reach.share
        elif len(line.reaches) > 1 or reach.basis != ReachBasis.STATED:
            return None, f"{line.slug} reaches several sites, with unknown shares"
        else:
            total += amount
    return total, ""
