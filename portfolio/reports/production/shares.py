"""The federal share of each project's funding: what awards bring, over what the project costs in all."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from portfolio.positions.investments import InvestmentAt
from projects.calculations.attribution import FederalShare, attributed, federal_share
from projects.models import ProjectedOutput, ProjectedPhase, ProjectFunding
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .projected import Projected
from .site_money import MEASURES, amount_of, money_by_project


def share_of(awards: list[InvestmentAt], project: int, total: Decimal | None = None) -> FederalShare:
    """The federal share of a project's funding; None where an amount, or the total, is not on record.

    A total on record counts; else it is what awards bring and their recipients add, where every award says so.
    """
    own = [line for line in awards if line.instrument.family in MEASURES]
    amounts = {name: amount_of(own, family, project)[0] for family, name in MEASURES.items()}
    if total is None:
        added = [line.terms.cost_share if line.terms and len(line.reaches) == 1 else None for line in own]
        parts = [*amounts.values(), *added]
        known = [part for part in parts if part is not None]
        total = sum(known, Decimal(0)) if own and len(known) == len(parts) else None
    return federal_share(
        loan_principal=amounts["loan principal"],
        grants=amounts["grants"],
        equity_cash=amounts["equity cash"],
        total=total,
    )


def attributed_means(at: AsOf, found: Projected) -> dict[tuple[tuple[str, ...], int], Decimal | None]:
    """(line, year) → the mean times the federal share, added over its phases; None where a share is not known."""
    awards = money_by_project(at)
    totals = {key: fact.total for key, fact in ProjectFunding.totals_at(at).items()}
    sites = {phase.phase.project_id for phase in found.phases}
    shares = {site: share_of(awards.get(site, []), site, totals.get(site)).share for site in sites}
    parts: dict[tuple[tuple[str, ...], int], list[Decimal | None]] = defaultdict(list)
    for phase in found.phases:
        if phase.why:
            continue
        for output in found.by_phase[phase.pk]:
            parts[key_of(phase), output.year].append(attributed(output.mean, shares[phase.phase.project_id]))
    return {key: added_up(values) for key, values in parts.items()}


def key_of(one: ProjectedPhase | ProjectedOutput) -> tuple[str, ...]:
    """What may be added up: mineral, stage, unit, standing, reach."""
    return (one.mineral, one.stage, one.unit, one.standing, one.reach)


def added_up(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, to six places; None where one is not known."""
    known = list(values)
    if not known or any(value is None for value in known):
        return None
    return rounded(sum((value for value in known if value is not None), Decimal(0)), Decimal("0.000001"))
