"""Whether federal money is above what a project costs in all, project by project."""

from collections.abc import Iterable
from decimal import Decimal

from portfolio.calculations.kinds import Status
from portfolio.positions.investments import InvestmentAt
from portfolio.reports.production.site_money import MEASURES, amount_of, by_project
from projects.models import Project, ProjectFunding
from record.calculations.formatting import rounded

from .base import Book, Finding, Row

ZERO, CENT = Decimal(0), Decimal("0.01")
UNSIGNED = (Status.APPROVED, Status.CONDITIONAL)


def federal_money(book: Book) -> list[Row]:
    """Each project that loans, grants or equity reach: what is committed, and what would be with the unsigned ones."""
    totals = ProjectFunding.totals_at(book.at)
    projects = Project.objects.at(book.at)
    lines = [line for line in book.every_award if line.instrument.family in MEASURES]
    asked = by_project(line for line in lines if line.is_money or line.status in UNSIGNED)
    found = []
    for pk, awards in asked.items():
        stated = totals.get(pk)
        signed = [line for line in awards if line.is_money]
        unsigned = [line for line in awards if not line.is_money]
        finding, why, above = compared(signed, unsigned, pk, stated.total if stated else None)
        if not signed and above is None:
            continue
        found.append(
            Row(
                finding=finding,
                why=why,
                about=projects[pk].slug,
                project=projects[pk].slug,
                agencies=frozenset(line.agency.code for line in awards),
                programs=frozenset(line.program_code for line in awards),
                usd=above,
                sources=stated.citation.text if stated and stated.citation else "",
            )
        )
    return found


def compared(
    signed: list[InvestmentAt], unsigned: list[InvestmentAt], project: int, total: Decimal | None
) -> tuple[Finding, str, Decimal | None]:
    """The finding, why, and by how much in USD the money is above the total, or would be; None where it is not."""
    if total is None:
        return Finding.UNKNOWN, "what the project costs in all is not on record", None
    parts = [amount_of(signed, family, project) for family in MEASURES]
    known = rounded(sum((amount for amount, _ in parts if amount is not None), ZERO), CENT)
    unknown = [why for amount, why in parts if amount is None]
    at_least = "at least " if unknown else ""
    if known > total:
        return (
            Finding.OPEN,
            f"federal money of {at_least}{usd(known)} is above the total of {usd(total)}",
            known - total,
        )
    later = known + announced(unsigned, project)
    if later > total:
        why = f"with what is approved or conditional federal money would be {at_least}{usd(later)}, above the total of"
        return Finding.OPEN, f"{why} {usd(total)}", later - total
    if unknown:
        return Finding.UNKNOWN, f"of the total of {usd(total)}: {'; '.join(unknown)}", None
    return Finding.SETTLED, f"federal money of {usd(known)} of a total of {usd(total)}", None


def announced(awards: Iterable[InvestmentAt], project: int) -> Decimal:
    """What unsigned awards would bring to a project, where that is stated: of several sites only its own part."""
    found = ZERO
    for line in awards:
        reach = next(one for one in line.reaches if one.project_id == project)
        whole = (line.terms.principal or line.terms.announced_amount if line.terms else None) or ZERO
        if reach.amount is not None:
            found += reach.amount
        elif reach.share is not None:
            found += whole * reach.share
        elif len(line.reaches) == 1:
            found += whole
    return rounded(found, CENT)


def usd(amount: Decimal) -> str:
    return f"{amount:,.0f} USD"
