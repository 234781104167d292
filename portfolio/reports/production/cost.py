"""Dollars for a tonne of new yearly capacity: loan principal, grants and equity apart, never added."""

from collections import Counter, defaultdict
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.reports.base import Answer, Column, Definition, Row, Type
from portfolio.reports.filters import Filters
from portfolio.reports.investments_at import InvestmentAt, investments_at
from projects.calculations.as_of import AsOf
from projects.calculations.attribution import dollars_per_tonne
from projects.models import ProjectedPhase

from .projected import MINERAL, REACH, STAGE, STANDING, UNIT, YEAR, notes_of, passes, projected_at

MEASURES = {Family.LOAN: "loan principal", Family.AWARD: "grants", Family.EQUITY: "equity cash"}
CENT = Decimal("0.01")
NOT_KNOWN = {"unknown": "an amount or the capacity is unknown, or the money reaches several sites"}
COLUMNS = (
    Column("phase", "Phase", "One facility, one product, one stage."),
    Column("project", "Project", "The site.", page="project"),
    MINERAL,
    STAGE,
    YEAR,
    STANDING,
    UNIT,
    REACH,
    Column("instrument", "Instrument", "Loan principal, grants, or equity cash; never added."),
    Column("amount_usd", "Amount", "Of all awards that count and reach this site alone.", Type.USD, "USD", **NOT_KNOWN),
    Column("nameplate_added", "Nameplate added", "New yearly capacity.", Type.QUANTITY, unknown="not known"),
    Column("usd_per_unit", "A unit", "USD for a unit of account of new yearly capacity.", Type.PRICE, "USD",
           **NOT_KNOWN),
    Column("shared_lines", "Lines of the site", "The money is that of the whole site, over so many lines.",
           Type.INTEGER),
    Column("why", "Why unknown", "In words.", unknown="it is known", is_optional=True),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    awards: dict[int, list[InvestmentAt]] = defaultdict(list)
    for line in investments_at(at):
        if line.is_money:
            for project in line.projects:
                awards[project.pk].append(line)
    lines = Counter(phase.phase.project_id for phase in found.phases)
    rows: list[Row] = []
    for phase in found.phases:
        if not passes(phase, filters, phase.phase.project.slug):
            continue
        reached = awards[phase.phase.project_id]
        amounts = {name: amount_of(reached, family) for family, name in MEASURES.items()}
        known = {name: amount for name, (amount, _) in amounts.items()}
        per_tonne = dollars_per_tonne(known, phase.added)
        for name, (amount, why) in amounts.items():
            if amount == 0:
                continue
            price = per_tonne[name]
            rows.append(row(phase, name, amount, price, lines[phase.phase.project_id], why))
    return Answer(
        rows, notes=notes_of(found.run, "Money of one site stands at each of its lines, so it never adds up.")
    )


def amount_of(awards: list[InvestmentAt], family: Family) -> tuple[Decimal | None, str]:
    """What awards of a family come to, 0 where there is none; None and why where it is not known."""
    own = [line for line in awards if line.instrument.family is family]
    total = Decimal(0)
    for line in own:
        share = next(iter(line.reaches)).share if len(line.reaches) == 1 else None
        principal = line.terms.principal if line.terms and family is Family.LOAN else None
        amount = principal if principal is not None else line.figures.committed
        if len(line.projects) > 1 and share is None:
            return None, f"{line.slug} reaches several sites, with unknown shares"
        if amount is None:
            return None, f"the amount of {line.slug} is unknown"
        total += amount
    return total, ""


def row(phase: ProjectedPhase, name: str, amount: Decimal | None, price: Decimal | None, lines: int, why: str) -> Row:
    return (
        phase.phase.slug,
        phase.phase.project.slug,
        phase.mineral or None,
        phase.stage,
        phase.due_on.end.year if phase.due_on else None,
        phase.standing,
        phase.unit,
        phase.reach,
        name,
        None if amount is None else amount.quantize(CENT),
        phase.added,
        None if price is None else price.quantize(Decimal("0.00000001")),
        lines,
        why or (None if price is not None else phase.why or "nameplate added is unknown"),
    )


DEFINITION = Definition(
    "cost-per-tonne", "Cost of capacity", "How many dollars for a tonne of new yearly capacity?", COLUMNS,
    ("mineral", "project"), answer,
)  # fmt: skip
