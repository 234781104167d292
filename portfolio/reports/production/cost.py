"""Dollars for a tonne of new yearly capacity: loan principal, grants and equity apart, by facts and with estimates."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.attribution import Cost, cost_of
from projects.calculations.distributions import SizeClass
from projects.models import ProjectedPhase
from projects.models.estimated_phases import estimate_of
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .projected import (
    PHASES,
    PHASES_KNOWN,
    REACH,
    STANDING,
    WHY_NOT_ESTIMATED,
    WHY_UNKNOWN,
    notes_of,
    passes,
    projected_at,
)
from .site_money import MEASURES, amount_of, money_by_project

PHASE, LINE = "phase", "mineral and stage"
Key = tuple[str, str, str, str, str, str]
Range = tuple[Decimal, Decimal]
Known = tuple[ProjectedPhase, Decimal, Range]
CENT, SIX, EIGHT = Decimal("0.01"), Decimal("0.000001"), Decimal("0.00000001")
ROUGH = "only a rough size is known"
NOTHING_KNOWN = "of no phase are both the amount and the capacity known"
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
    facts: Cost
    estimated: Cost
    known: int
    known_estimated: int
    phases: int
    why: str
    why_estimated: str
    phase: str | None = None
    project: str | None = None
    year: int | None = None
    lines: int | None = None

    @property
    def nameplate_added(self) -> Decimal | None:
        return self.facts.capacity[0] if self.facts.capacity else None


def end(found: Range | None, place: int, places: Decimal) -> Decimal | None:
    """The low or the high end of a range; None where it is not known."""
    return None if found is None else rounded(found[place], places)


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
    Column("funding_usd_estimated", "Amount, with estimates", "As by facts only, of phases whose capacity is estimated "
           "too.", Type.USD, "USD", **NOT_KNOWN, value=lambda line: line.estimated.amount),
    Column("nameplate_low_estimated", "Nameplate added, low", "The least that it may be, with estimates.",
           Type.QUANTITY, **NOT_KNOWN, value=lambda line: end(line.estimated.capacity, 0, SIX)),
    Column("nameplate_high_estimated", "Nameplate added, high", "The most that it may be, with estimates.",
           Type.QUANTITY, **NOT_KNOWN, value=lambda line: end(line.estimated.capacity, 1, SIX)),
    Column("usd_per_unit_low_estimated", "A unit, low", "With estimates: the amount over the most capacity.",
           Type.PRICE, "USD", is_computed=True, **NOT_KNOWN, value=lambda line: end(line.estimated.per_unit, 0, EIGHT)),
    Column("usd_per_unit_high_estimated", "A unit, high", "With estimates: the amount over the least capacity.",
           Type.PRICE, "USD", is_computed=True, **NOT_KNOWN, value=lambda line: end(line.estimated.per_unit, 1, EIGHT)),
    Column("funding_usd_facts", "Amount, facts only", "Of all awards that count: whole where they reach this site "
           "alone, else the share stated for it.", Type.USD, "USD", **NOT_KNOWN, value=lambda line: line.facts.amount),
    c.NAMEPLATE_ADDED,
    Column("usd_per_unit_facts", "A unit, facts only", "USD for a unit of account of new yearly capacity.", Type.PRICE,
           "USD", is_computed=True, **NOT_KNOWN, value=lambda line: end(line.facts.per_unit, 0, EIGHT)),
    Column("shared_lines", "Lines of the site", "The money is that of the whole site, over so many lines.",
           Type.INTEGER, unknown="several sites", is_optional=True, value=lambda line: line.lines),
    PHASES_KNOWN,
    Column("phases_known_estimated", "Phases known, with estimates", "Of these phases, those of which the figures are "
           "known with estimates.", Type.INTEGER, value=lambda line: line.known_estimated),
    PHASES,
    WHY_UNKNOWN,
    WHY_NOT_ESTIMATED.of(lambda line: line.why_estimated or None),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    """Each phase by each kind of funding that reaches its site, then each mineral at a stage."""
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    awards = money_by_project(at)
    of_site = Counter(phase.phase.project_id for phase in found.phases)
    lines: list[CostLine] = []
    members: dict[Key, list[tuple[ProjectedPhase, Decimal | None]]] = defaultdict(list)
    for phase in found.phases:
        if not passes(phase, filters, phase.phase.project.slug):
            continue
        for family, name in MEASURES.items():
            amount, why = amount_of(awards.get(phase.phase.project_id, []), family, phase.phase.project_id)
            if amount == 0:
                continue
            lines.append(of_phase(phase, name, amount, of_site[phase.phase.project_id], why))
            if phase.mineral:
                key = (phase.mineral, phase.stage, phase.unit, phase.standing, phase.reach)
                members[*key, name].append((phase, amount))
    lines += [of_stage(*key, pairs) for key, pairs in sorted(members.items(), key=lambda item: item[0])]
    notes = (
        "Money of a site stands at each of its lines, so rows never add up: by mineral and stage a site's counts once.",
        "Loan principal, grants and equity cash are never added to each other.",
        "A fact is one figure. With estimates the range runs from the most capacity to the least.",
    )
    return Answer(lines, notes=notes_of(found.run, *notes))


def by_facts(phase: ProjectedPhase) -> Range | None:
    """The nameplate added, as stated; None where it is not known."""
    added: Any = phase.added
    return None if added is None else (added, added)


def with_estimates(phase: ProjectedPhase) -> Range | None:
    """The least and the most nameplate added, estimated where no source states it; None of a rough size."""
    if phase.size_class == SizeClass.C:
        return None
    estimate = estimate_of(phase.estimate)
    if estimate is None or estimate.size is None:
        return by_facts(phase)
    least, most = estimate.size.ends
    return rounded(Decimal(least), SIX), rounded(Decimal(most), SIX)


def of_phase(phase: ProjectedPhase, kind: str, amount: Decimal | None, lines: int, why: str) -> CostLine:
    money = None if amount is None else rounded(amount, CENT)
    facts, estimated = cost_of(money, by_facts(phase)), cost_of(money, with_estimates(phase))
    no_size = phase.why_estimated or (ROUGH if phase.size_class == SizeClass.C else "nameplate added is unknown")
    return CostLine(
        PHASE,
        phase.mineral,
        phase.stage,
        phase.standing,
        phase.unit,
        phase.reach,
        kind,
        facts,
        estimated,
        known=int(facts.per_unit is not None),
        known_estimated=int(estimated.per_unit is not None),
        phases=1,
        why=why or ("" if facts.per_unit else phase.why or "nameplate added is unknown"),
        why_estimated=(why or no_size) if estimated.per_unit is None else "",
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
    known, estimated_too = sized(pairs, by_facts), sized(pairs, with_estimates)
    facts, estimated = together(known), together(estimated_too)
    return CostLine(
        LINE, mineral, stage, standing, unit, reach, kind, facts, estimated, len(known), len(estimated_too), len(pairs),
        "" if facts.per_unit else NOTHING_KNOWN, "" if estimated.per_unit else NOTHING_KNOWN,
    )  # fmt: skip


def sized(
    pairs: Iterable[tuple[ProjectedPhase, Decimal | None]], size_of: Callable[[ProjectedPhase], Range | None]
) -> list[Known]:
    """The phases of which both the amount and a capacity above 0 are known."""
    found = [(phase, amount, size) for phase, amount in pairs if amount is not None and (size := size_of(phase))]
    return [one for one in found if all(one[2])]


def together(known: list[Known]) -> Cost:
    """The money of each site once, over all that its phases add; the ends of the capacities are added up."""
    if not known:
        return cost_of(None, None)
    money = {phase.phase.project_id: amount for phase, amount, _ in known}
    least, most = (sum((size[place] for _, _, size in known), Decimal(0)) for place in (0, 1))
    return cost_of(rounded(sum(money.values(), Decimal(0)), CENT), (least, most))


DEFINITION = Definition(
    "cost-per-tonne", "Cost of capacity",
    "How many dollars for a tonne of new yearly capacity, by facts only and with estimates?",
    COLUMNS,
    ("mineral", "stage", "project"), answer,
    is_projected=True,
)  # fmt: skip
