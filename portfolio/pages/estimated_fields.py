"""What a fact would do for a mineral, in sentences: where an estimate stands, where a figure is open, where luck is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.reports.production.facts_wanted import (
    HOME,
    OpenPhase,
    Told,
    form_of_phase,
    form_of_start,
    is_of_host,
    listed,
    name_of,
    open_phases_at,
    size_words,
    wanted_of,
)
from portfolio.reports.production.projected import COUNTED, Projected
from portfolio.reports.words import words
from projects.calculations.distributions import SizeClass
from projects.calculations.splits import ElementShare
from projects.models import EstimatedField, Milestone, ProjectedPhase, StatementKind
from record.calculations.as_of import AsOf
from record.calculations.formatting import three_digits, three_in

Names = Mapping[str, str]
TONNES = " t/yr"
KG_A_TONNE = 1000
A_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
NO_PLANT = "No plant at home that counts makes it, so there is no figure that a fact would narrow."


@dataclass(frozen=True, slots=True)
class FactTold:
    """What a fact would do, in a sentence, and the address of the form that records it."""

    text: str
    form: str


def estimated_fields(at: AsOf, found: Projected, mineral: str, names: Names) -> list[FactTold]:
    """A sentence for each estimate of the mineral's plants at home that count, and for each start still to come."""
    milestones = {one.slug: one.pk for one in Milestone.objects.at(at).values()}
    told: list[FactTold] = []
    for phase in found.phases:
        if (phase.mineral, phase.standing, phase.reach) == (mineral, HOME, COUNTED):
            told += of_phase(phase, names.get(phase.phase.slug, phase.phase.slug), milestones)
    return told


def methods_used(found: Projected, mineral: str, names: Names) -> list[str]:
    """Each estimated field that is in the figures of the mineral, with its plant, range and method."""
    return [
        f"{name_of(one['field'])} of {names.get(phase.phase.slug, phase.phase.slug)}, {in_force(one, phase.unit)}"
        for phase in found.phases
        if (phase.mineral, phase.reach) == (mineral, COUNTED) and not (phase.why and phase.why_estimated)
        for one in phase.estimate.get("words", ())
    ]


@dataclass(frozen=True, slots=True)
class OpenFacts:
    """Sentences about plants at home that count: without a firm figure of the mineral, and with some of it unsplit."""

    own: list[FactTold]
    unsplit: list[FactTold]

    @property
    def every(self) -> list[FactTold]:
        return [*self.own, *self.unsplit]


def open_facts(at: AsOf, found: Projected, mineral: str, plants: Names, minerals: Names) -> OpenFacts:
    """A sentence for each plant that is open."""
    facts = OpenFacts([], [])
    for one in open_phases_at(at, found):
        if one.row.reach == COUNTED and mineral in (one.row.mineral, *one.elements):
            plant = plants.get(one.row.phase.slug, one.row.phase.slug)
            told = FactTold(of_open(one, mineral, plant, minerals), one.form)
            (facts.own if one.row.mineral == mineral else facts.unsplit).append(told)
    return facts


def of_open(one: OpenPhase, mineral: str, plant: str, minerals: Names) -> str:
    """What would give the figure of an open plant; of a group line what would split it."""
    if one.row.mineral == mineral and not one.is_split:
        return firm(one.row, plant) if one.row.size_class == SizeClass.C else none(one, plant)
    if one.split is not None and one.split.shares:
        shares = [share for share in one.split.shares if mineral in (one.row.mineral, share.element.lower())]
        parts = "; ".join(
            f"{minerals.get(share.element.lower(), share.element)} {in_percent(share)}" for share in shares
        )
        method = one.split.estimate.get_rule_display()
        return f"The split of {plant} is an estimate: {parts} of it ({method}). A stated one would take its place."
    if one.row.mineral == mineral:
        return f"{plant} is not split by element: a stated split would say how much it makes of each."
    of_it = minerals.get(mineral, mineral).lower()
    return f"{plant} may hold {of_it}, which is in no figure: {one.wanted} would say how much."


def in_percent(share: ElementShare) -> str:
    """The share of a group that an element is, from its least to its most."""
    low, middle, high = (three_digits(100 * end) for end in share.ends)
    return f"{middle}%" if low == high else f"{low} to {high}%"


def of_phase(phase: ProjectedPhase, plant: str, milestones: Mapping[str, int]) -> list[FactTold]:
    """Of every estimate what it is, but of a size that is only rough; of a start still to come what would narrow it."""
    if phase.why and phase.why_estimated:
        return []
    start = form_of_start(phase, milestones, StatementKind.FORECAST)
    told: list[Told] = list(phase.estimate.get("words", ()))
    rough = size_words(phase) if phase.size_class == SizeClass.C else []
    if not told:
        return [FactTold(by_facts(phase, plant), start)]
    return [
        FactTold(
            replaced(one, plant, phase.unit), start if one["field"] == EstimatedField.START else form_of_phase(phase)
        )
        for one in told
        if one not in rough
    ]


def by_facts(phase: ProjectedPhase, plant: str) -> str:
    """Of a plant without an estimate: what a newer statement would do."""
    if phase.start_flag == "recorded":
        return f"{plant} has started: its recorded output would take the place of the ramp that is drawn."
    stage = f" and its odds are those of the stage {words(phase.risk_stage)}" if phase.risk_stage else ""
    return (
        f"No field of {plant} is estimated. Its start, {phase.due_on}, is as last stated{stage}: "
        "that it has started, or a newer date or stage, would narrow its figure."
    )


def none(one: OpenPhase, plant: str) -> str:
    verb = "would give one" if len(one.facts) == 1 else "together would give one"
    return f"{plant} has no figure: {one.why}. {sentence(one.wanted)} {verb}."


def firm(phase: ProjectedPhase, plant: str) -> str:
    """Which facts would turn the rough size of a plant into a firm figure."""
    size: Sequence[Told] = size_words(phase)
    now = "; ".join(in_force(one, phase.unit) for one in size)
    return f"{sentence(listed(map(wanted_of, size)))} of {plant} would give a firm figure. Now {now}: rough."


def replaced(one: Told, plant: str, unit: str) -> str:
    by, now = "narrower" if is_of_host(one) else "stated", in_force(one, unit)
    return f"The {name_of(one['field'])} of {plant} is an estimate: {now}. A {by} one would take its place."


def in_force(one: Told, unit: str) -> str:
    """The range with its method, in the unit of the line: "5,850 to 46,800 kg/yr (what the host stream can give)"."""
    return f"{range_in(one['range'], unit)} ({one['method']})"


def range_in(text: str, unit: str) -> str:
    """A range to three digits; tonnes a year as kilograms where the line is in kilograms: a page has one unit."""
    amount, of_tonnes, _ = text.partition(TONNES)
    if not of_tonnes or unit.split()[:1] != ["kg"]:
        return three_in(text)
    kilograms = A_NUMBER.sub(lambda found: three_digits(KG_A_TONNE * Decimal(found[0].replace(",", ""))), amount)
    return f"{kilograms} kg/yr"


def sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
