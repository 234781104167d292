"""The estimated fields of a mineral whose firm figure no field narrows, each in a sentence: what a fact would do."""

from collections.abc import Mapping, Sequence

from portfolio.reports.production.projected import COUNTED, Projected
from projects.calculations.distributions import SizeClass
from projects.models import EstimatedField, EstimateRule, ProjectedPhase
from record.calculations.formatting import three_in

HOME = "domestic"
FIELDS = {
    EstimatedField.FACTOR.value: "factor to the unit of account",
    "kind": "kind (total or increment)",
}
"""The fields that a sentence calls by more than their name."""
Told = Mapping[str, str]
"""A field of an estimate as a run tells it: field, range, method."""


def estimated_fields(found: Projected, mineral: str, names: Mapping[str, str]) -> list[str]:
    """A sentence for each estimate of the mineral's plants at home that count, and for each that has no figure."""
    told: list[str] = []
    for phase in found.phases:
        if (phase.mineral, phase.standing, phase.reach) == (mineral, HOME, COUNTED):
            told += of_phase(phase, names.get(phase.phase.slug, phase.phase.slug))
    return told


def of_phase(phase: ProjectedPhase, plant: str) -> list[str]:
    """Of a rough size what would make it firm, first; of every other estimate what it is. Empty where facts suffice."""
    if phase.why and phase.why_estimated:
        return [f"{plant} has no figure: {phase.why_estimated}. A fact that settles this would give one."]
    words: list[Told] = list(phase.estimate.get("words", ()))
    if phase.size_class != SizeClass.C:
        return [replaced(one, plant) for one in words]
    size = [one for one in words if one["field"] != EstimatedField.START]
    return [firm(size, plant), *(replaced(one, plant) for one in words if one not in size)]


def firm(size: Sequence[Told], plant: str) -> str:
    """Which facts would turn the rough size of a plant into a firm figure."""
    wanted = " and ".join(wanted_of(one) for one in size)
    now = "; ".join(in_force(one) for one in size)
    return f"{wanted[0].upper()}{wanted[1:]} of {plant} would give a firm figure. Now {now}: rough."


def replaced(one: Told, plant: str) -> str:
    by = "narrower" if is_of_host(one) else "stated"
    return f"The {name_of(one)} of {plant} is an estimate: {in_force(one)}. A {by} one would take its place."


def wanted_of(one: Told) -> str:
    """The fact that would do."""
    return f"a narrower range of the {name_of(one)}" if is_of_host(one) else f"the {name_of(one)}"


def is_of_host(one: Told) -> bool:
    """True for what a host stream can give: it stands whatever is stated, so only a narrower range replaces it."""
    return one["method"] == EstimateRule.HOST_STREAM.label


def name_of(one: Told) -> str:
    return FIELDS.get(one["field"], one["field"])


def in_force(one: Told) -> str:
    """The range with its method: "5.85 to 46.8 t/yr (what the host stream can give)"."""
    return f"{three_in(one['range'])} ({one['method']})"
