"""Dollars for a tonne of new yearly capacity: loan principal, grants and equity apart, never added."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from portfolio.calculations.kinds import Family
from portfolio.models.investments import ReachBasis
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.attribution import dollars_per_tonne
from projects.models import ProjectedPhase
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .projected import PHASES, PHASES_KNOWN, REACH, STANDING, WHY_UNKNOWN, notes_of, passes, projected_at

MEASURES = {Family.LOAN: "loan principal", Family.AWARD: "grants", Family.EQUITY: "equity cash"}
PHASE, LINE = "phase", "mineral and stage"
Key = tuple[str, str, str, str, str, str]
CENT, EIGHT = Decimal("0.01"), Decimal("0.00000001")
NOT_KNOWN: dict[str, Any] = {"unknown": "an amount or the capacity is unknown, or the money reaches several sites"}


@dataclass(frozen=True, slots=True)
class CostLine:
    """Money of one kind over the capacity that it reaches: of a phase, or of a mineral at a stage."""

    level: str
    mineral: str
    stage: str
    standing: str
    unit: str
    reach: str
    kind: str
    amount: Decimal | None
    nameplate_added: Decimal | None
    price: Decimal | None
    known: int
    phases: int
    why: str
    phase: str | None = None
    project: str | None = None
    year: int | None = None
    lines: int | None = None


COLUMNS = (
    Column("level", "Level", "A phase, or all phases of a mineral at a stage of which both figures are known.",
           value=lambda line: line.level),
    replace(c.PHASE, unknown="several", is_optional=True),
    c.PROJECT.of(lambda line: line.project, unknown="several", is_optional=True),
    c.MINERAL,
    c.STAGE,
    c.YEAR,
    STANDING,
    c.UNIT,
    REACH,
    Column("funding_kind", "Funding", "Loan principal, grants, or equity cash; never added.",
           value=lambda line: line.kind),
    Column("funding_usd", "Amount", "Of all awards that count: whole where they reach this site alone, else the share "
           "stated for it.", Type.USD, "USD", **NOT_KNOWN, value=lambda line: line.amount),
    c.NAMEPLATE_ADDED,
    Column("usd_per_unit", "A unit", "USD for a unit of account of new yearly capacity.", Type.PRICE, "USD",
           is_computed=True, **NOT_KNOWN, value=lambda line: line.price),
    Column("shared_lines", "Lines of the site", "The money is that of the whole site, over so many lines.",
           Type.INTEGER, unknown="several sites", is_optional=True, value=lambda line: line.lines),
    PHASES_KNOWN,
    PHASES,
    WHY_UNKNOWN,
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
    of_site = Counter(phase.phase.project_id for phase in found.phases)
    lines: list[CostLine] = []
    members: dict[Key, list[tuple[ProjectedPhase, Decimal | None]]] = defaultdict(list)
    for phase in found.phases:
        if not passes(phase, filters, phase.phase.project.slug):
            continue
        reached = awards[phase.phase.project_id]
        amounts = {name: amount_of(reached, family, phase.phase.project_id) for family, name in MEASURES.items()}
        per_tonne = dollars_per_tonne({name: amount for name, (amount, _) in amounts.items()}, phase.added)
        for name, (amount, why) in amounts.items():
            if amount == 0:
                continue
            lines.append(of_phase(phase, name, amount, per_tonne[name], of_site[phase.phase.project_id], why))
            if phase.mineral:
                key = (phase.mineral, phase.stage, phase.unit, phase.standing, phase.reach)
                members[*key, name].append((phase, amount))
    lines += [of_stage(*key, pairs) for key, pairs in sorted(members.items(), key=lambda item: item[0])]
    notes = (
        "Money of a site stands at each of its lines, so rows never add up: by mineral and stage a site's counts once.",
        "Loan principal, grants and equity cash are never added to each other.",
    )
    return Answer(lines, notes=notes_of(found.run, *notes))


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


def of_phase(
    phase: ProjectedPhase, kind: str, amount: Decimal | None, price: Decimal | None, lines: int, why: str
) -> CostLine:
    return CostLine(
        PHASE,
        phase.mineral,
        phase.stage,
        phase.standing,
        phase.unit,
        phase.reach,
        kind,
        None if amount is None else rounded(amount, CENT),
        phase.added,
        None if price is None else rounded(price, EIGHT),
        known=0 if price is None else 1,
        phases=1,
        why=why or ("" if price is not None else phase.why or "nameplate added is unknown"),
        phase=phase.phase.slug,
        project=phase.phase.project.slug,
        year=phase.due_on.end.year if phase.due_on else None,
        lines=lines,
    )


def of_stage(
    mineral: str, stage: str, unit: str, standing: str, reach: str, kind: str,
    pairs: list[tuple[ProjectedPhase, Decimal | None]],
) -> CostLine:  # fmt: skip
    """A mineral at a stage: the money of its sites, each once, over what they add, where both are known."""
    known = [(phase, amount) for phase, amount in pairs if amount is not None and phase.added]
    money = {phase.phase.project_id: amount for phase, amount in known}
    added = sum((phase.added for phase, _ in known if phase.added), Decimal(0)) if known else None
    total = sum(money.values(), Decimal(0)) if known else None
    price = None if total is None or not added else total / added
    return CostLine(
        LINE, mineral, stage, standing, unit, reach, kind,
        None if total is None else rounded(total, CENT), added, None if price is None else rounded(price, EIGHT),
        len(known), len(pairs), "" if price is not None else "of no phase are both the amount and the capacity known",
    )  # fmt: skip


DEFINITION = Definition(
    "cost-per-tonne", "Cost of capacity", "By facts alone: how many dollars for a tonne of new yearly capacity?",
    COLUMNS,
    ("mineral", "project"), answer,
    is_projected=True,
)  # fmt: skip
