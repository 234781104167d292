"""Dollars for a tonne of new yearly capacity: loan principal, grants and equity apart, never added."""

from collections import Counter, defaultdict
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.models.investments import ReachBasis
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.reports.base import Answer, Column, Definition, Row, Type
from portfolio.reports.words import instrument_words
from projects.calculations.attribution import dollars_per_tonne
from projects.models import ProjectedPhase
from record.calculations.as_of import AsOf

from .projected import MINERAL, REACH, STAGE, STANDING, UNIT, YEAR, notes_of, passes, projected_at

MEASURES = {Family.LOAN: "loan principal", Family.AWARD: "grants", Family.EQUITY: "equity cash"}
PHASE, LINE = "phase", "mineral and stage"
Key = tuple[str, str, str, str, str, str]
CENT, EIGHT = Decimal("0.01"), Decimal("0.00000001")
NOT_KNOWN = {"unknown": "an amount or the capacity is unknown, or the money reaches several sites"}
COLUMNS = (
    Column("by", "By", "A phase, or all phases of a mineral at a stage of which both figures are known."),
    Column("phase", "Phase", "One facility, one product, one stage.", unknown="several", is_optional=True),
    Column("project", "Project", "The site.", page="project", unknown="several", is_optional=True),
    MINERAL,
    STAGE,
    YEAR,
    STANDING,
    UNIT,
    REACH,
    Column("instrument", "Instrument", "Loan principal, grants, or equity cash; never added.", words=instrument_words),
    Column("amount_usd", "Amount", "Of all awards that count: whole where they reach this site alone, else the share "
           "stated for it.", Type.USD, "USD", **NOT_KNOWN),
    Column("nameplate_added", "Nameplate added", "New yearly capacity.", Type.QUANTITY, unknown="not known"),
    Column("usd_per_unit", "A unit", "USD for a unit of account of new yearly capacity.", Type.PRICE, "USD",
           **NOT_KNOWN),
    Column("shared_lines", "Lines of the site", "The money is that of the whole site, over so many lines.",
           Type.INTEGER, unknown="several sites", is_optional=True),
    Column("known", "Known", "Phases of which both figures are known.", Type.INTEGER),
    Column("phases", "Of phases", "Those with money of the kind; the others are unknown, not zero.", Type.INTEGER),
    Column("why", "Why unknown", "In words.", unknown="it is known", is_optional=True, is_prose=True),
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
            rows.append(row(phase, name, amount, per_tonne[name], lines[phase.phase.project_id], why))
            if phase.mineral:
                key = (phase.mineral, phase.stage, phase.unit, phase.standing, phase.reach)
                members[*key, name].append((phase, amount))
    rows += [line_row(*key, pairs) for key, pairs in sorted(members.items(), key=lambda item: item[0])]
    notes = (
        "Money of a site stands at each of its lines, so rows never add up: by mineral and stage a site's counts once.",
        "Loan principal, grants and equity cash are never added to each other.",
    )
    return Answer(rows, notes=notes_of(found.run, *notes))


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
        if reach.share is not None:
            total += amount * reach.share
        elif len(line.reaches) > 1 or reach.basis != ReachBasis.STATED:
            return None, f"{line.slug} reaches several sites, with unknown shares"
        else:
            total += amount
    return total, ""


def row(phase: ProjectedPhase, name: str, amount: Decimal | None, price: Decimal | None, lines: int, why: str) -> Row:
    return (
        PHASE,
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
        None if price is None else price.quantize(EIGHT),
        lines,
        0 if price is None else 1,
        1,
        why or (None if price is not None else phase.why or "nameplate added is unknown"),
    )


def line_row(
    mineral: str, stage: str, unit: str, standing: str, reach: str, name: str,
    pairs: list[tuple[ProjectedPhase, Decimal | None]],
) -> Row:  # fmt: skip
    """A mineral at a stage: the money of its sites, each once, over what they add, where both are known."""
    known = [(phase, amount) for phase, amount in pairs if amount is not None and phase.added]
    money = {phase.phase.project_id: amount for phase, amount in known}
    added = sum((phase.added for phase, _ in known if phase.added), Decimal(0)) if known else None
    total = sum(money.values(), Decimal(0)) if known else None
    price = None if total is None or not added else total / added
    return (
        LINE, None, None, mineral, stage, None, standing, unit, reach, name,
        None if total is None else total.quantize(CENT), added, None if price is None else price.quantize(EIGHT), None,
        len(known), len(pairs), None if price is not None else "of no phase are both the amount and the capacity known",
    )  # fmt: skip


DEFINITION = Definition(
    "cost-per-tonne", "Cost of capacity", "How many dollars for a tonne of new yearly capacity?", COLUMNS,
    ("mineral", "project"), answer,
)  # fmt: skip
